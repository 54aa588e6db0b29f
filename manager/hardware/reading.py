"""What the engine, the jobs and the database know of cards, lines and trunks, joined."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from appliance.errors import Refusal
from appliance.events import Event
from manager.errors import NotThere
from manager.failures import UNAVAILABLE, status_of
from manager.hardware.bars import DAY, Bar, bars, quarter_of
from manager.present import language
from manager.wiring import console

STATE = "span.state"
EVENTS_BACK, MOST_EVENTS = timedelta(days=7), 60
WORSE = ("alarm", "gone", "signalling", "blocked", "settling")
"""States in which no call passes, the worst first."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A span of now: `now` as `span.list` tells it, `planned` its rows in the document in force, by what it was."""

    now: Row
    planned: tuple[Row, ...]
    bars: tuple[Bar, ...]

    @property
    def number(self) -> int:
        return int(self.now["span"])

    @property
    def name(self) -> str:
        """The carrier's, as the document names it; else the driver's."""
        return next((row["name"] for row in self.planned if row["name"]), "") or str(self.now["name"])

    @property
    def signalling(self) -> str:
        return str(self.planned[0]["signalling"]) if self.planned and self.now.get("digital", True) else ""

    @property
    def well(self) -> bool:
        return self.now["state"] not in WORSE and not self.now["ports_out"]

    def total(self, figure: str) -> int:
        """Of the last 24 hours."""
        return sum(bar.counts.get(figure, 0) for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Trunk:
    """A trunk as `trunk.list` tells it, with its figures of today."""

    now: Row
    today: Row


def cards() -> list[Row] | None:
    """Every card that is in; None while nobody can tell."""
    found: list[Row] | None = _or_none("card.list")
    return found


def in_force() -> Row:
    """The document of the lines that is in force; empty while nobody can tell."""
    found: Row = _or_none("lines.show") or {}
    return found


def lines() -> list[Line]:
    """Every span that was seen since the engine started."""
    rows = in_force().get("lines") or ()
    now = console().clock.now()
    return [_line(one, rows, now) for one in console().ask("engine", "span.list") or ()]


def line(number: int) -> Line:
    """One of them; raises NotThere."""
    found = next((one for one in console().ask("engine", "span.list") or () if one["span"] == number), None)
    if found is None:
        raise NotThere()
    return _line(found, in_force().get("lines") or (), console().clock.now())


def trunks() -> list[Trunk]:
    """Every trunk; figures of today where they are to be had."""
    today = _today()
    return [Trunk(one, today.get(one["trunk"], {})) for one in console().ask("engine", "trunk.list") or ()]


def changes(number: int) -> list[Event]:
    """What became of a span in the last days, the latest first."""
    since = console().clock.now() - EVENTS_BACK
    found = [one for one in console().ledger.each([STATE], since) if one.data.get("span") == number]
    return found[: -MOST_EVENTS - 1 : -1]


def history(name: str, since: datetime, until: datetime) -> tuple[Bar, ...]:
    """A span by its own name, quarter by quarter."""
    return tuple(bars(console().span_history.of(name, quarter_of(since), until), since, until))


def countries() -> dict[str, str]:
    """Countries by their codes, in the reader's language."""
    told = (_or_none("lines.choices") or {}).get("countries") or {}
    return {code: names.get(language(), code) for code, names in told.items()}


def _line(now: Row, rows: Iterable[Row], at: datetime) -> Line:
    planned = tuple(row for row in rows if row["span"] == now["span"])
    return Line(now, planned, history(now["name"], at - DAY, at))


def _today() -> dict[str, Row]:
    """The figures of today by trunk; none of them is worth a page that does not come."""
    now = console().clock.now()
    with suppress(Refusal):
        pieces, _ = console().gather(
            "jobs", "figures.show", subject="trunk", since=_midnight(now), until=now.isoformat(), by="day", within=5.0
        )
        return {row["trunk"]: row for piece in pieces for row in piece}
    return {}


def _midnight(now: datetime) -> str:
    zone = ZoneInfo(console().settings.time_zone)
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).isoformat()


def _or_none(command: str) -> Any:
    """What the jobs say; None while they are away: the lines are shown without it."""
    try:
        return console().ask("jobs", command)
    except Refusal as refusal:
        if status_of(refusal) == UNAVAILABLE:
            return None
        raise
