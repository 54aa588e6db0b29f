"""Contacts on every database: found by what they came past, along indexes however many there are."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, insert, select, text

from appliance.contact.calls import events as calls
from appliance.contact.calls.repository import CallRecords
from appliance.contact.ledger.repository import LedgerRepository
from appliance.desk.contacts.model import Place, Question, Reach
from appliance.desk.contacts.repository import CALLS, NOTES, PLACES, Contacts, found
from appliance.events import Event
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MANY = 5000
QUEUES = tuple(f"queue{number}" for number in range(20))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def told(contact: UUID) -> list[Event]:
    """A call through a flow and two queues to an agent."""
    leg = UUID(int=contact.int + 1000)
    opened = {"direction": "inbound", "dialled": "95001", "caller": "13812345678", "trunk": "t"}
    agent = {"role": "agent", "channel": "c", "node": "n", "phone": "p", "agent": "8001"}
    waits = [{"queue": queue, "priority": 0, "position": 1} for queue in "ab"]
    return [
        Event(calls.OPENED, NOON, contact, data=opened),
        Event("flow.node", NOON, contact, data={"flow": "main", "version": 1, "node": "menu", "type": "menu"}),
        *(Event("queue.entered", NOON, contact, data=wait) for wait in waits),
        Event(calls.LEG_OPENED, NOON, contact, leg, agent),
        Event(calls.LEG_ANSWERED, NOON, contact, leg),
        Event(calls.CLOSED, NOON, contact, data={"result": "answered", "by": "caller"}),
    ]


WANTED = {("agent", "8001"), ("flow", "main"), ("queue", "a"), ("queue", "b")}


def places(engine: Engine) -> set[tuple[str, str]]:
    with engine.connect() as connection:
        return {(row.kind, row.name) for row in connection.execute(select(PLACES.c.kind, PLACES.c.name))}


def test_a_call_that_closes_is_found_by_all_it_came_past(engine: Engine) -> None:
    LedgerRepository(engine, (CallRecords(),)).append(told(UUID(int=1)))
    assert places(engine) == WANTED
    assert CallRecords().renew(engine) == 1
    assert places(engine) == WANTED
    contacts = Contacts(engine)
    assert [one.id.int for one in contacts.search(Question(queue="a", agent="8001", flow="main"))] == [1]
    assert contacts.find(UUID(int=1), Reach(frozenset("b"))) is not None
    assert contacts.find(UUID(int=1), Reach(frozenset("c"))) is None
    assert contacts.find(UUID(int=1), Reach(None, frozenset({"8002"}))) is None


def test_a_contact_that_two_agents_noted_is_found_once_with_both_notes(engine: Engine) -> None:
    LedgerRepository(engine, (CallRecords(),)).append(told(UUID(int=1)))
    noted = [{"contact": UUID(int=1), "agent": agent, "code": "", "text": agent} for agent in ("8001", "8002")]
    with engine.begin() as connection:
        connection.execute(
            insert(NOTES), [note | {"at": NOON + timedelta(minutes=at)} for at, note in enumerate(noted)]
        )
    (one,) = Contacts(engine).search(Question())
    assert one.text == "8002\n8001"


def test_calls_of_before_are_found_too(database_url: str) -> None:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    LedgerRepository(engine, (CallRecords(),)).append(told(UUID(int=1)))
    schema.downgrade(database_url, "0023")
    schema.upgrade(database_url)
    assert places(engine) == WANTED
    engine.dispose()


@pytest.fixture
def many(engine: Engine) -> Engine:
    """Some thousand contacts in twenty queues."""
    opened = [NOON - timedelta(minutes=number) for number in range(MANY)]
    rows = [
        {"id": UUID(int=number + 1), "direction": "inbound", "caller": f"138{number:08}", "dialled": "95001"}
        | {"opened_at": at, "closed_at": at, "result": "answered" if number % 5 else "abandoned"}
        for number, at in enumerate(opened)
    ]
    passed = [
        {"kind": "queue", "name": QUEUES[number % len(QUEUES)], "opened_at": at, "contact": UUID(int=number + 1)}
        for number, at in enumerate(opened)
    ]
    with engine.begin() as connection:
        connection.execute(insert(CALLS), rows)
        connection.execute(insert(PLACES), passed)
        note = {"contact": UUID(int=9), "agent": "1", "code": "resolved", "text": "x", "at": NOON}
        connection.execute(insert(NOTES), note)
        connection.execute(text("ANALYZE"))
    return engine


@pytest.mark.parametrize(
    "question",
    [
        Question(),
        Question(since=NOON - timedelta(days=1), after=Place(NOON - timedelta(hours=1), UUID(int=60))),
        Question(queue="queue7"),
        Question(numbers=("13800000042", "+8613800000042")),
        Question(outcome="abandoned", since=NOON - timedelta(hours=5)),
    ],
    ids=["all", "next-page", "queue", "number", "outcome"],
)
def test_no_search_reads_all_there_is(many: Engine, question: Question) -> None:
    explain = "EXPLAIN QUERY PLAN" if many.dialect.name == "sqlite" else "EXPLAIN"

    def explained(_one: Any, _two: Any, statement: str, parameters: Any, *_more: Any) -> tuple[str, Any]:
        return f"{explain} {statement}", parameters

    with many.connect() as connection:
        event.listen(connection, "before_cursor_execute", explained, retval=True)
        steps = connection.execute(found(question, Reach())).cursor.fetchall()
    plan = "\n".join(str(step) for step in steps)
    if many.dialect.name == "sqlite":
        assert [step for step in steps if step[-1].startswith("SCAN") and "INDEX" not in step[-1]] == [], plan
    else:
        assert "Seq Scan on call" not in plan, plan
        assert "Seq Scan on contact_places" not in plan, plan


def test_each_goes_through_all_pages_and_names_are_jumped_through(many: Engine) -> None:
    contacts = Contacts(many)
    each = [one.id.int for one in contacts.each(Question())]
    assert each == [*range(1, MANY + 1)]
    assert contacts.places("queue") == sorted(QUEUES)
    assert contacts.places("agent") == []
    assert [one.notes[0].code for one in contacts.search(Question(code="resolved"))] == ["resolved"]
