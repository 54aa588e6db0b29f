"""Entries of a directory: how somebody is looked for, and what is found says. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ldap3.core.exceptions import LDAPExceptionError
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import parse_dn

from appliance.desk.people.accounts.model import Account, Server, Style, Way

IDS = ("objectGUID", "entryUUID", "nsUniqueId", "ipaUniqueID")
"""What names an entry for ever, wherever it is moved to, in the directories that there are."""
STATES = (
    "userAccountControl",
    "accountExpires",
    "lockoutTime",
    "nsAccountLock",
    "pwdAccountLockedTime",
    "shadowExpire",
)
IN_CHAIN = "1.2.840.113556.1.4.1941"
"""Members of members too ([MS-ADTS] 3.1.1.3.4.4.3, LDAP_MATCHING_RULE_TRANSITIVE_EVAL)."""
DISABLED = 0x2
NEVER = (0, 0x7FFFFFFFFFFFFFFF)
FOR_EVER = "000001010000Z"
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Names:
    """Attributes of people in one style of directory; the first of `logins` is the name here."""

    logins: tuple[str, ...]
    name: str
    mail: str
    people: str


NAMES: Mapping[Style, Names] = {
    Style.ACTIVE_DIRECTORY: Names(
        ("sAMAccountName", "userPrincipalName"), "displayName", "mail", "(objectClass=user)(!(objectClass=computer))"
    ),
    Style.OPENLDAP: Names(("uid",), "cn", "mail", "(objectClass=person)"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`attributes` by their names in small letters, values as they came."""

    dn: str
    attributes: Mapping[str, tuple[bytes, ...]]

    def text(self, name: str) -> str:
        """The first value, "" for none or one that is no text."""
        values = self.attributes.get(name.lower(), ())
        try:
            return " ".join(values[0].decode().split())[:LONGEST] if values else ""
        except UnicodeDecodeError:
            return ""

    def number(self, name: str) -> int | None:
        text = self.text(name)
        return int(text) if re.fullmatch(r"-?[0-9]{1,19}", text) else None


def names(server: Server) -> Names:
    """What this directory calls things: by its style, but for what was given."""
    own = NAMES[server.style]
    return Names(
        (server.login_attribute,) if server.login_attribute else own.logins,
        server.name_attribute or own.name,
        server.mail_attribute or own.mail,
        own.people,
    )


def attributes(server: Server) -> list[str]:
    """What is asked for of a person."""
    told = names(server)
    return [*told.logins, told.name, told.mail, "memberOf", *IDS, *STATES]


def by_login(server: Server, login: str) -> str:
    """The filter for whoever signs in by that name: what is typed is never part of the filter's own language."""
    told = names(server)
    if server.style is Style.ACTIVE_DIRECTORY:
        # As people type it at their computers: DOMAIN\name.
        login = login.rpartition("\\")[2]
    typed = escape_filter_chars(login)
    anyone = "".join(f"({name}={typed})" for name in told.logins)
    return f"(&{told.people}(|{anyone}))"


def by_subject(server: Server, subject: str) -> str:
    """The filter for the entry of an account; "" for an account of another kind."""
    _, _, rest = subject.partition("ldap:")
    name, _, value = rest.partition(":")
    if name not in IDS or not value:
        return ""
    return f"(&{names(server).people}({name}={_id_in_filter(name, value)}))"


def of_groups(server: Server, entry: Entry) -> str:
    """The filter for the groups that somebody is in."""
    dn = escape_filter_chars(entry.dn)
    if server.style is Style.ACTIVE_DIRECTORY:
        return f"(&(objectClass=group)(member:{IN_CHAIN}:={dn}))"
    uid = escape_filter_chars(entry.text(names(server).logins[0]))
    return f"(|(member={dn})(uniqueMember={dn})(memberUid={uid}))"


def account(server: Server, entry: Entry, groups: Iterable[str], now: datetime) -> Account | None:
    """Who that is; None for an entry that nothing names for ever, or without a name to sign in by."""
    told, subject = names(server), _subject(entry)
    login = entry.text(told.logins[0])
    if not subject or not login:
        return None
    mine = [value.decode(errors="replace") for value in entry.attributes.get("memberof", ())]
    return Account(
        way=Way.LDAP,
        subject=subject,
        login=login,
        name=entry.text(told.name) or login,
        mail=entry.text(told.mail),
        groups=frozenset(_called([*mine, *groups])),
        trouble=trouble(entry, now),
    )


def trouble(entry: Entry, now: datetime) -> str:
    """Why an account opens nothing: "disabled", "locked" or "expired"; "" for a good one."""
    if (entry.number("userAccountControl") or 0) & DISABLED or entry.text("nsAccountLock").lower() == "true":
        return "disabled"
    if entry.text("pwdAccountLockedTime") == FOR_EVER:
        return "locked"
    expires, day = entry.number("accountExpires"), entry.number("shadowExpire")
    if (expires is not None and expires not in NEVER and _file_time(expires) <= now) or (
        day is not None and day >= 0 and _EPOCH + timedelta(days=min(day, 100_000)) <= now
    ):
        return "expired"
    return ""


def _subject(entry: Entry) -> str:
    for name in IDS:
        values = entry.attributes.get(name.lower(), ())
        if values and name == "objectGUID" and len(values[0]) == 16:
            return f"ldap:{name}:{UUID(bytes_le=values[0])}"
        if name != "objectGUID" and (text := entry.text(name)):
            return f"ldap:{name}:{text}"[:LONGEST]
    return ""


def _id_in_filter(name: str, value: str) -> str:
    if name != "objectGUID":
        return escape_filter_chars(value)
    try:
        return "".join(f"\\{byte:02x}" for byte in UUID(value).bytes_le)
    except ValueError:
        return escape_filter_chars(value)


def _called(groups: Collection[str]) -> Iterable[str]:
    """Each group by its whole name, and by its first part alone."""
    for dn in groups:
        yield dn
        try:
            yield parse_dn(dn)[0][1]
        except (LDAPExceptionError, IndexError):
            continue


def _file_time(ticks: int) -> datetime:
    """100 ns since 1601 ([MS-ADTS] accountExpires)."""
    seconds = min(max(ticks // 10_000_000, 0), 250_000_000_000)
    return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
