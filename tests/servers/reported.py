"""Counted days behind the console: the real commands of reports, answered by the stand-in for the jobs."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.calls.repository import CallRecords
from appliance.contact.ivr.repository import Flows
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures
from appliance.daemons.jobs import reports
from appliance.desk.reports.service import Reports
from appliance.store.documents import Documents
from tests.servers.ledger_day import MORNING, Day

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLES = {"q0": "销售", "q1": "技术支持", "q2": ""}
TEAMS = ("早班", "晚班")
NAMES = ("李梅", "王强", "张伟", "刘洋", "陈静", "杨帆")
MAIN: Mapping[str, Any] = {
    "start": "menu",
    "nodes": {
        "menu": {
            "type": "menu",
            "prompts": ["welcome"],
            "keys": {"1": "q0", "2": "q1", "3": "q2", "9": "q0"},
            "otherwise": "end",
        },
        **{name: {"type": "queue", "queue": name, "timed_out": "end"} for name in TITLES},
        "end": {"type": "hangup"},
    },
}
"""The flow that the callers of such a day come through."""
MOMENTS = ("since", "until")


@dataclass(frozen=True, slots=True)
class Counted:
    """Days of a centre, counted."""

    figures: Figures
    made: Reports
    clock: Clock
    zone: tzinfo

    def answers(self) -> Mapping[str, Callable[..., Any]]:
        """The commands as a stand-in process answers them."""
        return {
            name: _answered(handler) for name, handler in reports.handlers(self.made, self.clock, self.zone).items()
        }


def counted(engine: Engine, clock: Clock, days: int = 2, calls: int = 40, start: datetime = MORNING) -> Counted:
    """Days from `start` on, in three queues, with six agents in two teams and a seventh in none."""
    ledger, documents = LedgerRepository(engine, (CallRecords(),)), Documents(engine)
    by: Mapping[str, Any] = {"author": "test", "reason": "test", "at": start}
    for name, title in TITLES.items():
        Queues(documents).put(Queue(name, title), **by)
    for at in range(7):
        team = TEAMS[at % 2] if at < 6 else ""
        name = NAMES[at] if at < 6 else ""
        People(documents).put(Agent(f"8{at:03}", name, f"p{at}", team=team), **by)
    for day in range(days):
        ledger.append(Day(day + 1, calls, 7, 3, start + timedelta(days=day)).events())
    Flows(documents).publish("main", MAIN, **by)
    figures = Figures(FigureRepository(engine, SHANGHAI))
    return Counted(figures, reports.reports(figures, engine, clock, SHANGHAI), clock, SHANGHAI)


def _answered(handler: Callable[..., Any]) -> Callable[..., Any]:
    def answer(**args: Any) -> Any:
        given = {name: datetime.fromisoformat(value) if name in MOMENTS else value for name, value in args.items()}
        return _plain(asyncio.run(handler(**given)))

    return answer


def _plain(value: Any) -> Any:
    """As the protocol hands values over."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
