"""What is worked out when figures are read: quotients of counted figures, None where there is nothing to divide by.

docs/guides/figures.*.md has each definition in words.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from appliance.contact.statistics.model import Subject

Value: TypeAlias = float | None
HANDLING = ("talk_ms", "hold_ms", "wrap_up_ms")
SERVED = ("contained", "handed_over")
WORKING = ("talking_ms", "hold_ms", "wrap_up_ms")


def worked_out(subject: str, counts: Mapping[str, int], length_ms: int) -> dict[str, Value]:
    """The figures of a period of `length_ms` that follow from what was counted in it."""
    found = {name: formula(counts, length_ms) for name, formula in FORMULAS[Subject(subject)].items()}
    return {name: None if value is None else round(value, 3) for name, value in found.items()}


def departed(counts: Mapping[str, int]) -> int:
    """Calls that left a queue, whatever the way."""
    others = sum(value for name, value in counts.items() if name.startswith("left:"))
    return counts.get("answered", 0) + counts.get("abandoned", 0) + others


def _sum(counts: Mapping[str, int], *names: str) -> int:
    return sum(counts.get(name, 0) for name in names)


def _ratio(above: float, below: float) -> Value:
    return above / below if below else None


def _percent(above: float, below: float) -> Value:
    return 100 * above / below if below else None


def _seconds(sum_ms: int, number: int) -> Value:
    return sum_ms / 1000 / number if number else None


def _service_level_without_short(counts: Mapping[str, int]) -> Value:
    return _percent(_sum(counts, "answered_in_target"), departed(counts) - _sum(counts, "abandoned:0-5"))


def _occupancy(counts: Mapping[str, int]) -> Value:
    work = _sum(counts, *WORKING, "preview_ms")
    return _percent(work, work + _sum(counts, "ready_ms", "ringing_ms"))


Formula: TypeAlias = Callable[[Mapping[str, int], int], Value]


def _mos(counts: Mapping[str, int]) -> Value:
    return _ratio(_sum(counts, "mos_sum") / 100, _sum(counts, "scored"))


def _all(counts: Mapping[str, int], begin: str) -> int:
    """All figures that begin so, but for times."""
    return sum(value for name, value in counts.items() if name.startswith(begin) and not name.endswith("_ms"))


def _mean_of(figure: str) -> Formula:
    return lambda counts, _: _seconds(_sum(counts, figure), _sum(counts, "handled"))


_ERLANGS: dict[str, Formula] = {"erlangs": lambda counts, length: _ratio(_sum(counts, "busy_ms"), length)}
_WAY_OUT: dict[str, Formula] = {
    "asr": lambda counts, _: _percent(_sum(counts, "answered"), _sum(counts, "placed")),
    "acd_s": lambda counts, _: _seconds(_sum(counts, "talked_ms"), _sum(counts, "answered")),
    "minutes": lambda counts, _: _sum(counts, "talked_ms") / 60_000,
    "cost": lambda counts, _: _sum(counts, "cost_thousandths") / 1000,
}
FORMULAS: Mapping[Subject, Mapping[str, Formula]] = {
    Subject.QUEUE: {
        "service_level": lambda counts, _: _percent(_sum(counts, "answered_in_target"), departed(counts)),
        "service_level_without_short": lambda counts, _: _service_level_without_short(counts),
        "abandon_rate": lambda counts, _: _percent(_sum(counts, "abandoned"), departed(counts)),
        "asa_s": lambda counts, _: _seconds(_sum(counts, "wait_ms"), _sum(counts, "answered")),
        "abandon_time_s": lambda counts, _: _seconds(_sum(counts, "abandoned_wait_ms"), _sum(counts, "abandoned")),
        "aht_s": lambda counts, _: _seconds(_sum(counts, *HANDLING), _sum(counts, "handled")),
        "callback_wait_s": lambda counts, _: _seconds(
            _sum(counts, "callback_wait_ms"), _sum(counts, "callbacks_reached")
        ),
        "estimates_kept": lambda counts, _: _percent(_sum(counts, "estimates_right"), _sum(counts, "estimates")),
        "talk_s": _mean_of("talk_ms"),
        "hold_s": _mean_of("hold_ms"),
        "wrap_up_s": _mean_of("wrap_up_ms"),
        "left": lambda counts, _: _all(counts, "left:"),
        "transfers": lambda counts, _: _all(counts, "transfers:"),
        "load_erlangs": lambda counts, length: _ratio(_sum(counts, *HANDLING), length),
    },
    Subject.AGENT: {
        "occupancy": lambda counts, _: _occupancy(counts),
        "answer_rate": lambda counts, _: _percent(_sum(counts, "answered"), _sum(counts, "offered")),
        "aht_s": lambda counts, _: _seconds(_sum(counts, *WORKING), _sum(counts, "handled")),
        "talk_s": _mean_of("talking_ms"),
        "hold_s": _mean_of("hold_ms"),
        "wrap_up_s": _mean_of("wrap_up_ms"),
        "missed": lambda counts, _: _all(counts, "missed:"),
        "transfers": lambda counts, _: _all(counts, "transfers:"),
        "mos": lambda counts, _: _mos(counts),
    },
    Subject.NUMBER: _ERLANGS,
    Subject.TRUNK: {**_ERLANGS, **_WAY_OUT, "mos": lambda counts, _: _mos(counts)},
    Subject.ROUTE: _WAY_OUT,
    Subject.GROUP: _WAY_OUT,
    Subject.FLOW: {
        "containment": lambda counts, _: _percent(_sum(counts, "contained"), _sum(counts, *SERVED)),
        "self_service_rate": lambda counts, _: _percent(_sum(counts, "result:self-service"), _sum(counts, *SERVED)),
        "mean_stay_s": lambda counts, _: _seconds(_sum(counts, "spent_ms"), _sum(counts, "entered")),
    },
    Subject.NODE: {
        "next": lambda counts, _: _all(counts, "next:"),
        "ended": lambda counts, _: _all(counts, "result:"),
        "mean_stay_s": lambda counts, _: _seconds(_sum(counts, "spent_ms"), _sum(counts, "visits")),
        "keys": lambda counts, _: _all(counts, "key:"),
        "wrong_keys": lambda counts, _: _all(counts, "wrong_key:"),
    },
}
