"""The figures of generated days against what the people of the town have written down: equal to the digit."""

from collections import Counter
from functools import cache

import pytest

from appliance.contact.calls.events import LEG_OPENED
from appliance.contact.calls.record import milliseconds
from appliance.contact.calls.shares import shares
from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.model import Fact, Open
from appliance.contact.statistics.periods import milliseconds as moment
from appliance.contact.statistics.tally import Tally, Trace
from appliance.events import Event
from tests.truth.day import events, live
from tests.truth.parties import Line
from tests.truth.town import Town

CALLS, HOURS = 2_000, 10.0
SEEDS = [1, 2]
MANY = 30
OFTEN = (
    "transfers:blind",
    "transfers:consult",
    "transfers:requeue",
    "transfers:pick-up",
    "overflow_out",
    "answered_elsewhere",
    "abandoned",
    "left:call-back",
    "callbacks_tried",
)
SOMETIMES = ("left:overflowed", "left:timed-out", "callbacks_gave_up")
UNHEARD = ("estimates", "estimated", "estimate", "next:", "put_through", "hung_up")
"""The town cannot know what the engine thought; what estimates are worth is tested with hand-made numbers, and so are
the ways of callers through flows."""


@cache
def day(seed: int) -> Town:
    return live(seed, CALLS, HOURS)


def facts(story: list[Event]) -> list[Fact]:
    return [
        Fact(seq, event.kind, moment(event.at), _hex(event.contact), _hex(event.leg), event.data)
        for seq, event in enumerate(story, 1)
    ]


def _hex(identity: object) -> str:
    return str(identity).replace("-", "") if identity else ""


class Traced(Trace):
    """A tally that keeps what each event gave, to all figures at once."""

    def __init__(self) -> None:
        super().__init__("", (), "", 0, 0)
        self.gave: Counter[tuple[str, str, int, str, int]] = Counter()

    def add(self, subject: str, name: str, at: int, figure: str, value: int = 1) -> None:
        super().add(subject, name, at, figure, value)
        self.gave[subject, name, at - at % 900_000, figure, self.seq] += value


def counted(town: Town) -> Counting:
    counting = Counting(Open(), Tally())
    counting.take(facts(events(town)))
    assert counting.unread == []
    return counting


def heard(rows: dict[tuple[str, str, int], dict[str, int]]) -> dict[tuple[str, str, int, str], int]:
    """Figure by figure, without those that the town cannot know, and without zeros."""
    return {
        (*key, figure): value
        for key, row in rows.items()
        for figure, value in row.items()
        if _kept((*key, figure), value)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_is_what_happened(seed: int) -> None:
    found, truth = heard(counted(day(seed)).tally.rows), heard(day(seed).witness.book.rows)
    wrong = {key: (found.get(key, 0), truth.get(key, 0)) for key in found.keys() | truth.keys()}
    assert {key: both for key, both in wrong.items() if both[0] != both[1]} == {}
    assert len(truth) > 5_000


@pytest.mark.parametrize("seed", SEEDS)
def test_every_party_has_its_own_talk_and_hold(seed: int) -> None:
    town, stories = day(seed), dict[object, list[Event]]()
    for event in events(town):
        stories.setdefault(event.contact, []).append(event)
    stories.pop(None, None)
    lines, checked = {line.name: line for call in town.calls for line in call.lines}, 0
    for story in stories.values():
        own = shares(story)
        for event in (event for event in story if event.kind == LEG_OPENED and event.leg):
            share = own.get(event.leg) if event.leg else None
            books = (milliseconds(share.talk), milliseconds(share.hold)) if share else (0, 0)
            assert books == _truth(lines[event.data["channel"]]), event
            checked += 1
    assert checked == len(lines) > CALLS


def _truth(line: Line) -> tuple[int, int]:
    return line.talk, line.hold


@pytest.mark.parametrize("seed", SEEDS)
def test_an_agents_times_are_the_time_signed_in(seed: int) -> None:
    states = ("ready_ms", "ringing_ms", "talking_ms", "hold_ms", "wrap_up_ms", "paused_ms")
    rows = {key: row for key, row in counted(day(seed)).tally.rows.items() if key[0] == "agent"}
    for row in rows.values():
        assert sum(row.get(state, 0) for state in states) == row.get("signed_in_ms", 0) <= 900_000
        paused = sum(value for figure, value in row.items() if figure.startswith("paused:"))
        assert paused == row.get("paused_ms", 0)
    assert len(rows) > 500


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_every_figure_is_the_sum_of_what_events_gave(seed: int) -> None:
    traced = Traced()
    Counting(Open(), traced).trace(facts(events(day(seed))), traced)
    sums: Counter[tuple[str, str, int, str]] = Counter()
    for (subject, name, start, figure, seq), value in traced.gave.items():
        assert seq
        sums[subject, name, start, figure] += value
    highest = {key: value for key, value in heard(traced.rows).items() if key[3].endswith("_max")}
    assert heard(traced.rows) == highest | {key: value for key, value in sums.items() if _kept(key, value)}


def _kept(key: tuple[str, str, int, str], value: int) -> bool:
    return bool(value) and key[0] != "flow" and not key[3].startswith(UNHEARD)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_day_has_every_kind_of_call_many_times(seed: int) -> None:
    town = day(seed)
    total: Counter[tuple[str, str]] = Counter()
    for (subject, _, _), row in town.witness.book.rows.items():
        total.update({(subject, figure): value for figure, value in row.items()})
    assert {figure for figure in OFTEN if total["queue", figure] < MANY} == set()
    assert {figure for figure in SOMETIMES if not total["queue", figure]} == set()
    kinds = Counter(event.kind for event in events(town))
    assert {kind for kind in ("leg.held", "call.parked", "flow.returned") if kinds[kind] < MANY} == set()
    outcomes = Counter(event.data["outcome"] for event in events(town) if event.kind == "consult.ended")
    assert {how for how in ("completed", "cancelled", "conference", "over") if outcomes[how] < MANY} == set()
    assert sum(call.outbound and call.callback is None for call in town.calls) > MANY
    several = [event for event in events(town) if event.kind == "agent.state" and event.data.get("behind")]
    both = Counter(event.data["state"] + "+" + event.data["behind"][0]["state"] for event in several)
    assert {two for two in ("talking+ringing", "talking+hold", "talking+wrap-up") if both[two] < MANY} == set()
    moves = Counter(event.contact for event in events(town) if event.kind == "transfer.made")
    assert sum(count >= 3 for count in moves.values()) >= MANY
