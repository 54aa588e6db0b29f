"""A cable is pulled in the middle of a call: facts, history, the route closed and back; all through the real driver."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from appliance.daemons.engine.evidence import evidence
from appliance.node.lines.model import Condition, Signal, State
from appliance.node.lines.tally import together
from dahdi_conf.diagnosis.evidence import Question
from dahdi_conf.diagnosis.judgement import diagnose
from tests.lab import cable
from tests.lab.exchange import Exchange
from tests.lab.watching import Watched, joined, running

pytestmark = pytest.mark.timeout(400)
Both = tuple[Exchange, Path]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("watched")
    with joined(folder) as exchange:
        yield exchange, folder


def test_a_cable_is_pulled_in_the_middle_of_a_call(both: Both, tmp_path: Path) -> None:
    exchange, folder = both
    asyncio.run(_pulled(exchange, Watched(folder, tmp_path)))


async def _pulled(exchange: Exchange, watched: Watched) -> None:
    async with running(watched):
        await watched.until(lambda: len(watched.loop.watch.conditions) == 2)
        await watched.until(lambda: all(one.state is State.UP for one in watched.loop.watch.conditions))
        assert watched.usable() == {"first", "second"}
        await asyncio.to_thread(exchange.cli, "channel originate DAHDI/g1/88881234 application Echo")
        await asyncio.to_thread(exchange.until, "ARRIVED 88881234")
        watched.loop.kick()
        await watched.until(lambda: len(watched.span(1).reading.busy or ()) == 1)

        cable.pull()
        await watched.until(lambda: watched.usable() == {"second"})
        assert watched.first("trunk.out", trunk="first")
        assert ("span-alarm", "1") in watched.desk.standing
        assert watched.way_out("13800001111", "first") == "second"

        plugged = time.monotonic()
        cable.plug()
        await watched.until(lambda: watched.usable() == {"first", "second"})
        assert watched.first("trunk.back", trunk="first") - plugged >= 10.0
        assert watched.span(1).state is State.UP
        assert ("span-alarm", "1") not in watched.desk.standing
        states = [event.data["state"] for _, event in watched.events if event.data.get("span") == 1]
        assert states[:2] == ["up", "alarm"]
        assert states[-2:] == ["settling", "up"]
    name, now, day = watched.span(1).reading.name, watched.clock.now(), timedelta(days=1)
    watched.history.add(watched.loop.watch.unsaved())
    counts: dict[str, int] = {}
    for quarter in watched.history.of(name, now - day, now + day):
        counts = together(counts, quarter.counts)
    assert counts["red_ms"] > 0
    assert counts["out_ms"] >= counts["red_ms"] + 9_000
    assert counts["busy_most"] == 1


def test_a_broken_pair_and_a_dead_one_are_told_apart(both: Both, tmp_path: Path) -> None:
    _, folder = both
    found = asyncio.run(_cut(Watched(folder, tmp_path)))
    assert found == [([], []), (["rai"], ["no-signal"]), ([], [])]


async def _cut(watched: Watched) -> list[tuple[list[str], list[str]]]:
    """What is found of both ends of the cable: before, with the pair cut on which span 1 sends, and afterwards."""
    found = []
    async with running(watched):
        await watched.until(lambda: len(watched.loop.watch.conditions) == 2)
        await watched.until(lambda: all(one.state is State.UP for one in watched.loop.watch.conditions))
        found.append(_found(watched))
        cable.cut()
        await watched.until(lambda: [_signals(watched, span) for span in (1, 2)] == [{Signal.RAI}, {Signal.RED}])
        found.append(_found(watched))
        cable.mend()
        await watched.until(lambda: all(one.state is State.UP for one in watched.loop.watch.conditions))
        found.append(_found(watched))
    return found


def test_crossed_pairs_are_told_by_exchanging_them(both: Both, tmp_path: Path) -> None:
    """Nobody is asked for more than the alarm itself cannot tell."""
    _, folder = both
    asyncio.run(_crossed(Watched(folder, tmp_path)))


async def _crossed(watched: Watched) -> None:
    async with running(watched):
        await watched.until(lambda: len(watched.loop.watch.conditions) == 2)
        await watched.until(lambda: all(one.state is State.UP for one in watched.loop.watch.conditions))
        cable.cross()
        await watched.until(lambda: [_signals(watched, span) for span in (1, 2)] == [{Signal.RED}, {Signal.RED}])
        dead = watched.span(1)
        cable.mend()
        await watched.until(lambda: not _signals(watched, 1))
    asked = dict[Question, bool]()
    assert _asked(dead, asked) == ("no-signal", Question.LOOP_PLUG)
    asked[Question.LOOP_PLUG] = True
    assert _asked(dead, asked) == ("no-signal-from-outside", Question.SWAPPED_PAIRS)
    asked[Question.SWAPPED_PAIRS] = True
    assert _asked(dead, asked) == ("crossed-pair", None)


def _asked(condition: Condition, answers: dict[Question, bool]) -> tuple[str, Question | None]:
    """The one finding, and what is asked to find more."""
    (found,) = diagnose(evidence(condition, (), {}, (), {}, ((), 0), answers))
    return found.code, found.ask


def _signals(watched: Watched, span: int) -> set[Signal]:
    return set(watched.span(span).reading.signals)


def _found(watched: Watched) -> tuple[list[str], list[str]]:
    ends = [evidence(watched.span(span), (), {}, (), {}, ((), 0), {}) for span in (1, 2)]
    first, second = ([one.code for one in diagnose(end)] for end in ends)
    return first, second
