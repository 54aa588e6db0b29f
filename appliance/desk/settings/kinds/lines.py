"""Numbers, trunks and phones, and the ways that calls go out by."""

from appliance.contact.calls.model import Number, Phone, Trunk
from appliance.contact.routes.model import Block, Cap, Form, Group, Per, Period, Plan, Route, Turns
from appliance.desk.settings.kinds.making import COLUMN, Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import DID, HOST, HOURS, KEY, NETWORK, NUMBER, PATTERN, WHO

LINES = ("setup.change", "lines.change")


def _number() -> tuple[Field, ...]:
    of = Fields(Number("", ""))
    return (
        of.one("flow", "flow", required=True),
        of.choice("language", ("zh", "en")),
        of.names("fallback", "phone", ordered=True),
    )


def _trunk() -> tuple[Field, ...]:
    of = Fields(Trunk("", ()))
    of.group = "main"
    main = (
        of.texts("match", NETWORK),
        of.text("host", HOST),
        of.whole("qualify", 0, 3600, "s"),
        of.whole("group", 0, 63),
        of.whole("most", 0, 10_000),
    )
    of.group = "out"
    return *main, *(
        of.choice("form", Form),
        of.text("outbound_number", NUMBER),
        of.texts("numbers", r"\+?[0-9]{1,32}\*?"),
        of.truth("hide_number"),
        of.texts("behind", r"[0-9X]{1,20}\*?"),
    )  # fmt: skip


def _phone() -> tuple[Field, ...]:
    of = Fields(Phone(""))
    return (
        of.secret("secret", pattern=r"[\x21-\x7e]{8,64}"),
        of.choice("encryption", ("required", "preferred", "off")),
    )


def _group() -> tuple[Field, ...]:
    of = Fields(Group("", ()))
    share = Fields({"share": 1}).whole("share", 0, 1000)
    members = of.rows("members", COLUMN.one("trunk", "trunk", required=True), share, required=True)
    return members, of.choice("turns", Turns)


def _route() -> tuple[Field, ...]:
    of = Fields(Route("", ()))
    of.group = "main"
    main = (
        of.texts("to", PATTERN, required=True),
        of.names("via", "trunk", ordered=True),
        of.truth("deny"),
        of.whole("order", 0, 10_000),
        of.decimal("cost", 0, 10_000),
    )
    of.group = "when"
    when = (of.one("calendar", "calendar"), of.texts("who", WHO))
    of.group = "out"
    return *main, *when, of.text("caller_id", NUMBER), of.choice("form", ("", *Form))


def _cap() -> tuple[Field, ...]:
    of = Fields(Cap(""))
    return (
        of.texts("to", PATTERN, required=True),
        of.choice("per", Per),
        of.choice("period", Period),
        of.whole("calls"),
        of.whole("minutes", unit="min"),
        of.decimal("cost"),
        of.text("hours", HOURS),
        of.texts("who", WHO),
        of.truth("warn_only"),
    )


def _plan() -> tuple[Field, ...]:
    of = Fields(Plan())
    return (
        of.text("country", "[A-Z]{2}", required=True),
        of.text("area", r"[0-9]{1,6}"),
        of.text("outside", r"[0-9]{1,6}"),
        of.texts("emergency", r"[0-9]{2,8}"),
        of.texts("services", r"[0-9X]{2,12}"),
    )


def _block() -> tuple[Field, ...]:
    of = Fields(Block())
    return of.texts("incoming", PATTERN), of.texts("outgoing", PATTERN), of.truth("withheld")


NUMBER_KIND = Kind(
    "number", "lines", _number(), key=DID, listed=("flow", "language", "fallback"), icon="phone-incoming"
)
TRUNK = Kind(
    "trunk", "lines", _trunk(), key=KEY, listed=("match", "host", "group", "most"), icon="transfer", rights=LINES
)
GROUP = Kind("trunk-group", "lines", _group(), key=KEY, listed=("members", "turns"), icon="list", rights=LINES)
ROUTE = Kind(
    "route", "lines", _route(), key=KEY, listed=("to", "via", "order", "deny"), icon="phone-outgoing", rights=LINES
)
CAP = Kind("call-cap", "lines", _cap(), key=KEY, listed=("to", "per", "period", "calls"), icon="filter", rights=LINES)
PLAN = Kind("number-plan", "lines", _plan(), only="site", icon="dialpad", rights=LINES)
BLOCK = Kind("number-block", "lines", _block(), only="site", icon="phone-off")
PHONE = Kind("phone", "phones", _phone(), key=KEY, listed=("encryption",), icon="phone")
