"""Branches: tests of what is known about a call and its centre."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from appliance.contact.ivr.calendar import Span


class Known(Protocol):
    """What a test may ask for."""

    def value(self, name: str) -> str | None:
        """A datum as text: `caller`, `time`, `queue.sales.waiting`, or a variable; None if there is none."""
        ...

    def listed(self, list_: str, number: str) -> bool:
        """Whether a number is on a list."""
        ...

    def hours(self, spans: tuple[Span, ...]) -> bool:
        """Whether now is within these hours."""
        ...


@dataclass(frozen=True, slots=True)
class Test:
    """`data` is the name of a datum, `check` how it is tested, `against` what it is tested with."""

    data: str
    check: str
    against: Any


@dataclass(frozen=True, slots=True)
class Case:
    """Go to `to` when all tests hold."""

    to: str
    tests: tuple[Test, ...]


def holds(case: Case, known: Known) -> bool:
    """Whether every test of the case holds; one about a datum that is not there never does, except `present`."""
    return all(_CHECKS[test.check](test, known) for test in case.tests)


def _present(test: Test, known: Known) -> bool:
    return bool(known.value(test.data)) is test.against


def _is(test: Test, known: Known) -> bool:
    return known.value(test.data) in test.against


def _starts(test: Test, known: Known) -> bool:
    return (known.value(test.data) or "").startswith(test.against)


def _matches(test: Test, known: Known) -> bool:
    return re.fullmatch(test.against, known.value(test.data) or "") is not None


def _listed(test: Test, known: Known) -> bool:
    number = known.value(test.data)
    return bool(number) and known.listed(test.against, str(number))


def _at_least(test: Test, known: Known) -> bool:
    return (value := _number(known.value(test.data))) is not None and value >= test.against


def _below(test: Test, known: Known) -> bool:
    return (value := _number(known.value(test.data))) is not None and value < test.against


def _during(test: Test, known: Known) -> bool:
    return known.hours(test.against)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


_CHECKS: Mapping[str, Callable[[Test, Known], bool]] = {
    "present": _present,
    "is": _is,
    "starts": _starts,
    "matches": _matches,
    "listed": _listed,
    "at_least": _at_least,
    "below": _below,
    "during": _during,
}
CHECKS = frozenset(_CHECKS)
