"""The configuration at the interface: read, proposed, refused at its fields, made, compared and undone."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from appliance.desk.audit.model import Question
from appliance.desk.settings.known import KINDS
from appliance.store.documents import Documents
from tests.unit.engine.commanded import Commanded
from tests.web.api.conftest import Program, ProgramFor
from tests.web.configured import configured
from tests.web.conftest import parts
from tests.web.processes import FakeProcess

SETS = ("setup.see", "setup.change")


@pytest.fixture
def box(tmp_path: Path, centre_of_two: FakeProcess) -> Commanded:
    return configured(tmp_path / "configured", centre_of_two)


def propose(program: Program, documents: Any, **more: Any) -> tuple[int, dict[str, Any]]:
    since = program("GET", "/configuration/documents/queue").get_json()["change"]
    answer = program("POST", "/configuration/changes", {"since": since, "documents": documents, "reason": "r", **more})
    return answer.status_code, answer.get_json()


def stored(box: Commanded, kind: str, key: str) -> Any:
    return Documents(box.engine.database).get(kind, key)


def test_every_kind_tells_its_fields(program_for: ProgramFor, box: Commanded) -> None:
    items = program_for("setup.see")("GET", "/configuration/kinds").get_json()["items"]
    assert [one["kind"] for one in items] == list(KINDS)
    queue = next(one for one in items if one["kind"] == "queue")
    assert {field["name"] for field in queue["fields"]} == {field.name for field in KINDS["queue"].fields}
    assert not queue["may_change"]


def test_a_change_is_looked_at_made_and_undone(console: Flask, program_for: ProgramFor, box: Commanded) -> None:
    program = program_for(*SETS)
    wanted = {"queue": {"sales": {"title": "Sales", "wrap_up": 30}, "tea": {"title": "Tea"}}}
    status, looked = propose(program, wanted, dry_run=True)
    assert (status, looked["change"]) == (201, 0)
    assert stored(box, "queue", "tea") is None
    status, made = propose(program, wanted)
    assert (status, made["warnings"]) == (201, [])
    assert made["differences"] == looked["differences"]
    changed = next(one for one in made["differences"] if one["key"] == "sales")
    assert (changed["what"], changed["fields"]["wrap_up"]) == ("changed", [10, 30])
    assert stored(box, "queue", "sales")["wrap_up"] == 30
    steps = program("GET", "/configuration/changes?kind=queue&limit=5").get_json()["items"]
    assert {(step["change"], step["author"]) for step in steps[:2]} == {(made["change"], "maker0 · crm")}
    again = program("GET", f"/configuration/changes/{made['change']}").get_json()
    assert again["differences"] == made["differences"]
    before = program("GET", f"/configuration/documents/queue/sales?at={made['change'] - 1}").get_json()
    assert before["items"][0]["body"]["wrap_up"] == 10
    undone = program("POST", f"/configuration/changes/{made['change']}/undo", {"reason": "not wanted"})
    assert undone.status_code == 201, undone.text
    assert stored(box, "queue", "tea") is None
    assert [one.act for one in parts(console).trail.search(Question(act="settings.undo"))] == ["settings.undo"]


def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_changed(program_for: ProgramFor, box: Commanded) -> None:
    wanted = {"queue": {"sales": {"title": "Sales", "wrap_up": -5}, "support": {"title": "Better"}}}
    status, told = propose(program_for(*SETS), wanted)
    assert (status, told["code"]) == (409, "api-configuration-refused")
    (problem,) = told["details"]["problems"]
    assert (problem["field"], bool(problem["says"]), bool(problem["next"])) == (
        "documents.queue.sales.wrap_up",
        True,
        True,
    )
    assert stored(box, "queue", "support") == {"title": "Support"}


def test_two_programs_do_not_write_over_each_other(program_for: ProgramFor, box: Commanded) -> None:
    program = program_for(*SETS)
    since = program("GET", "/configuration/documents/queue").get_json()["change"]
    body = {"since": since, "documents": {"queue": {"sales": {"title": "A"}}}, "reason": "r"}
    assert program("POST", "/configuration/changes", body).status_code == 201
    late = program("POST", "/configuration/changes", {**body, "documents": {"queue": {"sales": {"title": "B"}}}})
    assert (late.status_code, late.get_json()["code"]) == (409, "setting-moved")


def test_only_what_is_ones_own_is_seen_and_changed(program_for: ProgramFor, box: Commanded) -> None:
    reader = program_for("setup.see")
    assert propose(reader, {"queue": {"sales": {"title": "A"}}})[0] == 403
    narrow = program_for(*SETS, queues=frozenset({"sales"}), teams=frozenset({"east"}))
    listed = narrow("GET", "/configuration/documents/agent").get_json()["items"]
    assert [one["key"] for one in listed] == ["8001"]
    assert narrow("GET", "/configuration/documents/agent/8002").status_code == 404
    taken = {"agent": {"8002": {"name": "Mine now", "team": "east"}}}
    for wish in (taken, {"queue": {"support": None}}, {"number": {"400": {"flow": "main"}}}):
        assert propose(narrow, wish)[0] == 403
    assert stored(box, "agent", "8002")["team"] == "west"
    assert propose(narrow, {"queue": {"sales": {"title": "Tea"}}})[0] == 201
    assert narrow("POST", "/configuration/changes/1/undo", {"reason": "r"}).status_code == 403


def test_what_is_not_there_is_said(program_for: ProgramFor, box: Commanded) -> None:
    program = program_for(*SETS)
    for path in ("documents/nothing", "documents/queue/nothing", "changes/4711", "changes/0"):
        assert program("GET", f"/configuration/{path}").status_code == 404, path
    assert propose(program, {"nothing": {"a": {}}})[0] == 404
    assert program("POST", "/configuration/changes/4711/undo", {"reason": "r"}).status_code == 404
