"""Settings as files: given out and taken in again, every bad row named, files that lie refused, all one change."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from appliance.desk.settings.known import KINDS
from appliance.desk.settings.sheets.plan import SINGLY, columns, planned
from appliance.store.documents import Documents
from manager.sheets import sheet as sheets
from manager.sheets.headings import choices, heading, known
from tests.unit.engine.commanded import Commanded
from tests.web.configured import configured
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess
from tests.web.test_settings import body, filled

AGENTS = "/settings/agent/sheet"
LISTED = [name for name, kind in KINDS.items() if not kind.only or name in SINGLY]


@pytest.fixture
def box(tmp_path: Path, engine: FakeProcess) -> Commanded:
    return configured(tmp_path / "configured", engine)


@pytest.fixture
def admin(client_for: ClientFor) -> FlaskClient:
    return client_for("administrator")


def upload(
    client: FlaskClient, data: bytes, where: str = AGENTS, name: str = "agents.csv", **more: str
) -> tuple[int, str]:
    form: dict[str, Any] = {"file": (io.BytesIO(data), name), "do": "preview", **more}
    answer = client.post(where, data=form, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def keep(client: FlaskClient, page: str, reason: str, where: str = AGENTS) -> tuple[int, str]:
    """What the browser sends of the preview."""
    hidden = {
        name: values[0] for name, values in filled(page[: page.index("</form>", page.index('name="sheet"'))]).items()
    }
    form = {**hidden, "do": "keep", "reason": reason}
    answer = client.post(where, data=form, content_type="multipart/form-data", follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def count(page: str, what: str) -> int:
    found = re.search(rf'data-count="{what}">(\d+)<', page)
    assert found, what
    return int(found[1])


def wrong(page: str) -> list[tuple[str, str, str]]:
    """Row, column and what is wrong, as the page lists them."""
    found = re.findall(r'<tr><td class="tabular">([^<]*)</td><td>([^<]*)</td><td class="text-break">([^<]*)</td>', page)
    return [(row, column, what) for row, column, what in found]


def book(*lines: list[Any]) -> bytes:
    made, file = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_exported_is_imported_unchanged(
    console: Flask, admin: FlaskClient, box: Commanded, form: str, language: str
) -> None:
    documents: dict[str, Any] = {
        "agent": {"8003": {"name": "=1+1", "hide_number": True, "skills": {"a,b": 3}, "outbound_number": "+862188"}},
        "caller-list": {"vip": {"entries": ["13800000000", "139*"]}},
        "queue": {"odd": {"title": '\'=x "y"\n', "overflow": [{"after": 60, "queue": "sales"}]}},
    }
    box.follow("config.propose", since=1, documents=documents, reason="x")
    with console.test_request_context(headers={"Accept-Language": language}):
        for name in LISTED:
            kind, present = KINDS[name], Documents(box.engine.database).all(name)
            head, lines = [heading(kind, one) for one in sheets.offered(kind)], sheets.lines_of(kind, present)
            data = (
                sheets.as_csv(head, lines) if form == "csv" else sheets.as_workbook(kind, sheets.offered(kind), lines)
            )
            if not present:
                continue
            plan = planned(kind, sheets.taken(kind, "x", data).rows, present, lambda key, body: True, whole=True)
            assert (plan.documents, plan.troubles) == ({}, []), name
    given = admin.get(f"{AGENTS}/file?format={form}")
    status, page = upload(admin, given.data, name=f"a.{form}", whole="1")
    assert (status, count(page, "same"), count(page, "removed")) == (200, 3, 0)
    assert "already as the file has it" in page


def test_every_heading_is_known_in_both_languages(console: Flask) -> None:
    for language in ("zh", "en"):
        with console.test_request_context(headers={"Accept-Language": language}):
            for name in LISTED:
                kind = KINDS[name]
                words = known(kind)
                assert [one for one in columns(kind) if words.get(heading(kind, one).strip().lower()) != one] == [], (
                    name
                )
                for place, offered in choices(kind).items():
                    assert len(set(offered)) == len(offered), (name, place)


def test_a_file_becomes_one_change_that_is_undone_as_one(console: Flask, admin: FlaskClient, box: Commanded) -> None:
    text = 'Agent number,Name,Team,Skills\n8001,Li Na,west,tea=5\n8005,Zhao,east,"tea=3, coffee=1"\n'
    status, page = upload(admin, text.encode())
    assert (status, count(page, "new"), count(page, "changed"), count(page, "same")) == (200, 1, 1, 0)
    assert re.search(r"<del>east</del>.*?<ins>west</ins>", page, re.DOTALL)
    assert body(box, "agent", "8005") == {}
    _, again = keep(admin, page, "")
    assert "Say why." in again
    status, page = keep(admin, again, "autumn")
    assert "1 new, 1 changed, 0 removed" in page
    assert body(box, "agent", "8005")["skills"] == {"tea": 3, "coffee": 1}
    assert body(box, "agent", "8001")["queues"] == ["sales"]
    assert {step["change"] for step in box.ask("config.history", limit=2)} == {2}
    act = next(iter(parts(console).trail.search(Question(limit=1))))
    assert (act.act, act.reason) == ("settings.import", "autumn")
    assert (act.after or {})["file"] == "agents.csv"
    admin.post("/settings/history/2/undo", data={"reason": "no"})
    assert body(box, "agent", "8005") == {}
    assert body(box, "agent", "8001")["team"] == "east"


def test_what_the_file_lacks_goes_when_that_is_wished_and_what_uses_it_is_named(
    admin: FlaskClient, box: Commanded
) -> None:
    queues = "/settings/queue/sheet"
    _status, page = upload(admin, b"key,title\nsupport,Support\n", queues, whole="1")
    assert (count(page, "removed"), count(page, "same")) == (1, 1)
    assert "sales – Agent 8001: Queues" in page
    _status, page = upload(admin, b"key,team\n8002,west\n", whole="1")
    _, page = keep(admin, page, "gone")
    assert body(box, "agent", "8001") == {}


def test_each_bad_row_is_named_with_what_to_do(admin: FlaskClient, box: Commanded) -> None:
    text = "key,name,lines,phone\n8001,Li,two,\n,Nobody,1,\n8001,Again,1,\n8006,Zhao,99,\n"
    status, page = upload(admin, text.encode())
    assert status == 409
    assert wrong(page) == [
        ("2", "Calls at once", "“two” is no whole number."),
        ("3", "Agent number", "This must be filled in."),
        ("4", "Agent number", "“8001” stands in row 2 already."),
        ("5", "Calls at once", "The number is out of range."),
    ]
    assert "Remove one of the two rows." in page
    # What only the engine knows stands at its row too.
    status, page = upload(admin, b"key,name,phone\n8001,Li,\n8006,Zhao,nowhere\n")
    assert (status, [row for row, _, _ in wrong(page)]) == (409, ["3"])
    assert body(box, "agent", "8006") == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_comes_as_spreadsheets_write_it(admin: FlaskClient, box: Commanded, encoding: str, separator: str) -> None:
    lines = [["工号", "姓名"], ["8007", "张伟，北京"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    status, page = upload(admin, text.encode(encoding))
    assert (status, count(page, "new")) == (200, 1)
    assert "张伟，北京" in page


def test_a_workbook_keeps_its_zeros_and_its_words(admin: FlaskClient, box: Commanded) -> None:
    _, page = upload(admin, book(["key", "name", "hide_number"], [8007, "Wu", True]), name="a.xlsx")
    assert re.search(r"<ins>Wu</ins>.*?<ins>yes</ins>", page, re.DOTALL)
    given = load_workbook(io.BytesIO(admin.get(f"{AGENTS}/file?format=xlsx").data))
    sheet = given.worksheets[0]
    assert [sheet.cell(2, 1).value, sheet.cell(2, 1).data_type, sheet.cell(2, 1).number_format] == ["8001", "s", "@"]
    hints = given.worksheets[1]
    assert hints.cell(2, 1).value == sheet.cell(1, 1).value


def test_no_cell_that_is_given_out_is_computed(admin: FlaskClient, box: Commanded) -> None:
    documents = {"agent": {"8003": {"name": "=HYPERLINK(1)"}, "8004": {"name": "@x"}}}
    box.follow("config.propose", since=1, documents=documents, reason="x")
    rows = list(csv.reader(io.StringIO(admin.get(f"{AGENTS}/file?format=csv").data.decode("utf-8-sig"))))
    assert [row[1] for row in rows[3:]] == ["'=HYPERLINK(1)", "'@x"]
    sheet = load_workbook(io.BytesIO(admin.get(f"{AGENTS}/file?format=xlsx").data)).worksheets[0]
    assert (sheet.cell(4, 2).value, sheet.cell(4, 2).data_type) == ("=HYPERLINK(1)", "s")


def test_formulas_and_errors_in_cells_are_named(admin: FlaskClient, box: Commanded) -> None:
    data = book(["key", "name"], ["8007", "=1+1"], ["8008", "#REF!"], ["8009", "Wu", "stray"])
    status, page = upload(admin, data, name="a.xlsx")
    assert (status, [(row, what) for row, _, what in wrong(page)]) == (
        409,
        [
            ("2", "The cell holds a formula."),
            ("3", "The cell shows an error."),
            ("4", "Something stands beyond the headings."),
        ],
    )


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "x")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return file.getvalue()


def with_doctype() -> bytes:
    source, file = zipfile.ZipFile(io.BytesIO(book(["key"], ["8007"]))), io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "xl/workbook.xml":
                text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + text.partition(b"?>")[2]
            parts.writestr(part.filename, text)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("agents.csv", "key,name")
    return file.getvalue()


LIES = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(32)), "neither XLSX nor CSV"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "neither XLSX nor CSV"),
    "another archive": (archive(), "neither XLSX nor CSV"),
    "half a workbook": (book(["key"], ["8007"])[:700], "cannot be read to its end"),
    "no characters": (b"key,name\n8007,\xff\xff\x80", "cannot be read"),
    "an open quote": (b'key,name\n8007,"Wu', "cannot be read to its end"),
    "nothing": (b"", "nothing to import"),
    "headings alone": (b"key,name\n", "nothing to import"),
    "another heading": (b"key,nmae\n8007,Wu\n", "Nobody knows the columns: nmae."),
    "a heading twice": (b"key,name,NAME\n8007,Wu,Wu\n", "stands there twice"),
    "no names": (b"name\nWu\n", "The column “Agent number” is missing."),
}


@pytest.mark.parametrize("what", LIES)
def test_a_file_that_is_none_is_refused_with_the_reason(admin: FlaskClient, box: Commanded, what: str) -> None:
    data, said = LIES[what]
    status, page = upload(admin, data, name="agents.xlsx")
    assert (status, said in page) == (409, True)
    assert 'role="alert"' in page
    assert box.ask("config.history", limit=1)[0]["change"] == 1


def test_a_bomb_and_words_of_its_own_are_not_unpacked(admin: FlaskClient, box: Commanded) -> None:
    status, page = upload(admin, bomb(), name="a.xlsx")
    assert (status, "The file is too large." in page) == (409, True)
    status, page = upload(admin, with_doctype(), name="a.xlsx")
    assert (status, "cannot be read to its end" in page) == (409, True)
    status, page = upload(admin, b"key,name\n" + b"8007,x\n" * 2_000_000)
    assert status in (409, 413)


def test_what_was_previewed_cannot_be_another_sheet(admin: FlaskClient, client_for: ClientFor, box: Commanded) -> None:
    _, page = upload(admin, b"key,pin\n8001,471108\n")
    assert "471108" not in page
    other = client_for("administrator")
    status, answer = keep(other, page, "mine")
    assert (status, "no longer valid" in answer) == (409, True)
    status, answer = keep(admin, page.replace('name="mark" value="', 'name="mark" value="0'), "x")
    assert "is in force" not in answer
    assert body(box, "agent", "8001").get("pin") is None
    keep(admin, page, "pins")
    assert body(box, "agent", "8001")["pin"]


def test_somebody_else_has_changed_it_meanwhile(admin: FlaskClient, box: Commanded) -> None:
    _, page = upload(admin, b"key,name\n8001,Li\n")
    box.follow("config.propose", since=1, documents={"agent": {"8001": {"name": "Other"}}}, reason="x", by="zhao")
    status, _answer = keep(admin, page, "mine")
    assert status == 409
    assert body(box, "agent", "8001") == {"name": "Other"}


def test_who_may_only_look_gets_files_and_takes_none_in(client_for: ClientFor, box: Commanded) -> None:
    auditor = client_for("auditor")
    page = auditor.get(AGENTS).get_data(as_text=True)
    assert "format=csv" in page
    assert 'type="file"' not in page
    assert upload(auditor, b"key\n8001\n")[0] == 403
    assert client_for("technician").get("/settings/trunk/sheet").status_code == 200
    assert client_for("agent").get(AGENTS).status_code == 403


def test_a_scope_bounds_files_too(client_for: ClientFor, box: Commanded) -> None:
    client = client_for("administrator", scope=Scope(frozenset({"sales"}), frozenset({"east"})))
    assert b"8002" not in client.get(f"{AGENTS}/file?format=csv").data
    status, page = upload(client, b"key,name,team\n8002,Mine,east\n8006,New,west\n8001,Li,east\n")
    assert (status, [(row, what) for row, _, what in wrong(page)]) == (
        409,
        [("2", "“8002” is not yours to change."), ("3", "“8006” is not yours to change.")],
    )
    answer = client.post("/settings/agent/new", data={"key": "8002", "do": "preview", "f-team": "east"})
    assert (answer.status_code, "8002” already" in answer.get_data(as_text=True)) == (409, True)


@pytest.mark.timeout(300)
def test_five_thousand_rows_are_one_change(admin: FlaskClient, box: Commanded) -> None:
    lines = [f'{number},Agent {number},east,sales,"tea=5, coffee=3"' for number in range(10_000, 15_000)]
    data = "\n".join(["key,name,team,queues,skills", *lines]).encode()
    status, page = upload(admin, data)
    assert (status, count(page, "new")) == (200, 5000)
    assert len(page) < 2_000_000
    status, page = keep(admin, page, "the whole town")
    assert (status, "5000 new" in page) == (200, True)
    assert len(Documents(box.engine.database).all("agent")) == 5002
    assert box.ask("config.history", limit=1)[0]["change"] == 2
    admin.post("/settings/history/2/undo", data={"reason": "no"})
    assert len(Documents(box.engine.database).all("agent")) == 2
