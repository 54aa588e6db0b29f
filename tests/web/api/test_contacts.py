"""Contacts at the interface: found by everything, page by page, told as a story, masked and within one's reach."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.calls import events as calls
from appliance.contact.ledger.repository import LedgerRepository
from appliance.desk.audit.model import Question
from appliance.desk.contacts.repository import NOTES
from appliance.events import Event
from appliance.store.documents import Documents
from tests.web.api.conftest import ProgramFor
from tests.web.conftest import NOON, parts
from tests.web.test_contacts import LI, WU, call, put

SEES = ("calls.see", "numbers.whole")


@pytest.fixture
def day(console: Flask) -> Mapping[str, UUID]:
    """Four contacts of one day, each a minute after the next."""
    for number, team in (("8001", "east"), ("8002", "west")):
        agent = Agent(number, f"Agent {number}", "", {}, frozenset(), team=team)
        People(Documents(parts(console).engine)).put(agent, author="test", reason="test", at=NOON)
    sold = call(console, 1, ("queue", "sales"), ("agent", "8001"), ("flow", "main"), talk_ms=61_000, wait_ms=4_000)
    put(console, NOTES, contact=sold, agent="8001", code="complaint", text="the kettle leaks", at=NOON)
    return {
        "sold": sold,
        "helped": call(console, 2, ("queue", "support"), ("agent", "8002"), caller=WU, talk_ms=5_000),
        "gone": call(console, 3, ("queue", "sales"), ("flow", "main"), result="abandoned", wait_ms=30_000),
        "made": call(console, 4, ("agent", "8001"), direction="outbound", caller="8001", dialled=WU),
    }


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", "sold helped gone made"),
        ("queue=sales", "sold gone"),
        ("queue=sales&agent=8001", "sold"),
        ("flow=main&outcome=abandoned", "gone"),
        (f"number=%2B86{WU}", "helped made"),
        ("direction=outbound", "made"),
        ("code=complaint", "sold"),
        ("text=KETTLE", "sold"),
        ("recorded=true", ""),
        ("talk_from=10", "sold"),
        ("talk_to=10", "helped gone made"),
        ("wait_from=20", "gone"),
        ("since=2026-11-20T11:57:30%2B08:00", "sold helped"),
        ("until=2026-11-20T03:57:30Z", "gone made"),
    ],
)
def test_every_field_finds_what_the_page_finds(
    program_for: ProgramFor, day: Mapping[str, UUID], asked: str, wanted: str
) -> None:
    answer = program_for(*SEES)("GET", f"/contacts?{asked}")
    assert answer.status_code == 200, answer.text
    names = {str(id): name for name, id in day.items()}
    assert [names[one["id"]] for one in answer.get_json()["items"]] == wanted.split()


def test_pages_hold_every_contact_once_while_others_come(
    console: Flask, program_for: ProgramFor, day: Mapping[str, UUID]
) -> None:
    program, found, cursor = program_for(*SEES), [], ""
    while cursor is not None:
        page = program("GET", f"/contacts?limit=1&cursor={cursor}").get_json()
        found += [UUID(one["id"]) for one in page["items"]]
        cursor = page["next"]
        call(console, 100 + len(found), ("queue", "sales"), minutes=0, opened_at=NOON + timedelta(minutes=len(found)))
    assert found == [day[name] for name in ("sold", "helped", "gone", "made")]


@pytest.mark.parametrize("cursor", ["nonsense", "WyIyMDI2IiwgIjEiXQ", "WyIyMDI2LTExLTIwVDA0OjAwOjAwIiwgIjEiXQ"])
def test_a_cursor_of_another_list_is_refused(program_for: ProgramFor, cursor: str) -> None:
    answer = program_for(*SEES)("GET", f"/contacts?cursor={cursor}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "api-cursor-invalid")


@pytest.mark.parametrize(("field", "right"), [("number=138", "numbers.whole"), ("phrase=refund", "recordings.hear")])
def test_what_a_token_may_not_see_it_may_not_guess(program_for: ProgramFor, field: str, right: str) -> None:
    answer = program_for("calls.see")("GET", f"/contacts?{field}")
    assert (answer.status_code, answer.get_json()["details"]) == (403, {"right": right})


def test_numbers_are_masked_and_scopes_hold(program_for: ProgramFor, day: Mapping[str, UUID]) -> None:
    told = program_for("calls.see", queues=frozenset({"sales"}), teams=frozenset({"east"}))
    answer = told("GET", "/contacts")
    assert {one["id"] for one in answer.get_json()["items"]} == {str(day[name]) for name in ("sold", "gone", "made")}
    assert LI not in answer.text
    assert WU not in answer.text
    assert "138****5678" in answer.text
    assert told("GET", f"/contacts/{day['helped']}").status_code == 404


def test_one_contact_tells_its_story_and_that_it_was_read_is_on_record(
    console: Flask, program_for: ProgramFor, day: Mapping[str, UUID]
) -> None:
    data = {"direction": "inbound", "caller": LI, "dialled": "4008001000", "trunk": "t"}
    leg = {"role": "agent", "channel": "c", "node": "n", "phone": "p1", "agent": "8001"}
    LedgerRepository(parts(console).engine).append(
        [
            Event(calls.OPENED, NOON, day["sold"], data=data),
            Event(calls.LEG_OPENED, NOON, day["sold"], UUID(int=50), leg),
            Event(calls.LEG_ANSWERED, NOON, day["sold"], UUID(int=50)),
        ]
    )
    program = program_for("calls.see")
    told = program("GET", f"/contacts/{day['sold']}").get_json()
    assert [line["key"] for line in told["story"]] == ["opened-inbound", "answered"]
    assert "Agent 8001 (8001)" in told["story"][1]["text"]
    assert "138****5678" in told["story"][0]["text"]
    assert (told["contact"]["talk_s"], told["contact"]["notes"][0]["text"]) == (61.0, "the kettle leaks")
    chinese = program("GET", f"/contacts/{day['sold']}", headers={"Accept-Language": "zh"}).get_json()
    assert chinese["story"][0]["text"] != told["story"][0]["text"]
    noted = parts(console).trail.search(Question(act="contact.see"))
    assert {one.subject for one in noted} == {str(day["sold"])}
    assert noted[0].who.endswith("· crm")
