"""scale: a hundred agents in twenty queues at five calls a second, with changes of the configuration all the while."""

import asyncio
import itertools
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import State
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind, Note, percentile
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours
from tests.bench.figure import Figure, Goal
from tests.bench.setup import CALLER
from tests.bench.stand import seated, until

SKILLS_EACH, TALK_S, WRAP_UP_S, APPLY_EACH = 5, 12.0, 2, 4
AT_ONCE, SETTLED_S = 200, 60.0
TICK_S = 0.02
"""A phone's note and the engine's timer may be this far apart without anybody having been rung too early."""
OVER = frozenset({Kind.CLEARED, Kind.HUNG_UP, Kind.CANCELLED, Kind.UNANSWERED, Kind.REFUSED})


@dataclass(frozen=True, slots=True)
class Size:
    """`rate` calls a second for `seconds`; a queue's rules change every `change_s`, each fourth time Asterisk too."""

    agents: int = 100
    queues: int = 20
    rate: float = 5.0
    seconds: float = 300.0
    change_s: float = 15.0

    @property
    def calls(self) -> int:
        return round(self.rate * self.seconds)


@dataclass(frozen=True, slots=True)
class Played:
    """`broken` are the rules that phones saw broken, `lags` the seconds behind each answer, in ascending order."""

    broken: Sequence[str]
    lost: int
    lags: Sequence[float]
    changes: int


def measure(folder: Path) -> list[Figure]:
    """Broken rules as the phones saw them, lost calls, and how far the picture of the agents lags behind the phones."""
    size = Size()
    found = played(folder, size)
    answers = len(found.lags)
    details = {"calls": size.calls, "changes": found.changes, "answers": answers, "faults": found.broken[:10]}
    p99 = round(1000 * (percentile(found.lags, 0.99) or 0.0), 1)
    return [
        Figure("scale.faults", len(found.broken), "faults", Goal(most=0), details=details),
        Figure("scale.lost", found.lost, "calls", Goal(most=0)),
        Figure("scale.state_lag.p99", p99, "ms", Goal(most=1000), details={"answers": answers}),
    ]


def played(folder: Path, size: Size) -> Played:
    """A run of that size on a box of its own."""
    with ours.running(folder / "ours", size.agents, _layout(size)) as stand:
        callers, phones, told, changes = asyncio.run(_run(stand, size))
    lost = size.calls - sum(note.kind is Kind.ANSWERED for note in callers)
    return Played(list(faults(phones, WRAP_UP_S)), lost, sorted(state_lags(phones, told)), changes)


def faults(notes: Iterable[Note], wrap_up: float) -> Iterator[str]:
    """Every phone rung while it had a call or in its wrap-up, and every caller rung at two phones at once."""
    busy: dict[str, str] = {}
    free_from: dict[str, float] = {}
    ringing: dict[str, str] = {}
    whose: dict[str, str] = {}
    answered: set[str] = set()
    for note in sorted(notes, key=lambda note: note.at):
        if note.kind is Kind.RINGING:
            found = CALLER.search(note.detail)
            caller = whose[note.call] = found[1] if found else ""
            if note.who in busy:
                yield f"{note.who} is rung while it has a call"
            if note.at < free_from.get(note.who, 0.0) - TICK_S:
                yield f"{note.who} is rung in wrap-up"
            if caller in ringing or caller in answered:
                yield f"{caller} is offered to {note.who} and to somebody else"
            busy[note.who], ringing[caller] = note.call, note.call
        elif note.kind is Kind.ANSWERED and note.call in whose:
            answered.add(whose[note.call])
            ringing.pop(whose[note.call], None)
        elif note.kind in OVER and busy.get(note.who) == note.call:
            del busy[note.who]
            ringing.pop(whose[note.call], None)
            free_from[note.who] = note.at + (wrap_up if whose[note.call] in answered else 0.0)


def state_lags(notes: Iterable[Note], told: Iterable[tuple[str, float]]) -> Iterator[float]:
    """Seconds from each answer at a phone until the live feed said that its agent talks, in the order of each phone."""
    heard: defaultdict[str, deque[float]] = defaultdict(deque)
    for agent, at in told:
        heard[agent].append(at)
    for note in sorted(notes, key=lambda note: note.at):
        if note.kind is Kind.ANSWERED:
            yield heard[note.who].popleft() - note.at if heard[note.who] else float("inf")


def _layout(size: Size) -> ours.Layout:
    """Queue by queue one skill; each agent has some of them, spread evenly."""
    queues = {f"q{number:02}": {"skills": {f"s{number:02}": 1}, "wrap_up": WRAP_UP_S} for number in range(size.queues)}
    skills = [
        {f"s{(agent * 3 + step * 7) % size.queues:02}": 1 + (agent + step) % 9 for step in range(SKILLS_EACH)}
        for agent in range(size.agents)
    ]
    return ours.Layout({f"90{number:02}": f"q{number:02}" for number in range(size.queues)}, queues, skills)


async def _run(stand: ours.OurBox, size: Size) -> tuple[Sequence[Note], Sequence[Note], list[tuple[str, float]], int]:
    network, told = stand.network(), list[tuple[str, float]]()
    voice = Audio(network.sound("voice", speech.tone(440)))
    rows = [(f"1390000{number:04}", f"90{number * 7 % size.queues:02}") for number in range(size.calls)]
    async with seated(stand, network, Phone(ring=1.0, talk=TALK_S, audio=voice)) as phones:
        listening = asyncio.create_task(_listen(stand, told))
        changing = asyncio.create_task(_change(stand, size))
        try:
            callers = network.callers(
                Caller("[field1]", "[field0]", voice, talk=None), Load(size.calls, size.rate, AT_ONCE, rows)
            )
            await callers.start()
            result = await callers.wait(size.seconds + 120.0)
            await until(stand.settled, SETTLED_S, "the last call's work done")
        finally:
            changing.cancel()
            listening.cancel()
            changes, _ = await asyncio.gather(changing, listening, return_exceptions=True)
        if isinstance(changes, BaseException):
            raise changes
        return result.notes, list(phones.sipp.notes), told, changes


async def _listen(stand: ours.OurBox, told: list[tuple[str, float]]) -> None:
    async with stand.box.engine() as engine, aclosing(engine.stream("events", kinds=["agent"])) as stream:
        async for fact in stream:
            if fact["kind"] == agent_facts.STATE and fact["data"]["data"]["state"] == State.TALKING:
                told.append((fact["data"]["data"]["agent"], time.time()))


async def _change(stand: ours.OurBox, size: Size) -> int:
    """Change a queue's rules again and again, and each minute apply the whole configuration to Asterisk too."""
    made = 0
    try:
        for turn in itertools.count():
            await asyncio.sleep(size.change_s)
            async with stand.box.engine() as engine:
                await engine.call("queue.set", queue=f"q{turn % size.queues:02}", changes={"ageing": 1.0 + turn % 3})
                if turn % APPLY_EACH == 0:
                    await engine.call("trunk.add", trunk=f"more{turn}", match=[f"127.0.1.{turn + 1}"])
                    await _apply(stand)
            made += 1
    except asyncio.CancelledError:
        pass
    return made


async def _apply(stand: ours.OurBox) -> Any:
    async with stand.box.jobs() as jobs:
        return await jobs.call("config.apply", reason="bench")
