"""The event stream: nothing missed over a break, masked and within one's reach, ended with its token."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from appliance.contact.acd import events as line
from appliance.contact.agents import events as agents
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.calls import events as calls
from appliance.contact.ledger.repository import LedgerRepository
from appliance.control.errors import ControlTimeout
from appliance.events import Event
from appliance.store.documents import Documents
from manager.api import stream
from tests.web.api.conftest import Program, ProgramFor
from tests.web.conftest import NOON, Hands, parts
from tests.web.processes import FakeProcess, Streamed
from tests.web.test_contacts import LI, call

OPENED = [{"kind": "feed.opened", "data": {}}]


@pytest.fixture
def ledger(console: Flask, engine: FakeProcess) -> LedgerRepository:
    """The ledger of a centre with a call of sales and one of support; the engine's feed ends at once."""
    engine.answers["events"] = Streamed(OPENED, None)
    for number, team in (("8001", "east"), ("8002", "west")):
        agent = Agent(number, f"Agent {number}", "", {}, frozenset(), team=team)
        People(Documents(parts(console).engine)).put(agent, author="test", reason="test", at=NOON)
    made = LedgerRepository(parts(console).engine)
    made.append([Event("engine.started", NOON)])
    sales, support = call(console, 1, ("queue", "sales")), call(console, 2, ("queue", "support"))
    for contact, queue in ((sales, "sales"), (support, "support")):
        data = {"direction": "inbound", "caller": LI, "dialled": "4008001000", "trunk": "secret"}
        made.append([Event(calls.OPENED, NOON, contact, data=data), line.entered(contact, queue, 0, 1, NOON)])
    for who in ("8001", "8002"):
        data = {"agent": who, "state": "ready", "phone": "p"}
        made.append([Event(agents.STATE, NOON, data=data), Event("alarm.raised", NOON, data={"about": "x"})])
    return made


def heard(program: Program, query: str = "", **headers: str) -> list[tuple[str, str, Any]]:
    """(id, kind, data) of every event until the stream ends."""
    answer = program("GET", f"/events?{query}", headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream"), answer.text
    assert answer.headers["X-Accel-Buffering"] == "no"
    found = []
    for block in answer.text.split("\n\n"):
        fields = dict(each.split(": ", 1) for each in block.splitlines() if not each.startswith(":"))
        if "event" in fields:
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return found


def test_whoever_comes_back_misses_nothing(program_for: ProgramFor, ledger: LedgerRepository) -> None:
    program = program_for("live.see", "numbers.whole")
    all_ = heard(program, "after=1")
    assert [kind for _, kind, _ in all_] == ["contact.opened", "queue.entered"] * 2 + ["agent.state"] * 2
    first = all_[0][2]
    assert first == {
        "kind": "contact.opened",
        "at": NOON.isoformat(),
        "contact": str(UUID(int=1)),
        "data": {"direction": "inbound", "caller": LI, "dialled": "4008001000"},
    }
    assert heard(program, **{"Last-Event-ID": all_[2][0]}) == all_[3:]
    assert heard(program) == []
    assert [kind for _, kind, _ in heard(program, "after=1&kinds=agent.state")] == ["agent.state"] * 2


def test_it_is_masked_and_within_the_tokens_reach(program_for: ProgramFor, ledger: LedgerRepository) -> None:
    program = program_for("live.see", queues=frozenset({"sales"}), teams=frozenset({"west"}))
    told = heard(program, "after=1")
    assert [(kind, one["contact"] or one["data"]["agent"]) for _, kind, one in told] == [
        ("contact.opened", str(UUID(int=1))),
        ("queue.entered", str(UUID(int=1))),
        ("agent.state", "8002"),
    ]
    assert told[0][2]["data"]["caller"] == "138****5678"


def test_who_is_too_far_behind_is_told_how_things_are(
    program_for: ProgramFor, ledger: LedgerRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "FAR", 3)
    (one,) = heard(program_for("live.see"), "after=1")
    assert (one[0], one[1], [agent["agent"] for agent in one[2]["agents"]]) == (
        str(ledger.last_seq()),
        "snapshot",
        ["8001", "8002"],
    )


def test_what_happens_meanwhile_is_told_and_the_stream_ends_with_its_token(
    console: Flask, program_for: ProgramFor, ledger: LedgerRepository, engine: FakeProcess
) -> None:
    program = program_for("live.see")
    rounds: Iterator[int] = iter(range(10))

    def silent(kinds: list[str]) -> Streamed:
        """A feed that tells of one event, and then falls silent; in the third round the token is revoked."""
        if next(rounds) == 2:
            parts(console).tokens.revoke(program.id)
        ledger.append([Event(agents.STATE, NOON, data={"agent": "8001", "state": "paused", "phone": "p"})])
        raise ControlTimeout(process="engine", command="events", limit=1)

    engine.answers["events"] = silent
    answer = program("GET", "/events")
    assert answer.text.count("\n\n: ") == 2
    assert program("GET", "/events").status_code == 401


def test_its_time_ends_it(program_for: ProgramFor, ledger: LedgerRepository, engine: FakeProcess, hands: Hands) -> None:
    def silent(kinds: list[str]) -> Streamed:
        hands.move(seconds=31)
        raise ControlTimeout(process="engine", command="events", limit=1)

    engine.answers["events"] = silent
    assert program_for("live.see")("GET", "/events?seconds=60").text
    assert [command for command, _ in engine.asked].count("events") == 2


def test_there_is_room_for_some_and_it_is_given_back(program_for: ProgramFor, ledger: LedgerRepository) -> None:
    program = program_for("live.see")
    places = [stream.Place() for _ in range(stream.MOST)]
    refused = program("GET", "/events")
    assert (refused.status_code, refused.get_json()["code"]) == (503, "api-streams-full")
    assert refused.headers["Retry-After"]
    for place in places:
        place.leave()
        place.leave()
    for _ in range(stream.MOST + 1):
        assert program("GET", "/events").text.startswith("retry: ")


@pytest.mark.parametrize("query", ["kinds=engine.started", "after=-1", "after=x", "seconds=0"])
def test_what_no_stream_is_is_refused(program_for: ProgramFor, ledger: LedgerRepository, query: str) -> None:
    assert program_for("live.see")("GET", f"/events?{query}").status_code == 400
    wrong = program_for("live.see")("GET", "/events", headers={"Last-Event-ID": "x"})
    assert (wrong.status_code, wrong.get_json()["code"]) == (400, "api-cursor-invalid")
