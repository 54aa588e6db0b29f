"""What an address or a form asks for, read strictly: what is no value of a field raises RequestMalformed."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request

from manager.errors import ReasonNeeded, RequestMalformed, TextTooLong
from manager.wiring import console

LONGEST = 200
"""Characters of a field that is searched for."""


def text(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST]


def written(name: str, most: int) -> str:
    """What a form has in a field, without blanks around it; raises TextTooLong: nothing is cut off unseen."""
    given = request.form.get(name, "").replace("\r\n", "\n").strip()
    if len(given) > most:
        raise TextTooLong(most=most, length=len(given))
    return given


def reason_written(most: int) -> str:
    """The form's reason, which stands in the audit trail; raises ReasonNeeded and TextTooLong."""
    if not (reason := written("reason", most)):
        raise ReasonNeeded()
    return reason


def one_of(name: str, known: Iterable[str]) -> str:
    """A word of those that are known; "" for none."""
    if (given := text(name)) and given not in known:
        raise RequestMalformed()
    return given


def number(name: str, most: int = 1_000_000) -> int | None:
    """A whole number from 0 on; None for none."""
    if not (given := text(name)):
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and int(given) <= most):
        raise RequestMalformed()
    return int(given)


def moment(name: str) -> datetime | None:
    """A moment as ISO 8601, in the site's zone where it names none; a day is its beginning; None for none."""
    return None if not (given := text(name)) else local(given)


def local(given: str) -> datetime:
    """The moment that is written there; raises RequestMalformed."""
    try:
        found = datetime.fromisoformat(given)
    except (ValueError, OverflowError) as fault:
        raise RequestMalformed() from fault
    if not 2000 <= found.year < 2200:
        raise RequestMalformed()
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(console().settings.time_zone))
