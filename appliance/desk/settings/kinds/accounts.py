"""The company's accounts that people sign in with: its OpenID provider and its directory."""

from appliance.desk.people.accounts.model import Newcomers, Provider, Second, Server, Style
from appliance.desk.settings.kinds.making import COLUMN, Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import LONGEST_CA, PEM

ADDRESS = r"https?://[^\s?#@]{1,400}"
SERVER = r"ldaps?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?/?"
ATTRIBUTE = r"[A-Za-z][A-Za-z0-9-]{0,63}"
LONGEST_DN = 400
GRANTING = ("people.grant",)
"""Who changes whom the box lets in, and as what, gives away every right there is."""


def _who(of: Fields) -> tuple[Field, ...]:
    of.group = "who"
    return (
        of.choice("newcomers", Newcomers),
        of.rows(
            "grants",
            COLUMN.text("group", required=True, longest=LONGEST_DN),
            COLUMN.one("role", "role", required=True),
            COLUMN.names("queues", "queue", sparse=True),
            COLUMN.texts("teams", sparse=True, longest=40),
        ),
    )


def _provider() -> tuple[Field, ...]:
    of = Fields(Provider("", ""))
    of.group = "main"
    main = (
        of.truth("enabled"),
        of.text("title", longest=40),
        of.text("issuer", ADDRESS, required=True, longest=400),
        of.text("client", required=True, longest=200),
        of.secret("secret", longest=500),
        of.text("ca", PEM, longest=LONGEST_CA),
    )
    of.group = "claims"
    claims = tuple(
        of.text(name, longest=100) for name in ("asked", "login_claim", "name_claim", "mail_claim", "groups_claim")
    )
    of = _with_admission()
    who = _who(of)
    of = Fields(Provider("", ""))
    of.group = "second"
    return *main, *claims, *who, of.choice("second", Second), of.texts("proofs", longest=100)


def _directory() -> tuple[Field, ...]:
    of = Fields(Server((), ""))
    of.group = "main"
    main = (
        of.truth("enabled"),
        of.choice("style", Style),
        of.texts("servers", SERVER, required=True),
        of.text("ca", PEM, longest=LONGEST_CA),
        of.text("user", longest=LONGEST_DN),
        of.secret("password", longest=500),
        of.whole("seconds", 1, 30, "s"),
    )
    of.group = "search"
    search = (
        of.text("base", required=True, longest=LONGEST_DN),
        of.text("groups", longest=LONGEST_DN),
        *(of.text(name, ATTRIBUTE, longest=64) for name in ("login_attribute", "name_attribute", "mail_attribute")),
    )
    return *main, *search, *_who(_with_admission())


def _with_admission() -> Fields:
    return Fields({"newcomers": Newcomers.KNOWN.value})


OPENID = Kind("openid-provider", "accounts", _provider(), only="box", icon="key", rights=GRANTING)
LDAP = Kind("ldap-directory", "accounts", _directory(), only="box", icon="users-group", rights=GRANTING)
