"""The agent's desktop by Flask's client: what is shown, what is asked of the engine, what is nobody else's business."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from appliance.contact.calls.errors import CallNotTalking
from appliance.control.errors import RemoteRefusal
from appliance.desk.crm.errors import CardTextTooLong
from appliance.store.documents import Documents
from tests.web.conftest import NOON, ClientFor, parts
from tests.web.processes import FakeProcess

MINE, OTHERS = UUID(int=1), UUID(int=2)
CALLER = "13812345678"
E164 = {"e164": "+8613812345678", "national": "013812345678", "local": CALLER}


def told(id: str) -> Mapping[str, Any]:
    """A queue's call that rings at 8001, or one of 8002."""
    agent = "8001" if UUID(id) == MINE else "8002"
    legs = [{"agent": "", "role": "caller"}, {"agent": agent, "role": "agent"}]
    key = {"kind": "flow.key", "data": {"node": "menu", "key": "2", "accepted": True}}
    call = {"id": id, "state": "offered", "direction": "inbound", "caller": CALLER, "dialled": "4008001000"}
    return {**call, "queue": "support", "legs": legs, "events": [key]}


@pytest.fixture
def desk(engine: FakeProcess, client_for: ClientFor) -> FlaskClient:
    """The desktop of agent 8001."""
    engine.answers |= {
        "call.show": told,
        "number.test": E164,
        "codes.list": {"codes": [], "reasons": [{"digits": "2", "reason": "lunch"}]},
        "agent.show": {"agent": "8001", "phone": "8001"},
        "browser.open": {"agent": "8001", "phone": "8001-web", "password": "abc", "domain": "127.0.0.1"},
    }
    return client_for("agent", agent="8001")


def test_the_page_knows_the_agent_and_the_pauses(desk: FlaskClient) -> None:
    page = desk.get("/desk/").get_data(as_text=True)
    assert 'data-agent="8001"' in page
    assert 'data-phone="8001-web"' in page
    assert 'data-state-choice="lunch"' in page


def test_the_script_of_the_queue_is_read_with_the_names_in_it(desk: FlaskClient, engine: FakeProcess) -> None:
    engine.answers["queue.show"] = {"rules": {"script": "{customer} good day\n- <b>ask</b> for the number"}}
    desk.post(f"/desk/card/{MINE}", data={"name": "Li Lei"})
    page = desk.get(f"/desk/card/{MINE}").get_data(as_text=True)
    assert "<p>Li Lei good day</p>" in page
    assert '<span class="form-check-label">&lt;b&gt;ask&lt;/b&gt; for the number</span>' in page


def keep(console: Flask, name: str, **body: Any) -> None:
    Documents(parts(console).engine).put("screen-pop", name, body, author="boss", reason="", at=NOON)


def test_pages_of_other_programs_open_with_a_call(console: Flask, desk: FlaskClient) -> None:
    keep(console, "crm", title="CRM", url="https://crm.example/find?c={contact}&q={queue}&k={keys}", opens="ring")
    keep(console, "sales", url="https://sales.example/", queues=["sales"])
    desk.post(f"/desk/card/{MINE}", data={"name": "Li & Lei/<b>"})
    keep(console, "wiki", url="https://wiki.example/{customer}")
    page = desk.get(f"/desk/card/{MINE}").text
    assert f'href="https://crm.example/find?c={MINE}&amp;q=support&amp;k=2"' in page
    assert 'target="callstead-crm" rel="opener" data-at-once' in page
    assert 'href="https://wiki.example/Li%20%26%20Lei%2F%3Cb%3E"' in page
    assert "sales.example" not in page
    assert desk.get("/desk/").headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_a_page_that_is_given_the_number_is_for_who_may_see_it(
    console: Flask, desk: FlaskClient, client_for: ClientFor
) -> None:
    keep(console, "crm", url="https://crm.example/?n={number}")
    keep(console, "open", url="https://open.example/?n={number}", numbers=True)
    page = desk.get(f"/desk/card/{MINE}").text
    assert "crm.example" not in page
    assert "https://open.example/?n=%2B8613812345678" in page
    assert (
        "https://crm.example/?n=%2B8613812345678"
        in client_for("agent", "supervisor", agent="8001").get(f"/desk/card/{MINE}").text
    )


def test_a_queue_that_is_gone_has_no_script_and_the_card_opens(desk: FlaskClient, engine: FakeProcess) -> None:
    engine.answers["queue.show"] = RemoteRefusal("queue-unknown", {"queue": "support"})
    page = desk.get(f"/desk/card/{MINE}")
    assert page.status_code == 200
    assert "desk-script" not in page.get_data(as_text=True)


def test_who_is_no_agent_reads_what_to_do(client_for: ClientFor) -> None:
    nobody = client_for("agent")
    assert "no agent number" in nobody.get("/desk/").get_data(as_text=True)
    assert nobody.post("/desk/account").status_code == 404


@pytest.mark.parametrize(("where", "phone"), [("browser", "8001-web"), ("desk", "8001")])
def test_an_agent_sits_where_it_is_chosen(desk: FlaskClient, engine: FakeProcess, where: str, phone: str) -> None:
    assert desk.post("/desk/seat", data={"where": where}).status_code == 200
    assert engine.asked[-1] == ("agent.login", {"agent": "8001", "phone": phone})


def test_the_password_is_the_agents_own(desk: FlaskClient, engine: FakeProcess) -> None:
    assert desk.post("/desk/account", data={"agent": "8002"}).get_json()["password"] == "abc"
    assert engine.asked[-1] == ("browser.open", {"agent": "8001"})


