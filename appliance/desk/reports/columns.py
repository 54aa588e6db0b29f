"""Which figures a report shows, in which unit, and the counted figures that each is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from appliance.desk.reports.model import Kind


class Unit(StrEnum):
    """How a value is meant: `ms` and `s` are lengths of time, `number` has part units."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    SECONDS = "s"
    MILLISECONDS = "ms"


@dataclass(frozen=True, slots=True)
class Column:
    """`made_of` are the counted figures whose events can be shown, one with a colon at its end all that begin so.

    `main` ones are charted and stand on top; `good` is 1 where more is better, -1 where less is, 0 for neither.
    """

    figure: str
    unit: Unit = Unit.COUNT
    made_of: tuple[str, ...] = ()
    main: bool = False
    good: int = 0

    @property
    def behind(self) -> tuple[str, ...]:
        return self.made_of or (self.figure,)

    def holds(self, figure: str) -> bool:
        """Whether a counted figure is one of those that it is made of, or one of a group of them."""
        return any(_is(one, figure) for one in self.behind)

    def counted(self, figures: Mapping[str, object]) -> list[str]:
        """Those that it is made of of which anything was counted."""
        return [one for one in self.behind if any(value and _is(one, name) for name, value in figures.items())]


def _is(one: str, figure: str) -> bool:
    """Whether a counted figure is that one, or belongs to it as to a group; times are in no group of counts."""
    return figure == one or (one.endswith(":") and figure.startswith(one) and not figure.endswith("_ms"))


def _time(figure: str, *made_of: str, main: bool = False, good: int = 0) -> Column:
    return Column(figure, Unit.SECONDS if figure.endswith("_s") else Unit.MILLISECONDS, made_of, main, good)


def _percent(figure: str, *made_of: str, main: bool = False, good: int = 0) -> Column:
    return Column(figure, Unit.PERCENT, made_of, main, good)


_QUEUE = (
    Column("offered", main=True),
    Column("answered", main=True, good=1),
    Column("abandoned", main=True, good=-1),
    Column("left", made_of=("left:",)),
    _percent("service_level", "answered_in_target", "answered_late", main=True, good=1),
    _percent("abandon_rate", "abandoned", main=True, good=-1),
    _time("asa_s", "wait_ms", main=True, good=-1),
    _time("abandon_time_s", "abandoned_wait_ms"),
    _time("wait_ms_max", good=-1),
    Column("handled"),
    _time("aht_s", "talk_ms", "hold_ms", "wrap_up_ms", main=True),
    _time("talk_s", "talk_ms"),
    _time("hold_s", "hold_ms"),
    _time("wrap_up_s", "wrap_up_ms"),
    Column("transfers", made_of=("transfers:",)),
    Column("overflow_out"),
    Column("callbacks_asked"),
    Column("callbacks_reached"),
    Column("load_erlangs", Unit.NUMBER, ("talk_ms", "hold_ms", "wrap_up_ms")),
)
_AGENT = (
    Column("offered"),
    Column("answered", main=True, good=1),
    Column("missed", made_of=("missed:",), good=-1),
    _percent("answer_rate", "answered", main=True, good=1),
    Column("handled", main=True, good=1),
    _time("aht_s", "talking_ms", "hold_ms", "wrap_up_ms", main=True),
    _time("talk_s", "talking_ms"),
    _time("hold_s", "hold_ms"),
    _time("wrap_up_s", "wrap_up_ms"),
    _percent("occupancy", "talking_ms", "hold_ms", "wrap_up_ms", main=True),
    Column("transfers", made_of=("transfers:",)),
    _time("signed_in_ms", main=True),
    _time("ready_ms"),
    _time("ringing_ms"),
    _time("talking_ms"),
    _time("hold_ms"),
    _time("wrap_up_ms"),
    _time("paused_ms"),
    Column("mos", Unit.NUMBER, ("mos_sum",)),
)
_NUMBER = (
    Column("offered", main=True),
    Column("result:answered", main=True, good=1),
    Column("result:abandoned", main=True, good=-1),
    Column("result:self-service", main=True),
    Column("result:voicemail"),
    Column("result:callback"),
    Column("result:no-agent"),
    Column("result:left-in-flow"),
    Column("result:closed-hours"),
    _time("busy_ms", main=True),
    Column("erlangs", Unit.NUMBER, ("busy_ms",), main=True),
)
_FLOW = (
    Column("entered", main=True),
    Column("contained", main=True, good=1),
    Column("handed_over"),
    _percent("containment", "contained", "handed_over", main=True, good=1),
    Column("result:self-service", main=True, good=1),
    _percent("self_service_rate", "result:self-service", "contained", "handed_over", main=True, good=1),
    Column("result:left-in-flow", main=True, good=-1),
    Column("result:voicemail"),
    Column("result:callback"),
    Column("result:closed-hours"),
    _time("mean_stay_s", "spent_ms"),
    Column("key"),
    Column("wrong_key", good=-1),
    Column("no_key", good=-1),
)
_NODE = (
    Column("visits", main=True),
    _time("mean_stay_s", "spent_ms", main=True),
    Column("next", made_of=("next:",)),
    Column("to_queue", main=True),
    Column("put_through"),
    Column("result:self-service", main=True),
    Column("result:left-in-flow", main=True, good=-1),
    Column("ended", made_of=("result:",)),
    Column("hung_up", good=-1),
    Column("keys", made_of=("key:",)),
    Column("wrong_keys", made_of=("wrong_key:",), good=-1),
    Column("no_key", good=-1),
)
_TRUNK = (
    Column("offered", main=True),
    Column("placed", main=True),
    Column("answered"),
    _percent("asr", "answered", main=True, good=1),
    _time("acd_s", "talked_ms"),
    Column("minutes", Unit.NUMBER, ("talked_ms",)),
    _time("busy_ms", main=True),
    Column("erlangs", Unit.NUMBER, ("busy_ms",), main=True),
    _time("full_ms", good=-1),
    Column("cost", Unit.NUMBER, ("cost_thousandths",), main=True),
    Column("mos", Unit.NUMBER, ("mos_sum",)),
    Column("poor", good=-1),
)
COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.QUEUE: _QUEUE,
    Kind.AGENT: _AGENT,
    Kind.TEAM: _AGENT,
    Kind.NUMBER: _NUMBER,
    Kind.FLOW: _FLOW,
    Kind.NODE: _NODE,
    Kind.TRUNK: _TRUNK,
}
QUOTIENTS = frozenset({Unit.PERCENT, Unit.NUMBER, Unit.SECONDS})
"""Units of figures that are empty, not 0, where nothing happened."""


def column(kind: Kind, figure: str) -> Column | None:
    """The column of that figure."""
    return next((one for one in COLUMNS[kind] if one.figure == figure), None)


def value(one: Column, figures: Mapping[str, object] | None) -> float | None:
    """What stands in the column; a count that is not there is 0."""
    found = (figures or {}).get(one.figure)
    if isinstance(found, (int, float)):
        return found
    return None if one.unit in QUOTIENTS or one.figure.endswith("_max") or figures is None else 0


def change(now: float | None, before: float | None) -> float | None:
    """By how many per cent a value differs from that of before; None where that cannot be said."""
    return None if now is None or not before else round(100 * (now - before) / before, 1)
