"""The fields of each kind of node, for forms; those that name a node are its exits."""

from collections.abc import Mapping

from appliance.desk.settings.kinds.making import Fields
from appliance.desk.settings.model import Field, Kind, Shape

NODE = "node"
"""What an exit names."""
KEYS = r"[0-9*#]"
VARIABLE = r"[a-z][a-z0-9_]{0,39}"
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"
FORMS = ("amount", "date", "digits", "number", "ordinal", "time")
CASES = "cases"

_OF = Fields({})


def _exit(name: str, *, required: bool = True) -> Field:
    return _OF.one(name, NODE, required=required)


def _prompts(name: str = "prompts", *, required: bool = False) -> Field:
    return _OF.names(name, "prompt", ordered=True, required=required)


def _seconds(name: str, default: int, least: int = 1) -> Field:
    return Fields({name: default}).whole(name, least, 3600, "s")


def _whole(name: str, default: int, least: int, most: int) -> Field:
    return Fields({name: default}).whole(name, least, most)


def _keys(*, required: bool = False) -> Field:
    return Field("keys", Shape.PAIRS, {}, pattern=KEYS, of=NODE, required=required)


def _wrong() -> tuple[Field, Field]:
    of = Fields({"wrong_key": ["invalid-key"], "no_key": ["no-input"]})
    return of.names("wrong_key", "prompt", ordered=True), of.names("no_key", "prompt", ordered=True)


def _rung(field: Field) -> tuple[Field, ...]:
    more = (_exit("failed"), _exit("busy", required=False), _exit("after", required=False))
    return field, _seconds("seconds", 25), _prompts(), *more


_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "play": (_prompts(required=True), _OF.truth("whole"), _exit("next")),
    "say": (
        _OF.text("value", required=True),
        _OF.choice("form", FORMS, required=True),
        _prompts("before"),
        _prompts("after"),
        _exit("next"),
        _exit("unreadable", required=False),
    ),
    "menu": (
        _prompts(required=True),
        _keys(required=True),
        _seconds("seconds", 6),
        _whole("tries", 3, 1, 20),
        *_wrong(),
        _exit("otherwise"),
    ),
    "collect": (
        _prompts(required=True),
        _OF.text("variable", VARIABLE, required=True),
        _whole("min", 1, 1, 100),
        _whole("max", 20, 1, 100),
        Fields({"end_key": "#"}).text("end_key", r"[0-9*#]*"),
        _seconds("seconds", 6),
        _seconds("between", 4),
        _whole("tries", 3, 1, 20),
        _OF.text("pattern"),
        _OF.truth("secret"),
        *_wrong(),
        _exit("next"),
        _exit("otherwise"),
    ),
    "survey": (
        _OF.text("question", VARIABLE, required=True),
        _prompts(required=True),
        Fields({"keys": "12345"}).text("keys", r"[0-9*#]+"),
        _seconds("seconds", 6),
        _whole("tries", 2, 1, 20),
        *_wrong(),
        _exit("next"),
    ),
    "language": (_OF.choice("language", ("zh", "en"), required=True), _exit("next")),
    "hours": (
        _OF.one("calendar", "calendar"),
        _OF.texts("spans"),
        _exit("open"),
        _exit("closed"),
        _exit("holiday", required=False),
        _exit("error", required=False),
    ),
    "branch": (_OF.texts(CASES, required=True), _exit("otherwise")),
    "switch": (
        Fields({"switch": "emergency"}).one("switch", "switch", extra=("emergency",)),
        _exit("on"),
        _exit("off"),
    ),
    "set": (_OF.pairs("values", VARIABLE, required=True), _exit("next")),
    "lookup": (
        _OF.one("host", "lookup-host", required=True),
        _OF.text("path", required=True),
        Fields({"method": "GET"}).choice("method", ("GET", "POST")),
        _OF.pairs("answers", VARIABLE),
        _OF.pairs("body"),
        _seconds("seconds", 3),
        _prompts(),
        _exit("next"),
        _exit("missing", required=False),
        _exit("error"),
    ),
    "queue": (
        _OF.one("queue", "queue", required=True),
        _OF.whole("priority", -1000, 1000),
        _OF.levels("skills"),
        _OF.truth("fast_lane"),
        _OF.one("agent", "agent"),
        _seconds("agent_seconds", 30),
        _prompts(),
        _keys(),
        Field("exits", Shape.PAIRS, {}, of=NODE),
        _exit("timed_out"),
        _exit("after", required=False),
    ),
    "callback": (
        _OF.one("queue", "queue"),
        _OF.text("number"),
        _prompts("when"),
        _seconds("seconds", 8),
        _seconds("between", 4),
        _whole("tries", 3, 1, 20),
        _exit("next"),
        _exit("refused"),
        _exit("appointed", required=False),
    ),
    "agent": _rung(_OF.text("agent", required=True)),
    "extension": _rung(_OF.one("phone", "phone", required=True)),
    "outside": _rung(_OF.text("number", required=True)),
    "message": (
        _prompts(required=True),
        _OF.one("box", "voicemail-box"),
        _seconds("seconds", 120),
        _exit("next"),
    ),
    "fax": (_OF.one("box", "voicemail-box", required=True), _exit("after", required=False)),
    "flow": (_OF.one("flow", "flow", required=True), _exit("next")),
    "return": (),
    "hangup": (_prompts(), _OF.truth("closed_hours")),
}
NODES: Mapping[str, Kind] = {name: Kind(f"node-{name}", "flows", fields, key=NAME) for name, fields in _FIELDS.items()}
"""Kinds of nodes by the `type` of a flow's document."""
