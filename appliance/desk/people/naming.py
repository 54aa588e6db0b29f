"""What a person's fields may be; the first that cannot be is refused by its name."""

import re
from collections.abc import Iterable

from appliance.desk.people.errors import PersonInvalid, RoleUnknown
from appliance.errors import LANGUAGES

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
ROLE = re.compile(r"[a-z][a-z0-9-]{1,63}")
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
AGENT = re.compile(r"[0-9A-Za-z_.-]{0,64}")
LONGEST_NAME = 100
SHOWN = 80


def login(text: str) -> str:
    """A sign-in name in lower case: 2 to 64 letters, digits, and `. _ - @`."""
    name = text.strip().casefold()
    return _fits("login", name, LOGIN)


def name(text: str) -> str:
    """A person's name: 1 to 100 characters, none of them a control character."""
    plain = " ".join(text.split())
    if not 0 < len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise PersonInvalid(field="name", value=plain[:SHOWN])
    return plain


def agent(text: str) -> str:
    """An agent's number, "" for none."""
    return _fits("agent", text.strip(), AGENT)


def mail(text: str) -> str:
    """An address for mail, "" for none."""
    plain = text.strip()
    if plain and not (MAIL.fullmatch(plain) and plain.isprintable()):
        raise PersonInvalid(field="mail", value=plain[:SHOWN])
    return plain


def language(text: str) -> str:
    """A language that the console speaks."""
    if text not in LANGUAGES:
        raise PersonInvalid(field="language", value=text[:SHOWN])
    return text


def role(text: str) -> str:
    """The name of a custom role."""
    return _fits("role", text.strip(), ROLE)


def roles(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Roles that exist, each once, in the order of their names."""
    wanted, there = set(given), set(known)
    if unknown := sorted(wanted - there):
        raise RoleUnknown(role=unknown[0][:SHOWN])
    return tuple(sorted(wanted))


def _fits(field: str, text: str, form: re.Pattern[str]) -> str:
    if not form.fullmatch(text):
        raise PersonInvalid(field=field, value=text[:SHOWN])
    return text
