"""Contacts: found by every field, page by page, by nobody beyond their queues and teams."""

import csv
import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, insert

from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.calls import events as calls
from appliance.contact.ledger.repository import LedgerRepository
from appliance.desk.audit.model import Question
from appliance.desk.contacts.repository import CALLS, MARKS, NOTES, PLACES, RECORDINGS
from appliance.desk.crm.model import Customer
from appliance.desk.people.model import Scope
from appliance.events import Event
from appliance.store.documents import Documents
from tests.web.conftest import NOON, ClientFor, parts
from tests.web.processes import FakeProcess

LI, WU = "13812345678", "13900000000"
AGENT_LEG = {"role": "agent", "channel": "c", "node": "n", "phone": "p", "agent": "8001"}


def put(app: Flask, table: Table, **row: Any) -> None:
    with parts(app).engine.begin() as connection:
        connection.execute(insert(table), row)


def call(app: Flask, number: int, *places: tuple[str, str], minutes: int = 0, **more: Any) -> UUID:
    """A closed call that came past `places`, opened that many minutes before noon."""
    id, opened = UUID(int=number), NOON - timedelta(minutes=minutes or number)
    row = {"id": id, "direction": "inbound", "caller": LI, "dialled": "4008001000", "opened_at": opened}
    named = {kind: name for kind, name in places if kind != "flow"}
    put(app, CALLS, **{**row, **named, "closed_at": opened + timedelta(minutes=1), "result": "answered", **more})
    for kind, name in places:
        put(app, PLACES, kind=kind, name=name, opened_at=opened, contact=id)
    return id


@pytest.fixture
def day(console: Flask) -> Mapping[str, UUID]:
    """A few contacts of one day."""
    for number, team in (("8001", "east"), ("8002", "west")):
        agent = Agent(number, f"Agent {number}", "", {}, frozenset(), team=team)
        People(Documents(parts(console).engine)).put(agent, author="test", reason="test", at=NOON)
    sold = call(console, 1, ("queue", "sales"), ("agent", "8001"), ("flow", "main"), talk_ms=61_000, wait_ms=4_000)
    helped = call(console, 2, ("queue", "support"), ("agent", "8002"), caller=WU, talk_ms=5_000)
    gone = call(console, 3, ("queue", "sales"), ("flow", "main"), result="abandoned", wait_ms=30_000)
    made = call(console, 4, ("agent", "8001"), direction="outbound", caller="8001", dialled=WU)
    note = {"contact": sold, "agent": "8001", "code": "complaint", "text": "the kettle leaks"}
    put(console, NOTES, **note, at=NOON)
    told = {"node": "box", "seq": 1, "id": UUID(int=99), "contact": sold, "channel": "c", "started_at": NOON}
    sealed = {"duration_ms": 60_000, "bytes": 1, "file": "f", "sha256": "", "key_id": "k", "wrapped_key": ""}
    put(console, RECORDINGS, **told, **sealed, retention="standard", previous="", hash="")
    mark = {"recording": UUID(int=99), "place": 0, "list": "rude", "phrase": "refund now", "side": "caller"}
    put(console, MARKS, **mark, from_ms=0, to_ms=1, heard=True, at=NOON)
    return {"sold": sold, "helped": helped, "gone": gone, "made": made}


def found(client: FlaskClient, day: Mapping[str, UUID], **asked: str) -> set[str]:
    """Which of the day's contacts a search shows."""
    answer = client.get("/contacts/", query_string={name.replace("_", "-"): value for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    return {name for name, id in day.items() if f"/contacts/{id}" in answer.text}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, "sold helped gone made"),
        ({"queue": "sales"}, "sold gone"),
        ({"queue": "sales", "agent": "8001"}, "sold"),
        ({"agent": "8001"}, "sold made"),
        ({"flow": "main", "outcome": "abandoned"}, "gone"),
        ({"number": f"+86 {WU}"}, "helped made"),
        ({"direction": "outbound"}, "made"),
        ({"code": "complaint"}, "sold"),
        ({"text": "KETTLE"}, "sold"),
        ({"text": "100%"}, ""),
        ({"phrase": "refund"}, "sold"),
        ({"recorded": "1"}, "sold"),
        ({"talk_from": "10"}, "sold"),
        ({"talk_to": "10"}, "helped gone made"),
        ({"wait_from": "20"}, "gone"),
        ({"since": "2026-11-20T11:57:30"}, "sold helped"),
        ({"until": "2026-11-20T11:57:30"}, "gone made"),
        ({"since": "2026-11-20T03:57:30+00:00", "until": "2026-11-20T03:58:30+00:00"}, "helped"),
        ({"queue": "none"}, ""),
    ],
    ids=str,
)
def test_every_field_finds_what_it_says(
    client_for: ClientFor, day: Mapping[str, UUID], asked: dict[str, str], wanted: str
) -> None:
    assert found(client_for("supervisor"), day, **asked) == set(wanted.split())


def test_old_contacts_are_found_once_a_beginning_is_given(console: Flask, client_for: ClientFor) -> None:
    old = {"old": call(console, 9, ("queue", "sales"), minutes=60 * 24 * 40)}
    client = client_for("supervisor")
    assert found(client, old) == set()
    assert found(client, old, since="2026-10-01") == {"old"}


