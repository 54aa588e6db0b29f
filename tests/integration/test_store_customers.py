"""Cards and notes on every database: found by any way a number is written, with the contacts before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert

from appliance.desk.crm.model import ContactNote, Customer
from appliance.desk.crm.repository import CALLS, ContactNotes, Customers
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NUMBER, WRITTEN = "+8613812345678", "13812345678"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_a_number_belongs_to_the_last_who_has_it(engine: Engine) -> None:
    customers = Customers(engine)
    first = Customer(UUID(int=1), "Li", numbers=(NUMBER, "+861066668888"))
    customers.put(first, NOON)
    assert customers.by_number([WRITTEN, NUMBER]) == Customer(UUID(int=1), "Li", numbers=("+861066668888", NUMBER))
    customers.put(Customer(UUID(int=2), "Han", "Acme", "new owner", (NUMBER,)), NOON)
    assert customers.by_number([NUMBER]) == Customer(UUID(int=2), "Han", "Acme", "new owner", (NUMBER,))
    found = customers.by_number(["+861066668888"])
    assert found
    assert found.numbers == ("+861066668888",)
    assert customers.by_number(["95588"]) is None


def test_contacts_from_and_to_a_number_are_its_history(engine: Engine) -> None:
    notes = ContactNotes(engine)
    calls = [(1, WRITTEN, "4008001000"), (2, "8001", WRITTEN), (3, "13900000000", "4008001000"), (4, NUMBER, "95001")]
    with engine.begin() as connection:
        for number, caller, dialled in calls:
            row = {"id": UUID(int=number), "direction": "inbound", "caller": caller, "dialled": dialled}
            connection.execute(insert(CALLS), {**row, "opened_at": NOON + timedelta(hours=number), "talk_ms": 61_400})
    notes.put(ContactNote(UUID(int=2), "8001", "resolved", "first", NOON))
    mine = ContactNote(UUID(int=2), "8001", "follow-up", "second", NOON)
    hers = ContactNote(UUID(int=2), "8002", "resolved", "after the transfer", NOON + timedelta(minutes=3))
    notes.put(mine)
    notes.put(hers)
    history = notes.history([NUMBER, WRITTEN], 10, UUID(int=4))
    assert [(past.contact.int, past.notes, past.talk_s) for past in history] == [(2, (hers, mine), 61), (1, (), 61)]
    assert (notes.of(UUID(int=2)), notes.of(UUID(int=1))) == ((hers, mine), ())
    assert [past.contact.int for past in notes.history([NUMBER, WRITTEN], 2, None)] == [4, 2]
