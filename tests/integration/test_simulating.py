"""Simulation and replay as the jobs process does them: in a process of their own."""

import asyncio
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from appliance.clock import SystemClock
from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.acd.simulation.errors import (
    PlanEmpty,
    PlanShareInvalid,
    ReplayDayInvalid,
    ReplayEmpty,
    SimulationFaulty,
    SimulationTooLong,
)
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures, Period
from appliance.daemons.jobs import planning, simulation
from appliance.settings import Settings
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.store.schema import upgrade
from tests.servers.ledger_day import Day
from tests.unit.acd.test_replay import DAY, QUEUES

pytestmark = pytest.mark.wire

EXAMPLE = Path(__file__).parents[2] / "docs/guides/centre.example.toml"


class Box:
    """A state folder with a ledger, and the commands of its jobs process."""

    def __init__(self, state: Path) -> None:
        settings = Settings(state=state, time_zone="UTC")
        upgrade(settings.database_url)
        self.engine = open_engine(settings.database_url)
        self._figures = Figures(FigureRepository(self.engine))
        self._commands = {
            **simulation.handlers(settings, self.engine),
            **planning.handlers(self._figures, self.engine, SystemClock(), UTC),
        }

    def figures(self, since: datetime, until: datetime) -> list[dict[str, Any]]:
        return self._figures.of(Subject.QUEUE, "", Period(since, until, "day", UTC), until)

    def ask(self, command: str, **args: Any) -> Any:
        async def asked() -> Any:
            return await self._commands[command](**args)  # type: ignore[misc]

        return asyncio.run(asked())


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.engine.dispose()


def test_a_described_centre_is_simulated(box: Box) -> None:
    document = tomllib.loads(EXAMPLE.read_text("utf-8"))
    found = box.ask("simulation.run", document=document, seed=3)
    assert found["seed"] == 3
    assert found["needed"]["reached"]
    assert found == box.ask("simulation.run", document=document, seed=3)


def test_a_faulty_description_is_refused(box: Box) -> None:
    with pytest.raises(SimulationFaulty):
        box.ask("simulation.run", document={"queues": {}})


def test_a_run_that_takes_too_long_is_ended(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "LIMIT", 0.05)
    with pytest.raises(SimulationTooLong):
        box.ask("simulation.run", document=tomllib.loads(EXAMPLE.read_text("utf-8")))


def test_a_day_of_the_ledger_is_replayed_under_other_rules(box: Box) -> None:
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    Queues(Documents(box.engine)).put(QUEUES["sales"], author="t", reason="t", at=moment)
    LedgerRepository(box.engine).append(DAY)
    rules = {"queues": {"sales": {"target_seconds": 100}}, "groups": [{"name": "more", "agents": 3}]}
    found = box.ask("simulation.replay", day="2026-05-04", rules=rules)
    levels = {side: found[side][0]["service_level"] for side in ("seen", "replayed", "changed")}
    assert levels == {"seen": 50.0, "replayed": 50.0, "changed": 100.0}
    assert found["changed"][0]["answered"] == 4


def test_people_and_lines_are_planned_from_the_figures_of_past_days(box: Box) -> None:
    LedgerRepository(box.engine).append(Day(3, calls=400, queues=2).events())
    days = {"since": datetime(2026, 5, 4, tzinfo=UTC), "until": datetime(2026, 5, 5, tzinfo=UTC)}
    found, grown = box.ask("plan.show", **days), box.ask("plan.show", **days, growth=100.0)
    assert [queue["queue"] for queue in found["queues"]] == ["q0", "q1"]
    offered = sum(quarter["calls"] for queue in found["queues"] for quarter in queue["quarters"])
    assert offered == sum(row["offered"] for row in box.figures(days["since"], days["until"]))
    assert found["queues"][0]["patience_s"]
    assert found["seats"] < grown["seats"] < 2 * found["seats"]
    trunk, more = found["trunks"][0], grown["trunks"][0]
    assert (trunk["trunk"], more["erlangs"]) == ("carrier", pytest.approx(2 * trunk["erlangs"], abs=0.01))
    assert trunk["lines"] < more["lines"]


def test_what_cannot_be_planned_is_refused(box: Box) -> None:
    LedgerRepository(box.engine).append(Day(3, calls=20, queues=1).events())
    days = {"since": datetime(2026, 5, 4, tzinfo=UTC), "until": datetime(2026, 5, 5, tzinfo=UTC)}
    with pytest.raises(PlanEmpty):
        box.ask("plan.show", **days, weekdays=["tue"])
    for wrong in ({"growth": -100.0}, {"loss": 0.0}, {"shrinkage": 100.0}):
        with pytest.raises(PlanShareInvalid):
            box.ask("plan.show", **days, **wrong)


def test_days_without_calls_and_days_that_are_none(box: Box) -> None:
    Queues(Documents(box.engine)).put(Queue("sales"), author="t", reason="t", at=datetime(2026, 5, 4, tzinfo=UTC))
    with pytest.raises(ReplayEmpty):
        box.ask("simulation.replay", day="2026-05-03", rules={})
    with pytest.raises(ReplayDayInvalid):
        box.ask("simulation.replay", day="yesterday", rules={})
