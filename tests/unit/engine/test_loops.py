"""A line that is looped to see whether its port hears itself: what it comes to, and that no loop stays."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.daemons.engine.errors import LineInUse, LoopImpossible
from appliance.daemons.engine.loops import LOOKS, Loops
from appliance.node.lines.condition import judged
from appliance.node.lines.model import Reading, Signal
from drivers.dahdi.loopback import NoLoopError
from drivers.dahdi.model import Alarm, Span
from tests.unit.lines.desk import START

DEAD = Reading(2, "TE4/0/2", signals=frozenset({Signal.LOS, Signal.RED}))


class Card:
    """A card whose alarm, while it is looped, is as told look by look; the last one stays."""

    def __init__(self, alarms: Iterable[Alarm], *, able: bool = True) -> None:
        self.alarms, self.able = [*alarms], able
        self.switched: list[tuple[int, bool]] = []
        self.looks = 0

    def switch(self, span: int, on: bool) -> None:
        if not self.able:
            raise NoLoopError("Function not implemented")
        self.switched.append((span, on))

    def spans(self) -> tuple[Span, ...]:
        self.looks += 1
        alarms = self.alarms.pop(0) if len(self.alarms) > 1 else self.alarms[0]
        return Span(1, "TE4/0/1", ""), Span(2, "TE4/0/2", "", alarms=alarms)


def heard(card: Card, folder: Path, reading: Reading = DEAD, *, anyway: bool = False) -> bool:
    loops = Loops(folder, card.switch, card.spans, pause=0)
    return asyncio.run(loops.hears_itself(judged(None, reading, START), anyway=anyway))


def test_a_port_that_hears_itself(tmp_path: Path) -> None:
    card = Card([Alarm.RED, Alarm.RED | Alarm.LOOPBACK, Alarm.LOOPBACK])
    assert heard(card, tmp_path)
    assert card.switched == [(2, True), (2, False)]
    assert not list(tmp_path.iterdir())


def test_a_port_that_does_not(tmp_path: Path) -> None:
    card = Card([Alarm.LOS | Alarm.RED])
    assert not heard(card, tmp_path)
    assert (card.looks, card.switched) == (LOOKS, [(2, True), (2, False)])


def test_calls_are_not_ended_unasked(tmp_path: Path) -> None:
    card, busy = Card([Alarm.LOOPBACK]), replace(DEAD, busy={33: "a-call"})
    with pytest.raises(LineInUse):
        heard(card, tmp_path, busy)
    assert card.switched == []
    assert heard(card, tmp_path, busy, anyway=True)


def test_a_driver_without_a_loop(tmp_path: Path) -> None:
    with pytest.raises(LoopImpossible):
        heard(Card([Alarm.RED], able=False), tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_a_dead_engine_has_looped_is_ended(tmp_path: Path) -> None:
    (tmp_path / "looped-2").touch()
    card = Card([Alarm.RED])
    Loops(tmp_path, card.switch, card.spans).clear()
    assert card.switched == [(2, False)]
    assert not list(tmp_path.iterdir())
