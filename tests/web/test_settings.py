"""Settings in the browser: listed, filled in, previewed, kept, refused beside the field, undone; by whom it may be."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from appliance.desk.people.rights import ROLES
from appliance.desk.settings.known import KINDS
from appliance.store.documents import Documents
from tests.unit.engine.commanded import Commanded
from tests.web.configured import configured
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess
from tests.web.test_fuzz import BROKEN, TEXTS, problem_of


@pytest.fixture
def box(tmp_path: Path, engine: FakeProcess) -> Commanded:
    return configured(tmp_path / "configured", engine)


@pytest.fixture
def admin(client_for: ClientFor) -> FlaskClient:
    return client_for("administrator")


def body(box: Commanded, kind: str, key: str) -> Mapping[str, Any]:
    return Documents(box.engine.database).get(kind, key) or {}


INPUT = re.compile(r'<input[^>]*\bname="([^"]+)"[^>]*>')
VALUE = re.compile(r'\bvalue="([^"]*)"')


def filled(page: str) -> dict[str, list[str]]:
    """What a browser would send of a form as it stands there."""
    found: dict[str, list[str]] = {}
    for match in INPUT.finditer(page):
        tag, name = match[0], match[1]
        if name == "csrf_token" or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        value = VALUE.search(tag)
        found.setdefault(name, []).append(value[1] if value else "")
    for name, inner in re.findall(r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        if chosen := re.search(r'<option value="([^"]*)" selected', inner):
            found[name] = [chosen[1]]
    for name, text in re.findall(r'<textarea[^>]*\bname="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = [text]
    return found


def send(client: FlaskClient, where: str, page: str, do: str = "preview", **more: Any) -> tuple[int, str]:
    """Send the form of a page, with what is typed into it besides."""
    given: dict[str, Any] = {**filled(page), "do": do, **{name.replace("__", "-"): v for name, v in more.items()}}
    answer = client.post(where, data=given, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def text(client: FlaskClient, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.get_data(as_text=True)


QUEUE = "/settings/queue/edit/sales"


def test_a_queue_is_changed_after_its_difference_was_seen(
    console: Flask, admin: FlaskClient, box: Commanded, jobs: FakeProcess
) -> None:
    page = text(admin, QUEUE)
    _, page = send(admin, QUEUE, page, **{"f__wrap_up": "25"})
    assert re.search(r"Wrap-up</th>.*?<del>10 s</del>.*?<ins>25 s</ins>", page, re.DOTALL)
    assert body(box, "queue", "sales")["wrap_up"] == 10
    status, again = send(admin, QUEUE, page, "keep")
    assert "Say why." in again
    assert body(box, "queue", "sales")["wrap_up"] == 10
    status, page = send(admin, QUEUE, again, "keep", reason="more notes")
    assert (status, "is in force" in page) == (200, True)
    assert body(box, "queue", "sales") == {"title": "Sales", "wrap_up": 25}
    step = box.ask("config.history", limit=1)[0]
    assert (step["author"], step["reason"]) == ("administrator0", "more notes")
    assert ("config.apply", {"reason": "more notes", "overwrite_edits": False}) in jobs.asked
    act = next(iter(parts(console).trail.search(Question(limit=1))))
    assert (act.act, act.reason, act.after) == ("settings.change", "more notes", {"queue.sales.wrap_up": 25})


def test_what_was_not_previewed_is_not_kept(admin: FlaskClient, box: Commanded) -> None:
    _, page = send(admin, QUEUE, text(admin, QUEUE), **{"f__wrap_up": "25"})
    _, page = send(admin, QUEUE, page, "keep", reason="x", **{"f__wrap_up": "26"})
    assert "<ins>26 s</ins>" in page
    assert body(box, "queue", "sales")["wrap_up"] == 10


def test_a_form_that_is_sent_as_it_stands_changes_nothing(admin: FlaskClient, box: Commanded) -> None:
    for where in (QUEUE, "/settings/agent/edit/8001", "/settings/number/edit/4008001000"):
        _, page = send(admin, where, text(admin, where))
        assert "Nothing differs" in page, where


@pytest.mark.timeout(300)
def test_each_kind_has_its_pages_and_its_form_can_be_sent(admin: FlaskClient, box: Commanded) -> None:
    for name, known in KINDS.items():
        where = f"/settings/{name}/edit/{known.only}" if known.only else f"/settings/{name}/new"
        page = text(admin, where)
        assert [field.name for field in known.fields if f'id="at-{field.name}"' not in page] == [], name
        status, _ = send(admin, where, page, key="8009")
        assert status in (200, 409), name
        assert admin.get(f"/settings/{name}/", follow_redirects=True).status_code == 200


def test_a_new_agent_is_made_a_copy_and_removed(admin: FlaskClient, box: Commanded) -> None:
    page = text(admin, "/settings/agent/new?copy=8001")
    assert 'value="Li Na"' in page
    given = {"key": "8003", "f__name": "Zhao", "f__pin": "4711"}
    _, page = send(admin, "/settings/agent/new", page, **given)
    assert "<ins>Zhao</ins>" in page
    assert "4711" not in page
    _, page = send(admin, "/settings/agent/new", page, "keep", reason="new here", **given)
    made = body(box, "agent", "8003")
    assert (made["name"], made["skills"], made["queues"]) == ("Zhao", {"tea": 5}, ["sales"])
    assert made["pin"]
    status, page = send(admin, "/settings/agent/new", text(admin, "/settings/agent/new"), key="8003")
    assert (status, "8003” already" in page) == (409, True)
    admin.post("/settings/agent/remove/8003", data={"reason": "left"})
    assert body(box, "agent", "8003") == {}


FAULTS = (
    ("f__wrap_up", "x", "is no whole number"),
    ("f__wrap_up", "-1", "out of range"),
    ("f__ring_time", "9999999999999999999999", "is no whole number"),
    ("f__callback_hours", "always", "not written as it must be"),
    ("f__title", "x" * 61, "too long"),
    ("f__outbound_number", "abc", "not written as it must be"),
)


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(admin: FlaskClient, box: Commanded) -> None:
    form = text(admin, QUEUE)
    for field, value, said in FAULTS:
        status, page = send(admin, QUEUE, form, **{field: value, "f__max_wait": "77"})
        assert status == 409
        at = page.index(f'id="at-{field.removeprefix("f__")}"')
        assert said in page[at : page.index('id="at-', at + 10)], field
        assert value in page
        assert re.search(r'name="f-max_wait"[^>]*value="77"', page)


def test_what_the_engine_refuses_stands_beside_its_field(admin: FlaskClient, box: Commanded) -> None:
    where = "/settings/agent/edit/8001"
    status, page = send(admin, where, text(admin, where), **{"f__phone": "none"})
    assert status == 409
    at = page.index('id="at-phone"')
    assert "invalid-feedback" in page[at : page.index('id="at-', at + 10)]


def test_two_people_at_the_same_document(admin: FlaskClient, client_for: ClientFor, box: Commanded) -> None:
    mine = text(admin, QUEUE)
    box.follow("config.propose", since=1, documents={"queue": {"sales": {"title": "S"}}}, reason="first", by="zhao")
    status, page = send(admin, QUEUE, mine, **{"f__wrap_up": "25"})
    assert status == 409
    assert "zhao has just changed" in page
    assert re.search(r"<del>Sales</del>.*?<ins>S</ins>", page, re.DOTALL)
    assert re.search(r'name="f-wrap_up" value="25"', page)
    status, page = send(admin, QUEUE, page)
    assert (status, "<ins>25 s</ins>" in page) == (200, True)


def test_rows_are_added_moved_and_dropped(admin: FlaskClient, box: Commanded) -> None:
    page = text(admin, QUEUE)
    for _ in range(2):
        _, page = send(admin, QUEUE, page, "more-overflow")
    steps = {"f__overflow-0-after": "60", "f__overflow-0-queue": "support"}
    steps |= {"f__overflow-1-after": "90", "f__overflow-1-exit": "timed_out"}
    _, page = send(admin, QUEUE, page, **steps)
    assert "After 60 s, To queue support" in page
    _, page = send(admin, QUEUE, page, "drop-overflow-0")
    assert 'name="f-overflow-0-exit" value="timed_out"' in page
    _, page = send(admin, QUEUE, page, "more-order")
    _, page = send(admin, QUEUE, page, "more-order", **{"f__order-0-name": "8001"})
    _, page = send(admin, QUEUE, page, "up-order-1", **{"f__order-1-name": "8002"})
    _, page = send(admin, QUEUE, page)
    _, page = send(admin, QUEUE, page, "keep", reason="x")
    assert body(box, "queue", "sales")["order"] == ["8002", "8001"]
    assert body(box, "queue", "sales")["overflow"] == [{"after": 90, "exit": "timed_out"}]


def test_who_uses_it_is_named_before_it_goes(admin: FlaskClient, box: Commanded) -> None:
    page = text(admin, "/settings/queue/remove/sales")
    assert "Agent 8001: Queues" in page
    assert "Say why." in admin.post("/settings/queue/remove/sales", data={}).get_data(as_text=True)
    assert body(box, "queue", "sales")


def test_a_change_is_looked_at_and_undone(admin: FlaskClient, box: Commanded) -> None:
    documents = {"queue": {"sales": {"title": "Sales", "wrap_up": 99}}}
    box.follow("config.propose", since=1, documents=documents, reason="try", by="zhao")
    assert ">try<" in text(admin, "/settings/history/?kind=queue&key=sales")
    page = text(admin, "/settings/history/2")
    assert "<ins>99 s</ins>" in page
    assert "Say why." in admin.post("/settings/history/2/undo", data={}).get_data(as_text=True)
    answer = admin.post("/settings/history/2/undo", data={"reason": "no good"}, follow_redirects=True)
    assert "was undone by change 3" in answer.get_data(as_text=True)
    assert body(box, "queue", "sales")["wrap_up"] == 10
    assert admin.get("/settings/history/99").status_code == 404
    # Changed again since: nothing is overwritten.
    assert admin.post("/settings/history/2/undo", data={"reason": "again"}).status_code == 409
    assert text(admin, "/settings/history/1")


def test_the_list_is_searched(admin: FlaskClient, box: Commanded) -> None:
    page = text(admin, "/settings/agent/?q=wang")
    assert "8002" in page
    assert "8001" not in page
    assert "Nothing like that" in text(admin, "/settings/agent/?q=nobody")
    assert "Nothing here yet" in text(admin, "/settings/trunk/")


@pytest.mark.timeout(300)
def test_each_role_changes_what_it_may(client_for: ClientFor, box: Commanded) -> None:
    for role, rights in ROLES.items():
        client = client_for(role)
        for kind in ("queue", "trunk", "retention"):
            sees = "setup.see" in rights
            changes = sees and any(right in rights for right in KINDS[kind].rights)
            page = client.get(f"/settings/{kind}/")
            assert page.status_code == (200 if sees else 403), (role, kind)
            assert (f"/settings/{kind}/new" in page.get_data(as_text=True)) is changes, (role, kind)
            assert client.get(f"/settings/{kind}/new").status_code == (200 if changes else 403), (role, kind)
            given = {"key": "t1", "do": "preview", "f-match": "10.0.0.1", "f-minimum": "1", "f-maximum": "2"}
            answer = client.post(f"/settings/{kind}/new", data=given)
            assert answer.status_code in ((200, 409) if changes else (403,)), (role, kind)
        removal = client.post("/settings/agent/remove/8002", data={})
        assert removal.status_code == (200 if "setup.change" in rights else 403), role
    assert box.ask("config.history", limit=1)[0]["change"] == 1


def test_a_scope_bounds_what_is_seen_and_changed(client_for: ClientFor, box: Commanded) -> None:
    scope = Scope(frozenset({"sales"}), frozenset({"east"}))
    client = client_for("administrator", scope=scope)
    assert "8002" not in text(client, "/settings/agent/")
    assert "support" not in text(client, "/settings/queue/")
    assert client.get("/settings/agent/edit/8002").status_code == 404
    assert client.get("/settings/queue/edit/support").status_code == 404
    where = "/settings/agent/edit/8001"
    status, _ = send(client, where, text(client, where), **{"f__team": "west"})
    assert status == 403
    assert client.get("/settings/trunk/new").status_code == 403
    assert client.post("/settings/history/1/undo", data={"reason": "x"}).status_code == 403
    assert "Wang" not in text(client, "/settings/history/1")


def test_no_password_leaves_the_engine(admin: FlaskClient, box: Commanded) -> None:
    documents: dict[str, Any] = {"phone": {"p1": {"encryption": "off"}}}
    box.follow("config.propose", since=1, documents=documents, reason="x")
    page = text(admin, "/settings/phone/edit/p1")
    assert body(box, "phone", "p1")["secret"] not in page
    _, page = send(admin, "/settings/phone/edit/p1", page, **{"f__encryption": "required"})
    _, page = send(admin, "/settings/phone/edit/p1", page, "keep", reason="x")
    assert body(box, "phone", "p1")["encryption"] == "required"
    assert body(box, "phone", "p1")["secret"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["agent", "route", "recording-policy"])
def test_no_text_breaks_a_form(admin: FlaskClient, box: Commanded, kind: str) -> None:
    known = KINDS[kind]
    where = f"/settings/{kind}/edit/{known.only}" if known.only else f"/settings/{kind}/new"
    for given in (*TEXTS, *BROKEN):
        data: dict[str, Any] = {"key": given, "since": given, "mark": given, "reason": given}
        for field in known.fields:
            data |= {f"f-{field.name}": given, f"n-{field.name}": ["0", given]}
            data |= {f"f-{field.name}-0-{column}": given for column in ("name", "value", "after", "queue", "skills")}
        for do in ("keep", "more-rules" if given == "" else given):
            if problem := broken(admin, where, data | {"do": do}, given):
                raise AssertionError((kind, given, do, problem))


def broken(client: FlaskClient, where: str, data: dict[str, Any], given: str) -> str:
    """What is wrong with the answer to a form; "" for nothing, also where it cannot be sent."""
    try:
        answer = client.post(where, data=data)
    except UnicodeEncodeError:
        return ""
    return problem_of(answer.status_code, answer.get_data(as_text=True), given)


def test_a_reason_is_refused_when_too_long_and_never_cut(admin: FlaskClient, box: Commanded) -> None:
    for where in ("/settings/agent/remove/8002", "/settings/history/1/undo", "/settings/agent/edit/8002"):
        answer = admin.post(where, data={"reason": "x" * 501, "do": "preview"})
        assert (answer.status_code, "501 characters" in answer.get_data(as_text=True)) == (409, True), where
    assert box.ask("config.history", limit=1)[0]["change"] == 1
