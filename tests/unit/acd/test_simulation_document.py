"""A described centre becomes a plan, and every mistake in it is named at once."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.acd.model import Queue, Strategy
from appliance.contact.acd.simulation.document import parse, parse_rules, without
from appliance.contact.acd.simulation.errors import SimulationFaulty, SimulationTooLarge
from appliance.contact.acd.simulation.machine import simulate
from appliance.contact.acd.simulation.report import needed, report, scaled
from appliance.errors import LANGUAGES, explain

EXAMPLE = Path(__file__).parents[3] / "docs/guides/centre.example.toml"


def example() -> dict[str, Any]:
    return tomllib.loads(EXAMPLE.read_text("utf-8"))


def test_the_example_of_the_guide_is_read_and_runs() -> None:
    plan = parse(example())
    assert [group.name for group in plan.groups] == ["early", "late"]
    assert plan.groups[0].shifts == ((28800.0, 41400.0), (43200.0, 57600.0))
    assert len(plan.streams[0].rates) == 40
    assert sum(plan.streams[0].rates) == 1500
    found = report(plan)
    assert {row["queue"] for row in found["queues"]} == {"sales", "english"}
    assert found["lines"]["needed"] > 0
    assert found["formulas"][1]["erlang_c"] >= found["formulas"][1]["erlang_a"]


def test_a_seed_given_is_that_of_the_run() -> None:
    assert parse(example(), 7).seed == 7


def test_every_mistake_is_named() -> None:
    faulty = {
        "start": "8 o'clock",
        "colour": "red",
        "queues": {"sales": {"strategy": "nobody", "speed": 3}},
        "calls": [{"queue": "support", "per_hour": 3, "per_interval": [1], "handling": -1}],
        "groups": [{"agents": True, "from": "10:00", "to": "09:00", "breaks": ["noon"]}],
        "outages": {"from": "10:00"},
    }
    with pytest.raises(SimulationFaulty) as refused:
        parse(faulty)
    found = {problem["where"]: problem["code"] for problem in refused.value.details["problems"]}
    assert found == {
        "start": "plan-value-wrong",
        "colour": "plan-field-unknown",
        "queues.sales.strategy": "plan-value-wrong",
        "queues.sales.speed": "plan-field-unknown",
        "calls[0].queue": "plan-queue-unknown",
        "calls[0].per_hour": "plan-rate-needed",
        "calls[0].handling": "plan-value-wrong",
        "groups[0].name": "plan-field-missing",
        "groups[0].agents": "plan-value-wrong",
        "groups[0].breaks": "plan-value-wrong",
        "groups[0].to": "plan-span-empty",
        "outages": "plan-list-expected",
    }
    for problem in refused.value.details["problems"]:
        for language in LANGUAGES:
            said = explain(problem["code"], {"where": problem["where"], **problem["details"]}, language)
            assert problem["where"] in said.what
            assert "{" not in said.what + said.why + said.next


def test_a_run_has_its_bounds() -> None:
    with pytest.raises(SimulationTooLarge):
        parse(example() | {"days": 366, "calls": [{"queue": "sales", "per_hour": 10_000, "handling": 60}]})
    with pytest.raises(SimulationFaulty):
        parse(example() | {"groups": [{"name": "all", "agents": 1_000_000}]})


@pytest.mark.parametrize(("given", "fits"), [(1, True), (8, True), (0, False), (9, False), ("2", False)])
def test_people_have_one_to_eight_calls_at_once(given: object, fits: bool) -> None:
    group = {"name": "all", "agents": 2, "capacity": given}
    document = {
        "queues": {"sales": {}},
        "calls": [{"queue": "sales", "per_hour": 10, "handling": 60}],
        "groups": [group],
    }
    if fits:
        assert parse(document).groups[0].capacity == given
    else:
        with pytest.raises(SimulationFaulty):
            parse(document)


def test_breaks_are_cut_out_of_shifts() -> None:
    assert without(((0.0, 10.0),), ((2.0, 3.0), (9.0, 12.0))) == ((0.0, 2.0), (3.0, 9.0))


def test_rules_of_a_replay_change_only_what_they_name() -> None:
    queues = {"sales": Queue("sales", priority=4, wrap_up=7), "spare": Queue("spare")}
    found, groups = parse_rules({"queues": {"sales": {"wrap_up": 3, "strategy": "fewest-calls"}}}, queues)
    assert found["sales"] == Queue("sales", priority=4, wrap_up=3, strategy=Strategy.FEWEST_CALLS)
    assert found["spare"] == Queue("spare")
    assert groups == ()


def test_the_staff_needed_is_enough_and_less_is_not() -> None:
    plan = parse(example() | {"groups": [{"name": "all", "agents": 4, "skills": {"sales": 5, "english": 6}}]})
    found = needed(plan)
    assert found["reached"]
    counts = simulate(scaled(plan, found["agents"] / 4)).queues
    fewer = simulate(scaled(plan, (found["agents"] - 1) / 4)).queues
    assert all((count.service_level or 0) >= plan.queues[name].target_percent for name, count in counts.items())
    assert any((count.service_level or 0) < plan.queues[name].target_percent for name, count in fewer.items())
