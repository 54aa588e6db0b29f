"""The pages of cards, lines and trunks over the real commands: seen, diagnosed, set up, watched, put back."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from appliance.desk.people.rights import ROLES
from manager.rights import access_of
from tests.web.conftest import ROLE_NAMES, ClientFor, add_person, parts
from tests.web.lined import DEAD, WELL, Lined
from tests.web.processes import FakeProcess, Streamed
from tests.web.test_fuzz import BROKEN, TEXTS, problem_of, send
from tests.web.walk import address, fields, methods, rules

NUMBERS = "02161230000-02161230099"


@pytest.fixture
def lined(
    state: Path, engine: FakeProcess, jobs: FakeProcess, console: Flask, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lined]:
    made = Lined(state, engine, jobs, monkeypatch)
    yield made
    made.close()


@pytest.fixture
def technician(lined: Lined, client_for: ClientFor) -> FlaskClient:
    return client_for("technician")


def text(client: FlaskClient, where: str, **given: str) -> str:
    """What a page says, without its tags."""
    answer = client.post(where, data=given, follow_redirects=True) if given else client.get(where)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return said(answer.get_data(as_text=True))


def said(page: str) -> str:
    body = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])


def proposed(client: FlaskClient, numbers: str = NUMBERS) -> str:
    """The page after the three questions."""
    given = {"country": "cn", "signalling": "pri", "numbers": numbers, "carrier": "China Telecom"}
    page = client.post("/lines/set-up/propose", data=given)
    assert page.status_code == 200
    return page.get_data(as_text=True)


def applied(client: FlaskClient, page: str, **more: str) -> str:
    """Previewed and brought into force; what the page says that one comes to."""
    seen = client.post("/lines/set-up/edit", data={"document": hidden(page, "document"), "do": "look", **more})
    looked = seen.get_data(as_text=True)
    given = {"document": hidden(looked, "document"), "mark": hidden(looked, "mark"), "do": "apply", "within": "30"}
    answer = client.post("/lines/set-up/edit", data={**given, "reason": "new lines", **more})
    return answer.get_data(as_text=True) if answer.status_code != 302 else str(answer.location)


def over(client: FlaskClient) -> str:
    """The page of the work when it is over: each answer comes with the next step."""
    turn = -1
    for _ in range(20):
        page = client.get(f"/lines/set-up/work?part=now&after={max(turn, 0)}").get_data(as_text=True)
        if 'data-state="running"' not in page:
            return said(page)
        turn = int(re.findall(r'data-turn="(\d+)"', page)[0])
    raise AssertionError("the work goes on for ever")


def test_everything_that_carries_calls_is_on_one_page(technician: FlaskClient) -> None:
    page = technician.get("/lines/").get_data(as_text=True)
    for word in ("Digium TE435", "WCTE4/0/1", "WCTE4/0/2", "Alarm: no calls", "the line is dead (LOS)"):
        assert word in said(page)
    assert page.count("slot-busy") == 2 + 1, "two calls, and one in the legend"
    assert page.count("slot-signal") == 2 + 1
    assert page.count("slot-out") == 30 + 1, "on a dead line no channel is free"
    assert "slips 3 · CRC 7" in said(page)
    assert page.count('class="bar-out"') == 1
    assert page.count('class="bar-bad"') == 1


def test_a_trunk_that_left_the_routes_says_so_and_why(technician: FlaskClient) -> None:
    page = text(technician, "/lines/")
    assert re.search(r"sip-carrier 203.0.113.9 out of the routes since 2026-\S+ \S+ no answer to OPTIONS", page)


def test_without_lines_the_page_says_what_to_do(client_for: ClientFor) -> None:
    assert "slide a card in" in text(client_for("technician"), "/lines/")


def test_the_part_that_changes_comes_alone(technician: FlaskClient, lined: Lined) -> None:
    lined.look(WELL, DEAD)
    page = technician.get("/lines/?part=now").get_data(as_text=True)
    assert "<html" not in page
    assert "WCTE4/0/1" in page


def test_jobs_that_are_away_hide_no_line(lined: Lined, client_for: ClientFor, jobs: FakeProcess) -> None:
    client = client_for("noc")
    jobs.close()
    page = text(client, "/lines/")
    assert "Nobody can tell the cards now" in page
    assert "WCTE4/0/2" in page


def test_a_line_tells_how_it_was_and_what_became_of_it(technician: FlaskClient) -> None:
    page = text(technician, "/lines/2")
    assert "What became of it in the last 7 days" in page
    assert "nothing arrives, the line is dead (LOS)" in page
    assert technician.get("/lines/9").status_code == 404


def test_a_diagnosis_asks_whoever_stands_at_the_line(technician: FlaskClient) -> None:
    page = technician.post("/lines/2/diagnose").get_data(as_text=True)
    assert "Nothing arrives on span 2" in said(page)
    assert "Put a loop plug" in said(page)
    assert "--answer" not in said(page), "the page has buttons for that"
    page = text(technician, "/lines/2/diagnose", **{"answer-loop-plug": "no"})
    assert "does not hear itself" in page
    page = text(technician, "/lines/2/diagnose", **{"answer-loop-plug": "yes"})
    assert "Exchange the two pairs" in page


def test_a_healthy_line_is_told_to_be_so(technician: FlaskClient) -> None:
    assert "Nothing wrong was found" in said(technician.post("/lines/1/diagnose").get_data(as_text=True))


def test_acts_that_end_calls_or_show_numbers_ask_why(technician: FlaskClient, engine: FakeProcess) -> None:
    for act, given in (("loop", {}), ("capture", {"seconds": "30"})):
        page = technician.post(f"/lines/1/{act}", data=given, follow_redirects=True).get_data(as_text=True)
        assert "Say why" in said(page)
    assert not {"span.capture"} & {name for name, _ in engine.asked}


def test_a_capture_is_a_file_and_on_record(technician: FlaskClient, engine: FakeProcess, console: Flask) -> None:
    head, packet = b"\xd4\xc3\xb2\xa1".hex(), b"frame".hex()
    engine.answers["span.capture"] = lambda **given: Streamed([{"pcap": head}, {"pcap": packet}], {"captured": 1})
    answer = technician.post("/lines/1/capture", data={"seconds": "30", "reason": "the carrier asks"})
    assert answer.get_data() == b"\xd4\xc3\xb2\xa1frame"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="span-1.pcap"'
    asked = next(given for name, given in engine.asked if name == "span.capture")
    assert asked == {"span": "1", "seconds": 30.0, "file": True}
    assert ("lines.capture", "the carrier asks") in noted(console)


def test_a_test_call_that_nobody_takes_says_so(technician: FlaskClient, console: Flask) -> None:
    answer = technician.post("/lines/1/test", data={"number": "117"})
    assert answer.status_code == 409
    assert "117" in said(answer.get_data(as_text=True))
    assert ("lines.test", "") in noted(console)


def noted(app: Flask) -> list[tuple[str, str]]:
    return [(act.act, act.reason) for act in parts(app).trail.search(Question())]


def test_three_answers_become_a_plan_with_its_files(technician: FlaskClient) -> None:
    page = proposed(technician)
    assert "China Telecom" in page
    assert "span 1 · channels 1-15,17-31 · group 1" in said(page)
    assert "bchan=1-15,17-31" in page


def test_an_answer_that_is_none_is_refused_beside_its_field(technician: FlaskClient) -> None:
    answer = technician.post("/lines/set-up/propose", data={"country": "atlantis"})
    assert answer.status_code == 409
    assert re.search(r'is-invalid" id="country"', answer.get_data(as_text=True))


def test_a_problem_stands_beside_its_field_and_in_the_way(technician: FlaskClient, lined: Lined) -> None:
    page = proposed(technician)
    given = {"document": hidden(page, "document"), "do": "look", "f-0-slots": "1-40", "f-0-group": "99"}
    page = technician.post("/lines/set-up/edit", data=given).get_data(as_text=True)
    assert re.search(r'is-invalid" id="f-0-slots"', page)
    assert re.search(r'is-invalid" id="f-0-group"', page)
    assert "stand in the way" in said(page)
    assert 'value="apply"' not in page
    assert lined.etc.steps == []


def test_lines_come_into_force_and_the_steps_are_told(technician: FlaskClient, lined: Lined, console: Flask) -> None:
    assert applied(technician, proposed(technician)).endswith("/lines/set-up/work")
    page = over(technician)
    assert "In force: version 1" in page
    assert lined.etc.steps == ["check", "release", "configure", "take"]
    assert "bchan=1-15,17-31" in lined.etc.files["dahdi/system.conf"]
    assert ("lines.change", "new lines") in noted(console)
    assert "China Telecom" in text(technician, "/lines/"), "lines have the carrier's name now"
    assert "technician0" in text(technician, "/lines/history/")


def test_lines_that_do_not_come_up_are_put_back_and_it_is_said(technician: FlaskClient, lined: Lined) -> None:
    lined.etc.down_for_ever = True
    page = proposed(technician)
    looked = technician.post("/lines/set-up/edit", data={"document": hidden(page, "document")}).get_data(as_text=True)
    body: dict[str, Any] = {"document": hidden(looked, "document"), "reason": "r", "by": "li", "seconds": 1.0}
    parts(technician.application).ask("jobs", "lines.begin", **body)
    page = over(technician)
    assert "everything is as it was before" in page
    assert "Not up after 1.0 s" in page
    assert "dahdi/system.conf" not in lined.etc.files
    assert parts(technician.application).ask("jobs", "lines.versions") == []


def test_one_change_at_a_time(technician: FlaskClient, lined: Lined) -> None:
    lined.etc.gate.clear()
    try:
        assert applied(technician, proposed(technician)).endswith("/lines/set-up/work")
        assert "It goes on when you leave this page" in text(technician, "/lines/set-up/work")
        assert "are being changed by technician0" in said(applied(technician, proposed(technician)))
    finally:
        lined.etc.gate.set()
    assert "In force: version 1" in over(technician)


def test_a_file_that_was_changed_by_hand_is_shown_and_not_overwritten(technician: FlaskClient, lined: Lined) -> None:
    applied(technician, proposed(technician))
    over(technician)
    lined.etc.files["dahdi/system.conf"] += "# mine\n"
    page = technician.get("/lines/set-up/edit").get_data(as_text=True)
    more = {"f-0-name": "Unicom"}
    refused = applied(technician, page, **more)
    assert "Changed by hand: dahdi/system.conf" in said(refused)
    assert "-# mine" in refused
    assert "# mine" in lined.etc.files["dahdi/system.conf"]
    assert applied(technician, page, overwrite="1", **more).endswith("/lines/set-up/work")
    assert "The files as they were are kept in" in over(technician)
    assert "# mine" not in lined.etc.files["dahdi/system.conf"]


def test_a_version_tells_what_it_changed_and_is_brought_back(technician: FlaskClient, lined: Lined) -> None:
    applied(technician, proposed(technician))
    over(technician)
    applied(technician, technician.get("/lines/set-up/edit").get_data(as_text=True), **{"f-1-name": "Unicom"})
    over(technician)
    page = text(technician, "/lines/history/2")
    assert "Name: China Telecom → Unicom" in page
    assert "Back to this version" in text(technician, "/lines/history/1")
    text(technician, "/lines/history/1", reason="wrong paper")
    assert "In force: version 3" in over(technician)
    assert technician.get("/lines/history/7").status_code == 404


def test_a_mend_is_shown_first_and_brought_into_force_with_a_reason(
    technician: FlaskClient, lined: Lined, engine: FakeProcess
) -> None:
    applied(technician, proposed(technician))
    over(technician)
    told = {"span": 1, "name": "x", "state": "alarm", "questions": []}
    finding = {"code": "crc4-missing", "values": {}, "ask": ""}
    engine.answers["span.diagnose"] = {**told, "findings": [finding]}
    page = technician.post("/lines/1/diagnose").get_data(as_text=True)
    assert "CRC-4 frames: usual → No" in said(page)
    given = {name: hidden(page, name) for name in ("findings", "channel", "mark")}
    moved = technician.post("/lines/1/mend", data={**given, "mark": "x", "reason": "r"}, follow_redirects=True)
    assert "Things have changed meanwhile" in said(moved.get_data(as_text=True))
    assert technician.post("/lines/1/mend", data={**given, "reason": "as diagnosed"}).location.endswith("/work")
    assert "In force: version 2" in over(technician)
    assert "crc4 = false" in parts(technician.application).ask("jobs", "lines.show")["document"]


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_each_role_sees_or_changes_lines_as_its_rights_say(lined: Lined, client_for: ClientFor, role: str) -> None:
    client, rights = client_for(role), ROLES[role]
    assert (client.get("/lines/").status_code == 200) is ("lines.see" in rights)
    assert (client.get("/lines/set-up/").status_code == 200) is ("lines.change" in rights)
    assert (client.post("/lines/1/diagnose").status_code == 200) is ("lines.see" in rights)
    changes = client.post("/lines/1/test", data={"number": "117"}, headers={"Accept": "application/json"})
    assert (changes.status_code == 403) is ("lines.change" not in rights)
    if "lines.see" in rights and "lines.change" not in rights:
        assert "/lines/set-up/" not in client.get("/lines/").get_data(as_text=True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_speak_both_languages(lined: Lined, console: Flask, client_for: ClientFor, language: str) -> None:
    client = client_for("technician")
    client.post("/language", data={"language": language})
    for where in (
        "/lines/",
        "/lines/2",
        "/lines/set-up/",
        "/lines/set-up/edit",
        "/lines/set-up/work",
        "/lines/history/",
    ):
        assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in client.get(where).get_data(as_text=True)
    assert ("线路" if language == "zh" else "Lines") in text(client, "/lines/")


@pytest.mark.parametrize("typed", [*TEXTS[::4], *BROKEN[1:]], ids=lambda typed: repr(typed[:16]))
def test_no_text_breaks_a_page_of_lines(lined: Lined, console: Flask, client_for: ClientFor, typed: str) -> None:
    client, other = client_for("technician"), add_person(console, "other", "agent").id
    page, wrong = proposed(client), []
    given = dict.fromkeys(
        [*fields(console), "f-0-name", "f-0-numbers", "f-0-slots", "f-0-group", "f-1-r2.variant"], typed
    )
    for rule in rules(console):
        access = access_of(console, rule.endpoint)
        if not rule.endpoint.startswith("lines") or access is None:
            continue
        for method in methods(rule):
            where = address(rule, id=other).replace("7", "1")
            for more in ({}, {"document": hidden(page, "document")}):
                answer = send(client, method, where, {**given, **more})
                if answer is not None and (problem := problem_of(answer[0], answer[1], typed)):
                    wrong.append((method, rule.rule, problem))
    assert wrong == []