def test_nobody_finds_or_opens_what_is_beyond_their_queues_and_teams(
    console: Flask, client_for: ClientFor, day: Mapping[str, UUID]
) -> None:
    cases = {
        "sold gone": Scope(queues=frozenset({"sales"})),
        "helped": Scope(queues=frozenset({"support"})),
        "sold made gone": Scope(queues=frozenset({"sales"}), teams=frozenset({"east"})),
        "helped gone": Scope(teams=frozenset({"west"})),
        "": Scope(queues=frozenset(), teams=frozenset()),
    }
    for wanted, scope in cases.items():
        client = client_for("supervisor", scope=scope)
        assert found(client, day) == set(wanted.split()), scope
        opened = {name for name, id in day.items() if client.get(f"/contacts/{id}").status_code == 200}
        assert opened == set(wanted.split()), scope
        rows = list(csv.reader(io.StringIO(client.get("/contacts/export.csv").text.removeprefix("\ufeff"))))
        assert {row[-1] for row in rows[1:]} == {str(day[name]) for name in wanted.split()}, scope


def test_pages_follow_one_another_and_none_is_left_out(console: Flask, client_for: ClientFor) -> None:
    made = {call(console, 100 + number, ("queue", "sales"), minutes=1 + number // 7) for number in range(120)}
    client, seen, where = client_for("supervisor"), list[UUID](), "/contacts/?queue=sales"
    while where:
        text = client.get(where).text
        seen += [id for id in made if f"/contacts/{id}" in text]
        where = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(seen) == 120
    assert set(seen) == made


def test_a_masked_number_shows_nowhere_and_is_not_searched_for(
    console: Flask, client_for: ClientFor, day: Mapping[str, UUID]
) -> None:
    masked, whole = client_for("quality"), client_for("supervisor")
    for where in ("/contacts/", f"/contacts/{day['sold']}"):
        assert LI not in masked.get(where).text
        assert LI in whole.get(where).text
    opened = {"direction": "inbound", "dialled": "4008001000", "caller": LI, "trunk": "t"}
    LedgerRepository(parts(console).engine).append([Event(calls.OPENED, NOON, day["sold"], data=opened)])
    story = masked.get(f"/contacts/{day['sold']}").text
    assert "138****5678" in story
    assert LI not in story
    assert masked.get("/contacts/?number=" + LI).status_code == 403
    assert client_for("auditor").get("/contacts/?phrase=refund").status_code == 403


def test_an_export_has_every_row_and_is_in_the_audit_trail(
    console: Flask, client_for: ClientFor, day: Mapping[str, UUID]
) -> None:
    parts(console).cards._customers.put(Customer(UUID(int=5), "=Li", numbers=("+86" + LI,)), NOON)
    answer = client_for("supervisor").get("/contacts/export.csv?queue=sales")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Identity"] for row in rows] == [str(day["sold"]), str(day["gone"])]
    assert rows[0] | {"Note": ""} == {
        "Time": "2026-11-20 11:59:00", "Direction": "Inbound", "Caller": LI, "Dialled": "4008001000",
        "Customer": "'=Li", "Queue": "sales", "Agent": "8001 Agent 8001", "Outcome": "Answered", "Wait": "4",
        "Talk": "61", "Hold": "", "Wrap-up": "", "Wrap-up code": "Complaint", "Note": "", "Recordings": "1",
        "Identity": str(day["sold"]),
    }  # fmt: skip
    (noted,) = parts(console).trail.search(Question(act="contacts.export"))
    assert noted.after == {"queue": "sales"}
    assert client_for("quality").get("/contacts/export.csv").status_code == 403


def test_the_story_of_a_contact_is_told_in_sentences(
    console: Flask, client_for: ClientFor, day: Mapping[str, UUID], engine: FakeProcess
) -> None:
    leg, at, id = UUID(int=70), NOON, day["sold"]
    told = [
        Event(calls.OPENED, at, id, data={"direction": "inbound", "dialled": "4008001000", "caller": LI, "trunk": "t"}),
        Event("flow.node", at, id, data={"flow": "main", "version": 1, "node": "welcome", "type": "menu"}),
        Event("flow.key", at, id, data={"node": "welcome", "key": "1", "accepted": True}),
        Event("queue.entered", at, id, data={"queue": "sales", "priority": 0, "position": 2}),
        Event(calls.LEG_OPENED, at, id, leg, AGENT_LEG),
        Event("offer.made", at, id, leg, {"agent": "8001", "queue": "sales"}),
        Event(calls.LEG_ANSWERED, at, id, leg),
        Event("queue.left", at, id, data={"queue": "sales", "outcome": "answered", "wait_ms": 4000, "target_s": 20}),
        Event("some.later-kind", at, id, data={"who": "knows"}),
        Event(calls.CLOSED, at, id, data={"result": "answered", "by": "caller"}),
    ]  # fmt: skip
    LedgerRepository(parts(console).engine).append(told)
    text = client_for("supervisor").get(f"/contacts/{id}").text
    for sentence in (
        f"A call from {LI} to 4008001000 came in.",
        "The caller pressed 1 at “welcome”.",
        "In line in “sales”, place 2.",
        "It rang at Agent 8001 (8001).",
        "Agent 8001 (8001) answered.",
        "An agent of “sales” took the call after 0:04 in line.",
        "The contact ended: answered (ended by: The caller).",
        "the kettle leaks",
    ):
        assert sentence in text, sentence
    assert [act.subject for act in parts(console).trail.search(Question(act="contact.see"))] == [str(id)]
    hidden = client_for("quality").get(f"/contacts/{id}").text
    assert "A call from 138****5678 to" in hidden


def test_a_contact_that_nobody_had_is_not_there(client_for: ClientFor, day: Mapping[str, UUID]) -> None:
    assert client_for("supervisor").get(f"/contacts/{UUID(int=404)}").status_code == 404
    for bad in ("?since=yesterday", "?since=0001-01-01", "?outcome=sold", "?talk-from=-1", "?before=x_y"):
        assert client_for("supervisor").get("/contacts/" + bad).status_code == 400, bad
