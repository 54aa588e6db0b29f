"""The machine against the formulas, and against the rule itself."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.acd.index import NOBODY, Index, Match
from appliance.contact.acd.lanes import Claim
from appliance.contact.acd.matching import Run, match
from appliance.contact.acd.model import Candidate, Offer, Queue, Relaxation, Strategy, Waiting
from appliance.contact.acd.simulation.erlang import erlang_a, erlang_b, erlang_c
from appliance.contact.acd.simulation.machine import Machine, simulate
from appliance.contact.acd.simulation.model import Arrival, Group, Outage, Outcome, Plan, Shape, Spread, Stream

DAY = 86400.0
ZERO = datetime(2026, 5, 4, tzinfo=UTC)
PLAIN = Queue("sales", ageing=0.0, wrap_up=0, max_wait=0, target_seconds=20)


def centre(agents: int, per_hour: float, days: int = 30, patience: Spread | None = None, lines: int = 0) -> Plan:
    stream = Stream("sales", (per_hour / 4,) * 96, Spread(180.0), patience)
    group = Group("all", agents, ((0.0, DAY),))
    return Plan({"sales": PLAIN}, (group,), (stream,), end=DAY, days=days, lines=lines, seed=11)


def mean_wait(outcome: Outcome) -> float:
    counted = outcome.queues["sales"]
    return counted.waits / counted.answered


def within(share: float, count: int, spread: float = 1.0) -> float:
    """Four standard errors of a share; waits of calls after one another are alike, hence `spread`."""
    return 4 * spread * math.sqrt(share * (1 - share) / count)


@pytest.mark.parametrize("agents", [12, 13, 14])
def test_an_m_m_c_centre_is_what_erlang_c_says(agents: int) -> None:
    outcome, told = simulate(centre(agents, 200)), erlang_c(10, agents, 180, 20)
    counted = outcome.queues["sales"]
    assert outcome.calls > 140_000
    assert counted.answered >= outcome.calls - 30  # who is in line at the end of the last day
    assert counted.in_target / outcome.calls == pytest.approx(told.in_target, abs=within(0.8, outcome.calls, 8))
    assert mean_wait(outcome) == pytest.approx(told.mean_wait, rel=0.15)
    busy = outcome.groups["all"].busy / outcome.groups["all"].present
    assert busy == pytest.approx(told.occupancy, abs=0.01)


@pytest.mark.parametrize("agents", [9, 11, 13])
def test_with_impatient_callers_it_is_what_erlang_a_says(agents: int) -> None:
    outcome = simulate(centre(agents, 200, patience=Spread(120.0)))
    counted, told = outcome.queues["sales"], erlang_a(10, agents, 180, 120, 20)
    assert counted.abandoned / outcome.calls == pytest.approx(told.abandoned, abs=within(0.1, outcome.calls, 4))
    assert counted.in_target / outcome.calls == pytest.approx(told.in_target, abs=within(0.8, outcome.calls, 4))


def test_without_a_line_to_wait_in_it_is_what_erlang_b_says() -> None:
    outcome = simulate(centre(12, 200, lines=12))
    assert outcome.no_line / outcome.calls == pytest.approx(erlang_b(10, 12), abs=within(0.12, outcome.calls, 3))
    assert outcome.most_lines == 12


def test_the_same_seed_gives_the_same_run_and_another_one_another() -> None:
    plan = centre(12, 200, days=1)
    assert simulate(plan) == simulate(plan)
    assert simulate(plan) != simulate(replace(plan, seed=12))


def test_a_call_by_hand() -> None:
    """One agent from 10 s on: the first call waits for the shift, the second hangs up, the third is past the end."""
    calls = (Arrival(5, "sales", 60), Arrival(20, "sales", 60, patience=30), Arrival(100, "sales", 60, patience=30))
    outcome = simulate(Plan({"sales": PLAIN}, (Group("one", 1, ((10.0, 90.0),)),), arrivals=calls, pick_up=2))
    counted, group = outcome.queues["sales"], outcome.groups["one"]
    assert (counted.answered, counted.abandoned, counted.in_target) == (1, 2, 1)
    assert counted.waits == pytest.approx(7)
    assert group.calls == 1
    assert [group.busy, group.present] == pytest.approx([62, 80])
    assert counted.service_level == 33.3


@pytest.mark.parametrize("agents", [6, 7])
def test_people_with_two_calls_each_serve_as_twice_as_many_with_one(agents: int) -> None:
    plan = centre(agents, 200)
    outcome = simulate(replace(plan, groups=(replace(plan.groups[0], capacity=2),)))
    counted, told = outcome.queues["sales"], erlang_c(10, 2 * agents, 180, 20)
    assert counted.in_target / outcome.calls == pytest.approx(told.in_target, abs=within(0.8, outcome.calls, 8))
    assert mean_wait(outcome) == pytest.approx(told.mean_wait, rel=0.15)


def test_two_calls_of_one_person_by_hand() -> None:
    """The second rings only when the first is answered; the third waits for either; who is busy once is busy."""
    calls = (Arrival(0, "sales", 60), Arrival(1, "sales", 20), Arrival(5, "sales", 10))
    group = Group("one", 1, ((0.0, 50.0),), capacity=2)
    outcome = simulate(Plan({"sales": PLAIN}, (group,), arrivals=calls, pick_up=2))
    counted, people = outcome.queues["sales"], outcome.groups["one"]
    assert (counted.answered, people.calls) == (3, 3)
    # Rung at 0, 2 and 24 for two seconds each.
    assert counted.waits == pytest.approx(2 + 3 + 21)
    assert counted.longest == pytest.approx(21)
    assert [people.busy, people.present] == pytest.approx([62, 62])


def test_whoever_has_no_call_is_rung_first() -> None:
    calls = (Arrival(0, "sales", 60), Arrival(1, "sales", 60), Arrival(2, "sales", 60))
    group = Group("two", 2, ((0.0, 100.0),), capacity=2)
    outcome = simulate(Plan({"sales": PLAIN}, (group,), arrivals=calls))
    assert outcome.queues["sales"].waits == 0
    assert outcome.groups["two"].busy == pytest.approx(62 + 60)


def test_who_talks_goes_when_the_call_is_over() -> None:
    outcome = simulate(
        Plan(
            {"sales": replace(PLAIN, wrap_up=5)},
            (Group("one", 1, ((0.0, 10.0),)),),
            arrivals=(Arrival(5, "sales", 60),),
        )
    )
    assert outcome.groups["one"].present == pytest.approx(70)


def test_an_outage_takes_lines_and_people_away() -> None:
    calls = tuple(Arrival(float(at), "sales", 5) for at in range(0, 300, 10))
    plan = Plan({"sales": PLAIN}, (Group("two", 2, ((0.0, 400.0),)),), arrivals=calls, lines=2)
    whole = simulate(plan)
    without = simulate(replace(plan, outages=(Outage(100, 200, lines=2), Outage(200, 300, group="two", agents=2))))
    assert (whole.no_line, whole.queues["sales"].longest) == (0, 0)
    assert without.no_line == 10 + 8
    assert without.queues["sales"].longest == pytest.approx(100)


def test_overflow_limits_and_turning_away() -> None:
    sales = replace(PLAIN, overflow_to="spare", overflow_after=10, max_waiting=1)
    queues = {"sales": replace(sales, skills={"sales": 1}), "spare": replace(PLAIN, name="spare", skills={"spare": 1})}
    calls = (Arrival(0, "sales", 60), Arrival(1, "sales", 60), Arrival(30, "sales", 60))
    group = Group("spare", 2, ((0.0, 200.0),), {"spare": 1})
    counted = simulate(Plan(queues, (group,), arrivals=calls)).queues["sales"]
    assert (counted.answered, counted.full, counted.waits) == (2, 1, 20)


class Checked(Index[int]):
    """An index that asks the rule itself before each decision."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.rules: Mapping[str, Queue] = {}
        self.line: dict[int, Waiting] = {}
        self.people: dict[str, Candidate] = {}
        self.idle: dict[str, Candidate] = {}
        self.decisions = self.offers = 0

    def configure(self, queues: Mapping[str, Queue], now: int) -> None:
        super().configure(queues, now)
        self.rules = queues

    def staff(self, agent: str, skills: Mapping[str, int], queues: frozenset[str]) -> None:
        super().staff(agent, skills, queues)
        self.people[agent] = Candidate(agent, skills, ZERO, queues)

    def release(self, agent: str, idle_since: int, calls: int = 0) -> None:
        super().release(agent, idle_since, calls)
        self.idle[agent] = replace(self.people[agent], idle_since=_moment(idle_since), calls=calls)

    def occupy(self, agent: str) -> None:
        super().occupy(agent)
        self.idle.pop(agent, None)

    def enter(
        self, contact: int, claim: Claim, entered: int, now: int, wanted: str = "", wanted_until: int = 0
    ) -> None:
        super().enter(contact, claim, entered, now, wanted, wanted_until)
        call = Waiting(_name(contact), claim.queues, claim.priority, _moment(entered))
        self.line[contact] = replace(call, skills=dict(claim.skills), fast_lane=claim.fast_lane)

    def leave(self, contact: int) -> None:
        super().leave(contact)
        self.line.pop(contact, None)

    def decide(self, now: int, taken: Mapping[str, int] = NOBODY) -> list[Match[int]]:
        run = Run(dict(taken), dict(self.last), self._seed)
        wanted = match(self.line.values(), list(self.idle.values()), self.rules, _moment(now), run)
        made = super().decide(now, taken)
        assert [Offer(_name(one.contact), agent, one.queue) for one in made for agent in one.agents] == list(wanted)
        for one in made:
            self.line.pop(one.contact, None)
            for agent in one.agents:
                self.idle.pop(agent, None)
        self.decisions, self.offers = self.decisions + 1, self.offers + len(made)
        return made