def test_a_ticket_says_what_the_person_may_see(desk: FlaskClient, live: FakeProcess) -> None:
    live.answers["live.admit"] = {"ticket": "t", "seconds": 30}
    assert desk.post("/live-ticket/").get_json() == {"ticket": "t", "seconds": 30}
    command, scope = live.asked[-1]
    assert command == "live.admit"
    assert (scope["agent"], scope["masked"], scope["rights"]) == ("8001", True, ["boards.see"])


@pytest.mark.parametrize(
    ("action", "command", "more"),
    [
        ("hold", "call.hold", {"agent": "8001"}),
        ("resume", "call.resume", {}),
        ("hang-up", "call.hangup", {}),
        ("transfer", "call.transfer", {"agent": "8001", "to": "agent:8002"}),
        ("consult", "call.consult", {"agent": "8001", "to": "agent:8002"}),
        ("complete", "call.complete", {"agent": "8001"}),
        ("conference", "call.conference", {"agent": "8001"}),
    ],
)
def test_buttons_are_commands(
    desk: FlaskClient, engine: FakeProcess, action: str, command: str, more: dict[str, str]
) -> None:
    assert desk.post(f"/desk/call/{MINE}/{action}", data={"to": "agent:8002"}).status_code == 200
    assert engine.asked[-1] == (command, {"id": str(MINE), **more})


def test_a_refusal_is_told_in_the_persons_words(desk: FlaskClient, engine: FakeProcess) -> None:
    engine.answers["call.hold"] = CallNotTalking(call=str(MINE), state="waiting")
    answer = desk.post(f"/desk/call/{MINE}/hold", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == CallNotTalking.code


def test_nobody_elses_call_can_be_touched_or_looked_at(desk: FlaskClient, engine: FakeProcess) -> None:
    for method, address in (
        ("POST", f"/desk/call/{OTHERS}/hang-up"),
        ("GET", f"/desk/card/{OTHERS}"),
        ("POST", f"/desk/card/{OTHERS}"),
        ("POST", f"/desk/note/{OTHERS}"),
    ):
        assert desk.open(address, method=method, data={"name": "Li"}).status_code == 404
    assert {command for command, _ in engine.asked} == {"call.show"}


def test_the_card_of_somebody_new_is_filled_and_found_again(console: Flask, desk: FlaskClient) -> None:
    card = desk.get(f"/desk/card/{MINE}").get_data(as_text=True)
    assert "Somebody new" in card
    assert "pressed 2" in card
    assert CALLER not in card, "an agent sees numbers masked"
    given = {"name": "李雷 <b>", "organisation": "Acme", "note": "calls on Mondays"}
    assert desk.post(f"/desk/card/{MINE}", data=given).status_code == 200
    again = desk.get(f"/desk/card/{MINE}").get_data(as_text=True)
    assert "李雷 &lt;b&gt;" in again
    kept = parts(console).cards.show([E164["e164"]]).customer
    assert kept
    assert (kept.name, kept.numbers) == ("李雷 <b>", (E164["e164"],))


def test_a_card_without_a_name_is_refused_beside_the_field(desk: FlaskClient) -> None:
    refused = desk.post(f"/desk/card/{MINE}", data={"name": "  "})
    assert refused.status_code == 409
    assert "no name" in refused.get_data(as_text=True)


def test_a_note_ends_the_wrap_up_of_its_call(console: Flask, desk: FlaskClient, engine: FakeProcess) -> None:
    assert desk.post(f"/desk/note/{MINE}", data={"code": "resolved", "text": "done", "done": "1"}).status_code == 200
    assert engine.asked[-1] == ("agent.ready", {"agent": "8001", "call": str(MINE)})
    (noted,) = parts(console).cards.noted(MINE)
    assert (noted.agent, noted.code, noted.text) == ("8001", "resolved", "done")
    assert desk.post(f"/desk/note/{MINE}", data={"code": "nonsense"}).status_code == 409


@pytest.mark.parametrize(("field", "length"), [("name", 101), ("organisation", 101), ("note", 4001)])
def test_what_is_too_long_is_refused_and_nothing_typed_is_lost(
    console: Flask, desk: FlaskClient, field: str, length: int
) -> None:
    typed = {"name": "Li <b>", "organisation": "Acme", "note": "calls on Mondays"} | {field: "长" * length}
    refused = desk.post(f"/desk/card/{MINE}", data=typed)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert f"{length} characters" in page
    assert all(escape(text) in page for text in typed.values())
    assert parts(console).cards.show([E164["e164"]]).customer is None


def test_a_note_that_is_too_long_is_refused_whole(console: Flask, desk: FlaskClient) -> None:
    answer = desk.post(f"/desk/note/{MINE}", data={"text": "x" * 4001}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, CardTextTooLong.code)
    assert parts(console).cards.noted(MINE) == ()
    assert desk.post(f"/desk/note/{MINE}", data={"text": f" {'x' * 4000} "}).status_code == 200


def test_each_agent_of_a_call_has_a_note_and_reads_the_others(console: Flask, desk: FlaskClient) -> None:
    parts(console).cards.note(MINE, "8002", "complaint", "wants money back")
    desk.post(f"/desk/note/{MINE}", data={"code": "resolved", "text": "given back"})
    assert {note.agent: note.text for note in parts(console).cards.noted(MINE)} == {
        "8001": "given back",
        "8002": "wants money back",
    }
    card = desk.get(f"/desk/card/{MINE}").get_data(as_text=True)
    assert 'data-of="8002"' in card
    assert 'data-of="8001"' not in card
    assert ">given back</textarea>" in card
