"""Programs with tokens at the interface of a console, whose engine answers like a small centre."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appliance.control.errors import RemoteRefusal
from appliance.desk.people.model import Role, Scope
from appliance.desk.people.rights import RIGHTS
from appliance.desk.people.tokens.model import Wish
from tests.web.conftest import add_person, parts
from tests.web.processes import FakeProcess

ALL = frozenset(RIGHTS) - {"lines.change"}
CALL = UUID(int=71)
CALLBACK = UUID(int=72)


def agent(number: str = "8001", team: str = "day", state: str = "ready") -> dict[str, Any]:
    """An agent as the engine tells of one."""
    return {
        "agent": number,
        "name": "王芳",
        "state": state,
        "reason": "",
        "dnd": False,
        "since": "2026-11-20T04:00:00+00:00",
        "phone": number,
        "contact": None,
        "calls": [],
        "lines": 1,
        "capacity": 1,
        "skills": {"sales": 5},
        "queues": ["sales"],
        "team": team,
        "language": "zh",
    }


def line(name: str = "sales") -> dict[str, Any]:
    """A queue as the engine tells of one."""
    counts = dict.fromkeys(("waiting", "agents_ready", "agents_signed_in", "offered", "answered", "abandoned"), 1)
    times = {"longest_wait_s": 3.5, "service_level": None, "target_percent": 80, "target_seconds": 20}
    return {"queue": name, "name": name.title(), **counts, **times, "estimates": 0, "estimates_kept": 0}


def shown_queue(queue: str) -> dict[str, Any]:
    """The same, asked for by its name."""
    if queue not in ("sales", "support"):
        raise RemoteRefusal("queue-unknown", {"queue": queue})
    return line(queue) | {"rules": {}, "calls": []}


def meant(number: str, received: bool = False) -> dict[str, Any]:
    """What a number means in China."""
    plain = number.removeprefix("+86").lstrip("0")
    return {"e164": f"+86{plain}", "national": f"0{plain}", "local": plain}


def open_call(id: UUID = CALL, **more: Any) -> dict[str, Any]:
    """A call as the engine tells of one."""
    names = {"direction": "inbound", "caller": "13812345678", "dialled": "4008001000", "state": "talking"}
    own = {"queue": "sales", "agent": "8001", "opened_at": "2026-11-20T03:59:00+00:00", "answered_at": None}
    leg = {"id": str(UUID(int=73)), "role": "caller", "agent": "", "endpoint": "13812345678", "answered_at": None}
    legs = [{**leg, "opened_at": own["opened_at"], "ended_at": None}]
    return {"id": str(id), **names, **own, "legs": [*legs, {**legs[0], "role": "agent", "agent": "8001"}], **more}


def call_back(**more: Any) -> dict[str, Any]:
    """A call-back as the engine tells of one."""
    told = {"number": "13812345678", "queue": "sales", "state": "waiting", "since": "2026-11-20T03:59:00+00:00"}
    empty = {"due_at": None, "until": None, "call": None, "origin": None}
    return {"id": str(CALLBACK), **told, **empty, "asked_by": "crm", "reason": "", "agent": "", "attempts": 0, **more}


def _shown_call(id: str) -> Any:
    if id != str(CALL):
        raise RemoteRefusal("call-unknown", {"call": id})
    return open_call()


def _shown_call_back(id: str) -> Any:
    if id != str(CALLBACK):
        raise RemoteRefusal("callback-unknown", {"callback": id})
    return call_back()


def _dialled(agent: str, number: str) -> Any:
    return {"id": str(CALL), "agent": agent, "phone": agent, "number": number}


@pytest.fixture
def centre_of_two(engine: FakeProcess, jobs: FakeProcess) -> FakeProcess:
    """Agents 8001 of the team day and 8002 of night, queues sales and support."""
    everybody = {"8001": agent(), "8002": agent("8002", "night", "paused")}

    def shown_agent(agent: str) -> Any:
        if agent not in everybody:
            raise RemoteRefusal("agent-unknown", {"agent": agent})
        return everybody[agent]

    engine.answers |= {
        "agent.list": list(everybody.values()),
        "agent.show": shown_agent,
        "agent.ready": lambda agent: shown_agent(agent) | {"state": "ready"},
        "agent.pause": lambda agent, reason: shown_agent(agent) | {"state": "paused", "reason": reason},
        "agent.login": lambda agent, phone="": shown_agent(agent),
        "agent.logout": lambda agent: shown_agent(agent) | {"state": "signed-out"},
        "queue.list": [line(), line("support")],
        "queue.show": shown_queue,
        "status": {"ready": True},
        "number.test": meant,
        "call.list": [open_call()],
        "call.show": _shown_call,
        "call.dial": _dialled,
        "call.hangup": lambda id: {"id": id},
        "callback.list": [call_back()],
        "callback.show": _shown_call_back,
        "callback.request": lambda number, queue, **more: call_back(number=number, queue=queue),
        "callback.cancel": lambda id: {"id": id},
    }
    jobs.answers |= {
        "recording.list": [],
        "recording.admit": {"seconds": 1800},
        "recording.request": {"request": "r1"},
        "config.apply": {"restart_needed": False},
    }
    return engine


class Program:
    """Another system with a token; speaks English."""

    def __init__(self, client: FlaskClient, text: str, id: Any) -> None:
        self.client, self.text, self.id = client, text, id

    def __call__(
        self, method: str, address: str, json: Any = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.text}", "Accept": "application/json", **(headers or {})}
        return self.client.open(f"/api/v1{address}", method=method, json=json, headers=sent, **more)


TAKER = Role("taker", "Takes recordings away", frozenset({"recordings.export"}))
ProgramFor = Callable[..., Program]


@pytest.fixture
def program_for(console: Flask, centre_of_two: FakeProcess) -> ProgramFor:
    """`program_for("customers.see")`: a program whose token has these rights, of a maker with all of them."""
    count = iter(range(10_000))

    def make(
        *rights: str,
        roles: tuple[str, ...] = ("administrator",),
        agent: str = "",
        scope: Scope | None = None,
        system: str = "",
        queues: frozenset[str] | None = None,
        teams: frozenset[str] | None = None,
    ) -> Program:
        parts(console).roles.put(TAKER)
        if roles == ("administrator",):
            roles = ("administrator", TAKER.name)
        maker = add_person(console, f"maker{next(count)}", *roles, agent=agent, scope=scope)
        wish = Wish("crm", frozenset(rights) or ALL, system, queues, teams)
        token, text = parts(console).tokens.make(maker, wish)
        return Program(console.test_client(), text, token.id)

    return make
