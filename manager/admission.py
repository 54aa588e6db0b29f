"""What lets a browser into the live state: a ticket for as much of it as the person, or the screen, may see."""

from collections.abc import Iterable
from typing import Any

from appliance.desk.boards.model import Board
from appliance.desk.boards.reach import on_screen
from manager.present import language, me
from manager.wiring import console

LIVE = ("live.see", "live.act", "boards.see", "missed.see", "health.see", "lines.see", "numbers.whole")
"""Rights that decide what of the live state a browser gets."""


def of_person() -> dict[str, Any]:
    """A ticket for who asks."""
    who = me()
    scope = who.person.scope
    return _admit(
        person=str(who.person.id),
        session=str(who.session.id),
        agent=who.person.agent,
        rights=[right for right in LIVE if who.may(right)],
        queues=_names(scope.queues),
        teams=_names(scope.teams),
        masked=not who.may("numbers.whole"),
    )


def of_screen(board: Board) -> dict[str, Any]:
    """A ticket for a screen on a wall: figures and states, nobody's calls."""
    queues, teams = on_screen(board)
    return _admit(
        person=f"screen:{board.name}",
        session=f"screen:{board.screen}",
        rights=["boards.see"],
        queues=queues,
        teams=teams,
        masked=True,
    )


def _admit(**scope: Any) -> dict[str, Any]:
    admitted: dict[str, Any] = console().ask("live", "live.admit", language=language(), **scope)
    return admitted


def _names(names: Iterable[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)
