"""Reports taken away: for who may, within what that person sees, and on record."""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Role, Scope
from appliance.desk.reports.model import Kind
from tests.servers.asterisk import runtime_root
from tests.servers.reported import Counted
from tests.web.conftest import ClientFor, parts
from tests.web.test_reports import DAYS, figures, rows

ADDRESS = "/reports/queue/file.{form}"


def table(client: FlaskClient, **more: object) -> list[dict[str, str]]:
    answer = client.get(ADDRESS.format(form="csv"), query_string=DAYS | more)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_file_says_what_the_page_says(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    page = figures(client.get("/reports/queue", query_string=DAYS).text, Kind.QUEUE, "Total")
    (total,) = [row for row in table(client) if row["Queue"] == "Total"]
    assert f"{int(total['Offered']):,}" == page["offered"]
    assert f"{float(total['Service level']):.1f} %" == page["service_level"]


def test_each_form_comes_as_what_it_is(client_for: ClientFor, days: Counted, console: Flask) -> None:
    client = client_for("supervisor")
    xlsx = client.get(ADDRESS.format(form="xlsx"), query_string=DAYS | {"against": "before"})
    assert load_workbook(io.BytesIO(xlsx.data)).worksheets[0].title
    assert "queue-20260504-20260505.xlsx" in xlsx.headers["Content-Disposition"]
    assert "spreadsheetml" in xlsx.headers["Content-Type"]
    assert client.get(ADDRESS.format(form="doc"), query_string=DAYS).status_code == 404
    assert client.get("/reports/cats/file.csv").status_code == 404


def test_who_took_what_with_how_many_rows_is_on_record(client_for: ClientFor, days: Counted, console: Flask) -> None:
    found = table(client_for("supervisor"), show=["offered", "service_level"])
    (act,) = parts(console).trail.search(Question(act="report.export"))
    assert act.who.startswith("supervisor")
    assert act.after is not None
    assert (act.after["form"], act.after["rows"]) == ("csv", len(found))
    assert act.after["columns"] == ["offered", "service_level"]
    assert act.after["period_shown"] == "2026-05-04 – 2026-05-05"


def test_without_the_right_nothing_is_taken_and_nothing_noted(
    client_for: ClientFor, days: Counted, console: Flask
) -> None:
    assert client_for("quality").get(ADDRESS.format(form="csv"), query_string=DAYS).status_code == 403
    parts(console).roles.put(Role("taker", "Taker", frozenset({"reports.export"})))
    assert client_for("taker").get(ADDRESS.format(form="csv"), query_string=DAYS).status_code == 403
    assert parts(console).trail.search(Question(act="report.export")) == ()
    assert "file.csv" not in client_for("quality").get("/reports/queue", query_string=DAYS).text


def test_a_file_holds_the_own_queues_only_and_says_so(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor", scope=Scope(queues=frozenset({"q1"})))
    assert {row["Identifier"] for row in table(client, name=["q0", "q1"])} == {"q1", ""}
    book = load_workbook(io.BytesIO(client.get(ADDRESS.format(form="xlsx"), query_string=DAYS).data))
    told = [str(row[1].value) for row in book.worksheets[0].iter_rows(max_row=8)]
    assert "queues q1 only" in told
    assert client.get("/reports/number/file.csv", query_string=DAYS).status_code == 409


def test_no_number_of_a_customer_is_in_any_file(client_for: ClientFor, days: Counted, console: Flask) -> None:
    rights = frozenset({"reports.see", "reports.export"})
    parts(console).roles.put(Role("blind", "Blind", rights))
    client = client_for("blind")
    for kind in Kind:
        assert "139000000" not in client.get(f"/reports/{kind}/file.csv", query_string=DAYS).text


def test_chosen_columns_are_those_of_the_page_and_of_the_file(client_for: ClientFor, days: Counted) -> None:
    client, asked = client_for("supervisor"), {"show": ["abandoned", "offered", "gone"]}
    assert list(table(client, **asked)[0])[5:] == ["Offered", "Abandoned"]
    page = client.get("/reports/queue", query_string=DAYS | asked).text
    assert all(len(cells) == 2 for cells in rows(page).values())


def test_a_pdf_is_made_of_the_boxs_letters(
    client_for: ClientFor, days: Counted, console: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = runtime_root() / "usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
    assert isinstance(font, Path)
    object.__setattr__(parts(console).settings, "font", font)
    answer = client_for("supervisor").get(ADDRESS.format(form="pdf"), query_string=DAYS)
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
