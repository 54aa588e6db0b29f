"""Test calls: which channel they take, what they ask of Asterisk, and what is left of them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest

from appliance.daemons.engine import linetests
from appliance.daemons.engine.errors import (
    CallDeaf,
    CallUnanswered,
    LineNotReady,
    LineTestRunning,
    NoFreeChannel,
)
from appliance.daemons.engine.linetests import KEPT, LineTests
from appliance.errors import Refusal
from appliance.events import Event
from appliance.node.lines import events as facts
from appliance.node.lines.condition import judged
from appliance.node.lines.model import Reading, Signal
from appliance.telephony.ami.errors import AmiRefused
from dahdi_conf.diagnosis.evidence import Sound
from dahdi_conf.diagnosis.signal import Signal as Played
from dahdi_conf.diagnosis.signal import rendered
from drivers.dahdi.listening import DeafError, Heard
from tests.unit.lines.desk import START

LINE = Reading(1, "TE4/0/1", groups={1: frozenset({1, 2, 3})}, busy={1: "a-call"})
SHORT = Played()


class Manager:
    """An Asterisk that refuses some calls; the next is answered, on the channel that is asked for or on another."""

    def __init__(self, spool: Path, *, refuses: float = 0, moves_to: int = 0) -> None:
        self.spool, self.refuses, self.moves_to = spool, refuses, moves_to
        self.asked: dict[str, str] = {}
        self.played = b""

    async def do(self, action: str, **headers: str) -> object:
        self.asked = headers
        (file,) = self.spool.iterdir()
        self.played = file.read_bytes()
        if self.refuses > 0:
            self.refuses -= 1
            raise AmiRefused(action=action, message="Originate failed")
        return None

    async def rows(self, action: str, **_: str) -> list[dict[str, str]]:
        channel = self.moves_to or int(self.asked["Channel"].split("/")[1])
        return [{"DAHDIChannel": str(channel), "Uniqueid": self.asked["ChannelId"]}, {"DAHDIChannel": "9"}]


def hears(channel: int, seconds: float) -> Heard:
    sent = rendered(SHORT)
    return Heard(b"\xd5" * len(sent), sent)


def call(
    manager: Manager, reading: Reading = LINE, ears: Any = hears, tests: LineTests | None = None
) -> tuple[LineTests, Sound, list[Event]]:
    told: list[Event] = []
    tests = tests or LineTests(manager, manager.spool, told.append, ears)
    sound = asyncio.run(tests.call(judged(None, reading, START), "117", SHORT, START))
    return tests, sound, told


def test_the_lowest_free_channel_dials_and_plays(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    tests, sound, told = call(manager)
    assert manager.asked["Channel"] == "DAHDI/2/117"
    assert manager.asked["Data"].endswith("/line-test-2")
    assert manager.played == rendered(SHORT)
    assert (sound.channel, sound.number, sound.echo_loss) == (2, "117", None)
    assert [(event.kind, event.data["channel"]) for event in told] == [(facts.TESTED, 2)]
    assert list(tmp_path.iterdir()) == []
    assert tests.latest("TE4/0/1", START + KEPT) == sound
    assert tests.latest("TE4/0/1", START + KEPT + timedelta(seconds=1)) is None
    assert tests.latest("TE4/0/2", START) is None


def test_the_exchange_may_choose_another_channel(tmp_path: Path) -> None:
    assert call(Manager(tmp_path, moves_to=3))[1].channel == 3


@pytest.mark.parametrize(
    ("reading", "why"),
    [
        (replace(LINE, signals=frozenset({Signal.LOS})), LineNotReady),
        (replace(LINE, busy={1: "a", 2: "b"}, blocked=frozenset({3})), NoFreeChannel),
        (replace(LINE, digital=False, ports_out=(2, 3)), NoFreeChannel),
    ],
)
def test_lines_that_cannot_be_called_over(tmp_path: Path, reading: Reading, why: type[Refusal]) -> None:
    with pytest.raises(why):
        call(Manager(tmp_path), reading)


def test_a_call_that_is_not_answered_leaves_nothing(tmp_path: Path) -> None:
    manager = Manager(tmp_path, refuses=1)
    with pytest.raises(CallUnanswered):
        call(manager)
    assert list(tmp_path.iterdir()) == []


def test_an_analog_line_that_rests_after_a_call_is_asked_for_again(tmp_path: Path) -> None:
    assert call(Manager(tmp_path, refuses=2), replace(LINE, digital=False))[1].channel == 2


def test_an_analog_line_that_stays_away_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linetests, "BOUND", 0.6)
    with pytest.raises(CallUnanswered):
        call(Manager(tmp_path, refuses=inf), replace(LINE, digital=False))


def test_a_call_that_cannot_be_heard(tmp_path: Path) -> None:
    def deaf(channel: int, seconds: float) -> Heard:
        raise DeafError("no audio")

    with pytest.raises(CallDeaf):
        call(Manager(tmp_path), ears=deaf)


def test_one_test_of_a_line_at_a_time(tmp_path: Path) -> None:
    tests: list[LineTests] = []

    def again(channel: int, seconds: float) -> Heard:
        with pytest.raises(LineTestRunning):
            call(Manager(tmp_path), tests=tests[0])
        return hears(channel, seconds)

    manager = Manager(tmp_path)
    tests.append(LineTests(manager, tmp_path, lambda _: None, again))
    call(manager, tests=tests[0])
