"""Shapes of calls, all at once on a real box: whom the customer hears by the books is in the recording, nobody else.

A shape is a row of steps, each `WHO COMMAND [TO]`: A took the call, B and C are colleagues, N a number in the network.
Every party speaks with a tone of its own. One recording holds the whole call: on its left what the customer heard from
people, with no more than 200 ms lost at each change, on its right the customer, without a gap.
"""

import asyncio
import base64
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from appliance.control.client import ControlClient
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.g711 import Law
from drivers.simulated.sip.network import CARRIER, Load, Network
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import Sipp
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours
from tests.servers import audio
from tests.servers.live import run

pytestmark = [pytest.mark.alone, pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

SHAPES = """
    plain
    A hold; A resume
    A hold; A resume; A hold; A resume
    A transfer flow:aside
    A lend flow:aside
    A lend flow:aside; A lend flow:aside
    A consult agent:B; A cancel
    A consult agent:B; A complete
    A consult agent:B; A toggle; A cancel
    A consult agent:B; A toggle; A toggle; A complete
    A consult phone:B; A complete
    A consult number:N; A complete
    A consult number:N; A cancel
    A consult number:N; A toggle; A toggle; A cancel
    A consult agent:B; A conference
    A consult agent:B; A conference; A drop B
    A consult agent:B; A conference; B drop A
    A consult agent:B; A toggle; A conference
    A consult number:N; A conference
    A consult number:N; A conference; A drop N
    A consult number:N; A conference; N drop A
    A hold; A consult agent:B; A complete
    A hold; A resume; A consult agent:B; A conference
    A transfer agent:B
    A transfer phone:B
    A transfer queue:B
    A transfer number:N
    A lend flow:aside; A transfer agent:B
    A requeue
    A requeue; A transfer agent:B
    A consult agent:B; A toggle; A complete
    A hold; A transfer agent:B
    A transfer agent:C
    A transfer agent:C; C transfer agent:B
    A transfer agent:B; B transfer agent:C
    A transfer agent:B; B consult agent:C; B complete
    A transfer agent:B; B hold; B resume
    A transfer agent:B; B transfer agent:A
    A transfer queue:B; B transfer queue:C
    A transfer queue:B; B requeue
    A consult agent:B; A complete; B transfer agent:C
    A consult agent:B; A cancel; A consult agent:C; A complete
    A consult agent:B; A conference; B drop A; B transfer agent:C
"""
# None is a note, or a harmonic, of the music on hold.
TONES = {"caller": 450.0, "A": 1750.0, "B": 2050.0, "C": 2350.0, "N": 2650.0}
# Who speaks another codec than the customer: translated on the way to him, and on the way back.
LAWS = {"C": Law.MU}
ROLES = {"caller": "caller", "N": "outside"}
TALK_S, LOST_S, AWRY_S, SHORTEST_S, LONGEST_S, STRAY = 1.4, 0.2, 0.06, 0.3, 60.0, 0.15
SPOKEN = 0.4
"""A prompt is speech, and some of its frames sound like a tone; a party who is there is in all of them."""


@dataclass(frozen=True)
class Interval:
    """Seconds of a recording, and who is heard in them by their letters."""

    start: float
    end: float
    heard: frozenset[str] = frozenset()

    @property
    def length(self) -> float:
        return self.end - self.start

    def of(self, side: audio.Samples) -> audio.Samples:
        start = max(self.start, 0.0)
        return audio.window(side, start, max(self.end - start, 0.0))


@dataclass(frozen=True)
class Story:
    """What is known of one call: its facts, its recording, and who is heard in it by the recording's own index."""

    events: list[dict[str, Any]]
    recording: Path
    parties: list[dict[str, Any]]


Played: TypeAlias = Mapping[int, Story]
NUMBER_OF_N = "13700000000"
NEWS = {
    "hold": "leg.held",
    "resume": "leg.resumed",
    "cancel": "leg.ended",
    "drop": "leg.ended",
}
ASIDE = {
    "start": "say",
    "nodes": {"say": {"type": "play", "prompts": ["position-1"], "next": "over"}, "over": {"type": "hangup"}},
}


@dataclass(frozen=True)
class Step:
    who: str
    command: str
    to: str = ""


@dataclass(frozen=True)
class Shape:
    """`number` is the shape's own; its parties are the agents of that number in each of the three teams."""

    number: int
    text: str

    @property
    def dialled(self) -> str:
        return f"90{self.number:02}"

    @property
    def steps(self) -> list[Step]:
        return [Step(*step.split()) for step in self.text.split(";")] if self.text != "plain" else []

    def party(self, letter: str) -> str:
        return NUMBER_OF_N if letter == "N" else str(7001 + len(SHAPE_LIST) * "ABC".index(letter) + self.number)

    def target(self, to: str) -> str:
        kind, _, letter = to.partition(":")
        if kind == "queue":
            return f"queue:{letter}{self.number}"
        return f"{kind}:{letter if kind == 'flow' else self.party(letter)}"

    def letter(self, phone: str) -> str:
        return next(letter for letter in "ABCN" if self.party(letter) == phone)


ROWS = [line.strip() for line in SHAPES.splitlines() if line.strip()]
SHAPE_LIST = [Shape(number, row) for number, row in enumerate(ROWS)]


@dataclass
class Stories:
    """What the engine tells, by call; `of` are the calls by the number that was dialled."""

    told: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    of: dict[str, str] = field(default_factory=dict)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def listen(self, engine: ControlClient, open_: asyncio.Event) -> None:
        async with engine.stream("events") as stream:
            async for fact in stream:
                open_.set()
                if (event := fact["data"]).get("contact"):
                    await self._take(event)

    async def _take(self, event: dict[str, Any]) -> None:
        async with self.news:
            self.told[event["contact"]].append(event)
            if event["kind"] == "contact.opened":
                self.of[event["data"]["dialled"]] = event["contact"]
            self.news.notify_all()

    async def until(self, dialled: str, kind: str, after: int = 0, limit: float = 30.0) -> None:
        """A fact of that kind about the call, beyond the first `after`."""

        def there() -> bool:
            return any(event["kind"] == kind for event in self.told[self.of.get(dialled, "")][after:])

        async with asyncio.timeout(limit), self.news:
            await self.news.wait_for(there)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """All shapes, played together: the facts of each call and its recording."""
    folder = tmp_path_factory.mktemp("shapes")
    with ours.running(folder, 3 * len(SHAPE_LIST), _layout()) as stand:
        found: dict[int, Story] = {}
        run(_play_all(stand, found), limit=300.0)
    return found


@pytest.mark.parametrize("shape", SHAPE_LIST, ids=lambda shape: shape.text)
def test_everybody_has_a_leg_and_the_books_close(shape: Shape, played: Played) -> None:
    events = played[shape.number].events
    legs = [shape.letter(e["data"]["phone"]) for e in events if e["kind"] == "leg.opened" and e["data"]["phone"]]
    asked = {step.to.rpartition(":")[2] for step in shape.steps if step.to and step.command != "drop"} & set("ABCN")
    assert set(legs) == {"A"} | asked
    assert [e["data"]["result"] for e in events if e["kind"] == "contact.closed"] == ["answered"]


@pytest.mark.parametrize("shape", SHAPE_LIST, ids=lambda shape: shape.text)
def test_whom_the_books_say_is_in_the_recording_with_no_more_than_200_ms_lost(shape: Shape, played: Played) -> None:
    story = played[shape.number]
    left, _ = audio.two_channels(story.recording)
    for interval in _intervals(shape, story):
        for letter in interval.heard if interval.length >= SHORTEST_S else ():
            assert _lost(left, interval, TONES[letter]) <= LOST_S, (letter, interval)


@pytest.mark.parametrize("shape", SHAPE_LIST, ids=lambda shape: shape.text)
def test_nobody_else_is_in_the_recording_and_the_customer_is_without_a_gap(shape: Shape, played: Played) -> None:
    story = played[shape.number]
    left, right = audio.two_channels(story.recording)
    for interval in _intervals(shape, story):
        for letter in set("ABCN") - interval.heard:
            assert _stray(left, interval, TONES[letter]) < STRAY, (letter, interval)
    assert _lost(right, _answered(shape, story), TONES["caller"]) <= LOST_S


@pytest.mark.parametrize("shape", [shape for shape in SHAPE_LIST if "flow" not in shape.text], ids=lambda s: s.text)
def test_no_change_leaves_a_silence_of_more_than_200_ms(shape: Shape, played: Played) -> None:
    """Between people there is music or the ringing of a phone; a flow's prompts have pauses of their own."""
    story = played[shape.number]
    left, _ = audio.two_channels(story.recording)
    assert audio.longest_silence(_answered(shape, story).of(left)) <= LOST_S


@pytest.mark.parametrize("shape", SHAPE_LIST, ids=lambda shape: shape.text)
def test_the_index_names_each_party_and_when_it_is_heard(shape: Shape, played: Played) -> None:
    """Held against the audio itself: within a party's stretches its tone is there, outside of all of them it is not."""
    story = played[shape.number]
    left, right = audio.two_channels(story.recording)
    index: defaultdict[str, list[Interval]] = defaultdict(list)
    for row in story.parties:
        letter = "caller" if row["role"] == "caller" else shape.letter(row["party"])
        assert row["role"] == ROLES.get(letter, "agent")
        index[letter].append(Interval(row["from_ms"] / 1000, row["to_ms"] / 1000))
    assert index.keys() == {"caller"}.union(*(interval.heard for interval in _intervals(shape, story)))
    for letter, stretches in index.items():
        for stretch in stretches:
            side = right if letter == "caller" else left
            assert _lost(side, stretch, TONES[letter]) <= LOST_S, (letter, stretch)
    for letter in "ABCN":
        for rest in _between(index[letter], len(left) / audio.RATE):
            assert _stray(left, rest, TONES[letter]) < SPOKEN, (letter, rest)


def _between(stretches: Sequence[Interval], length: float) -> Iterator[Interval]:
    """The recording without them."""
    edges = [0.0, *(edge for each in stretches for edge in (each.start, each.end)), length]
    return (Interval(end, start) for end, start in zip(edges[::2], edges[1::2], strict=True))


def _lost(side: audio.Samples, interval: Interval, hertz: float) -> float:
    """The longest time for which the tone is missing, in seconds."""
    return audio.longest_gap(interval.of(side), hertz)


def _stray(side: audio.Samples, interval: Interval, hertz: float) -> float:
    """How much of the interval has the tone in it, once the change is over; nothing is said of a short one."""
    settled = Interval(interval.start + LOST_S + AWRY_S, interval.end - AWRY_S)
    return float(np.mean(audio.frames_with(settled.of(side), hertz))) if settled.length >= SHORTEST_S else 0.0


def _answered(shape: Shape, story: Story) -> Interval:
    """From the first conversation to the end."""
    return Interval(next(interval.start for interval in _intervals(shape, story) if interval.heard), LONGEST_S)


def _intervals(shape: Shape, story: Story) -> Iterator[Interval]:
    """Who talks with the customer from when to when, as the facts of the call tell it."""
    names: dict[str, str] = {}
    bridges: dict[str, set[str]] = {}
    held: set[str] = set()
    since, heard = _at(story.events[0]["at"]), set[str]()
    began = _began(story)
    for event in story.events:
        leg, data, kind = event["leg"], event["data"], event["kind"]
        if kind == "leg.opened":
            names[leg] = "caller" if data["role"] == "caller" else shape.letter(data["phone"])
        elif kind == "bridge.joined":
            legs = set(data["legs"])
            bridges = {name: members - legs for name, members in bridges.items()} | {data.get("bridge", "main"): legs}
            held -= legs
        elif kind == "bridge.parted":
            bridges[data["bridge"]] = bridges.get(data["bridge"], set()) - {leg}
        elif kind == "leg.ended":
            bridges = {name: members - {leg} for name, members in bridges.items()}
        elif kind == "leg.held":
            held.add(leg)
        elif kind == "leg.resumed":
            held.discard(leg)
        with_caller = next((m for m in bridges.values() if "caller" in {names[leg] for leg in m}), set())
        now = {names[leg] for leg in with_caller - held} - {"caller"}
        if now != heard:
            at = _at(event["at"])
            yield Interval((since - began).total_seconds(), (at - began).total_seconds(), frozenset(heard))
            since, heard = at, now


def _began(story: Story) -> datetime:
    """The recording ends with the customer's leg."""
    caller = next(e["leg"] for e in story.events if e["kind"] == "leg.opened" and e["data"]["role"] == "caller")
    ended = next(e["at"] for e in story.events if e["kind"] == "leg.ended" and e["leg"] == caller)
    return _at(ended) - timedelta(seconds=len(audio.two_channels(story.recording)[0]) / audio.RATE)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _layout() -> ours.Layout:
    queues: dict[str, Mapping[str, Any]] = {}
    skills: list[Mapping[str, int]] = []
    for letter in "ABC":
        for shape in SHAPE_LIST:
            queues[f"{letter}{shape.number}"] = {"skills": {f"{letter}{shape.number}": 1}}
            skills.append({f"{letter}{shape.number}": 1})
    numbers = {shape.dialled: f"A{shape.number}" for shape in SHAPE_LIST}
    return ours.Layout(numbers, queues, skills, {"aside": ASIDE})


async def _play_all(stand: ours.OurBox, found: dict[int, Story]) -> None:
    network, stories, notes = stand.network(), Stories(), list[Note]()
    async with AsyncExitStack() as stack:
        await _people(stand, network, stack)
        engine = await stack.enter_async_context(stand.box.engine())
        jobs = await stack.enter_async_context(stand.box.jobs())
        listening = asyncio.create_task(stories.listen(engine, open_ := asyncio.Event()))
        stack.callback(listening.cancel)
        await asyncio.wait_for(open_.wait(), 10)
        rows = [(f"139000000{shape.number:02}", shape.dialled) for shape in SHAPE_LIST]
        caller = Caller("[field1]", "[field0]", _voice(network, "caller"), (Cue("go", 120),), talk=0)
        calling = network.callers(caller, Load(len(rows), 10, len(rows), rows), hear=notes.append)
        await calling.start()
        await asyncio.gather(*(_play(shape, stories, engine, calling, notes) for shape in SHAPE_LIST))
        await calling.wait(30)
        for shape in SHAPE_LIST:
            contact = stories.of[shape.dialled]
            await stories.until(shape.dialled, "contact.closed")
            file = stand.folder / f"{shape.number}.wav"
            recording = await _recording_of(jobs, contact)
            file.write_bytes(await _exported(jobs, recording))
            shown = await jobs.call("recording.show", id=recording)
            found[shape.number] = Story(stories.told[contact], file, shown["parties"])


async def _play(shape: Shape, stories: Stories, engine: Any, calling: Sipp, notes: Sequence[Note]) -> None:
    await stories.until(shape.dialled, "bridge.joined")
    contact = stories.of[shape.dialled]
    await asyncio.sleep(TALK_S)
    for step in shape.steps:
        seen = len(stories.told[contact])
        await engine.call(f"call.{step.command.replace('lend', 'transfer')}", id=contact, **_arguments(shape, step))
        leaves = step.command == "transfer" and step.to.startswith("flow:")
        await stories.until(shape.dialled, "flow.node" if leaves else NEWS.get(step.command, "bridge.joined"), seen)
        await asyncio.sleep(TALK_S)
    call = next(note.call for note in notes if note.kind is Kind.PLACED and note.who.endswith(f"{shape.number:02}"))
    calling.cue(call, "go")


def _arguments(shape: Shape, step: Step) -> dict[str, Any]:
    if step.command == "drop":
        return {"party": shape.party(step.to)}
    to = {"to": shape.target(step.to)} if step.to else {}
    back = {"back": True} if step.command == "lend" else {}
    by = {} if step.command in ("hold", "resume") else {"agent": shape.party(step.who)}
    return {**to, **back, **by}


async def _people(stand: ours.OurBox, network: Network, stack: AsyncExitStack) -> None:
    """Three teams of agents, and the network behind a trunk."""
    size = len(SHAPE_LIST)
    for place, letter in enumerate("ABC"):
        team = stand.accounts[place * size : (place + 1) * size]
        media = (34000 + 1000 * place, 34999 + 1000 * place)
        phones = network.phones(Phone(ring=0.2, audio=_voice(network, letter)), team, media=media)
        await phones.start(30)
        stack.push_async_callback(phones.stop)
    there = await stack.enter_async_context(_network_answers(network))
    async with stand.box.engine() as engine, stand.box.jobs() as jobs:
        await engine.call("trunk.add", trunk="way-out", match=["127.0.1.9"], host=there)
        await jobs.call("config.apply", reason="a way out")


@asynccontextmanager
async def _network_answers(network: Network) -> AsyncIterator[str]:
    subscribers = network.subscribers(Phone(ring=0.2, audio=_voice(network, "N")))
    await subscribers.start()
    try:
        yield f"{CARRIER}:{subscribers.ports.sip}"
    finally:
        await subscribers.stop()


async def _recording_of(jobs: Any, contact: str) -> str:
    """The one recording of a call, once it is sealed."""
    async with asyncio.timeout(30), jobs.stream("events", kinds=["feed", "recording"]) as seals:
        async for _ in seals:
            if listed := await jobs.call("recording.list", contact=contact):
                break
    (only,) = listed
    return str(only["id"])


async def _exported(jobs: Any, recording: str) -> bytes:
    async with jobs.stream("recording.export", id=recording, reason="a test of the test suite") as parts:
        return b"".join([base64.b64decode(part["data"]) async for part in parts])


def _voice(network: Network, who: str) -> Audio:
    law = LAWS.get(who, Law.A)
    return Audio(network.sound(f"tone-{who}", speech.tone(TONES[who], law=law)), law=law)
