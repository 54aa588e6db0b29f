"""Calls by a click: by reference, of what one was shown, without the number ever coming to who may not see it."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.control.errors import RemoteRefusal
from appliance.desk.audit.model import Question
from appliance.desk.people.model import Role, Scope
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess
from tests.web.test_contacts import LI, WU, call
from tests.web.test_desk import CALLER, MINE, OTHERS, desk

__all__ = ["desk"]
ZHOU = "13700000000"
AGENT = frozenset({"desk.use"})


@pytest.fixture
def day(console: Flask, engine: FakeProcess) -> Mapping[str, UUID]:
    """A call in, one out, one in the house, a withheld one and a missed one; whoever asks is no part of them."""
    engine.answers |= {"call.dial": {"id": str(UUID(int=77))}, "call.show": None, "callback.list": []}
    engine.answers["agent.show"] = {"agent": "8001", "phone": "8001", "serves": ["sales"]}
    for name, rights in (("sees", {"calls.see"}), ("serves", {"missed.see", "missed.serve"})):
        parts(console).roles.put(Role(name, name.title(), AGENT | rights))
    return {
        "in": call(console, 11, ("queue", "sales")),
        "out": call(console, 12, ("queue", "sales"), direction="outbound", caller="8001", dialled=WU),
        "house": call(console, 13, ("agent", "8001"), direction="internal", caller="8001", dialled="8002"),
        "withheld": call(console, 14, ("queue", "sales"), caller=""),
        "missed": call(console, 15, ("queue", "sales"), caller=ZHOU, result="abandoned"),
        "elsewhere": call(console, 16, ("queue", "support"), result="abandoned"),
    }


def dial(client: FlaskClient, contact: UUID | str, accept: str = "application/json") -> int:
    return client.post("/dial/contact", data={"contact": str(contact)}, headers={"Accept": accept}).status_code


def dialled(engine: FakeProcess) -> list[tuple[object, object]]:
    return [(args["agent"], args["number"]) for command, args in engine.asked if command == "call.dial"]


def test_whoever_a_shown_contact_was_with_is_dialled_from_ones_own_phone(
    console: Flask, client_for: ClientFor, engine: FakeProcess, day: Mapping[str, UUID]
) -> None:
    client = client_for("sees", agent="8001")
    assert dial(client, day["in"]) == 200
    assert dial(client, day["out"]) == 200
    assert dialled(engine) == [("8001", LI), ("8001", WU)]
    assert [dial(client, day[name]) for name in ("house", "withheld")] == [404, 404]
    assert dial(client, UUID(int=404)) == 404
    assert dial(client, "nobody") == 400
    assert {act.subject for act in parts(console).trail.search(Question(act="call.dial"))} == {
        str(day["in"]), str(day["out"]),
    }  # fmt: skip


def test_no_page_and_no_answer_carries_the_number_to_who_sees_none_whole(
    client_for: ClientFor, engine: FakeProcess, day: Mapping[str, UUID]
) -> None:
    client = client_for("sees", "serves", agent="8001")
    seen = [
        client.get("/contacts/").text,
        client.get(f"/contacts/{day['in']}").text,
        client.get("/missed/?since=2026-11-20").text,
        client.post("/dial/contact", data={"contact": str(day["in"])}, headers={"Accept": "application/json"}).text,
        client.post("/dial/contact", data={"contact": str(day["in"])}, follow_redirects=True).text,
    ]
    engine.answers["call.dial"] = RemoteRefusal("number-undialable", {"number": LI})
    for accept in ("application/json", "text/html"):
        answer = client.post(
            "/dial/contact", data={"contact": str(day["in"])}, headers={"Accept": accept}, follow_redirects=True
        )
        seen.append(answer.text)
    for text in seen:
        assert LI not in text
        assert WU not in text
        assert ZHOU not in text
    for page in seen[:3]:
        assert 'action="/dial/contact"' in page
    assert "138****5678" in seen[4]


def test_only_what_one_may_see_is_dialled(client_for: ClientFor, engine: FakeProcess, day: Mapping[str, UUID]) -> None:
    assert dial(client_for("serves", agent="8001"), day["missed"]) == 200
    assert dial(client_for("serves", agent="8001"), day["elsewhere"]) == 404
    assert dial(client_for("agent", agent="8001"), day["missed"]) == 404
    far = client_for("sees", agent="8001", scope=Scope(queues=frozenset({"support"})))
    assert dial(far, day["in"]) == 404
    assert dial(client_for("sees"), day["in"]) == 404, "no agent has no phone"
    assert dial(client_for("quality"), day["in"]) == 403
    assert 'action="/dial/contact"' not in client_for("sees").get("/contacts/").text
    assert dialled(engine) == [("8001", ZHOU)]


def test_the_desktop_dials_the_caller_of_ones_own_call_and_never_holds_the_number(
    console: Flask, desk: FlaskClient, engine: FakeProcess
) -> None:
    engine.answers["call.dial"] = {"id": str(UUID(int=77)), "number": CALLER, "phone": "8001"}
    card = desk.get(f"/desk/card/{MINE}").text
    assert f'data-dial-contact="{MINE}"' in card
    answer = desk.post("/dial/contact", data={"contact": str(MINE)}, headers={"Accept": "application/json"})
    for text in (card, answer.text, desk.get("/desk/").text):
        assert CALLER not in text
    assert dialled(engine) == [("8001", CALLER)]
    assert dial(desk, OTHERS) == 404