def test_in_ten_thousand_calls_every_decision_is_that_of_the_rule() -> None:
    strategies = [each for each in Strategy if each is not Strategy.RANDOM]
    queues = {
        f"q{number}": Queue(
            f"q{number}",
            skills={f"s{number}": 2},
            ageing=(0.5, 1.0, 2.0)[number % 3],
            priority=number % 2,
            wrap_up=5,
            strategy=strategies[number % len(strategies)],
            order=("g1/0001", "g0/0000"),
            relax=(Relaxation(20, {f"s{number}": 1}), Relaxation(60, {f"s{number}": 0})) if number % 2 else (),
            rescue=3 if number == 2 else 0,
            most_talking=4 if number == 3 else 0,
            overflow_to="q0" if number == 4 else "",
            overflow_after=25,
        )
        for number in range(6)
    }
    groups = tuple(
        Group(
            f"g{number}", 4, ((0.0, 30000.0), (33000.0, DAY)), {f"s{number}": 1 + number % 2, f"s{(number + 2) % 6}": 3}
        )
        for number in range(6)
    )
    streams = tuple(
        Stream(name, (18.0,) * 96, Spread(110.0, Shape.LOGNORMAL, 0.7), Spread(90.0), fast_lane=name == "q5")
        for name in queues
    )
    index = Checked(5)
    outcome = Machine(Plan(queues, groups, streams, seed=5), index).run()
    assert outcome.calls > 10_000
    assert index.decisions > 15_000
    assert index.offers > 9000
    assert sum(counted.abandoned for counted in outcome.queues.values()) > 100


def _moment(us: int) -> datetime:
    return ZERO + timedelta(microseconds=us)


def _name(contact: int) -> UUID:
    return UUID(int=contact)
