"""Reports in the console: the figures of the ledger, for whoever may see them, and the contacts behind each."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.service import Period
from appliance.desk.people.model import Scope
from appliance.desk.reports.columns import COLUMNS
from appliance.desk.reports.model import Kind
from appliance.desk.reports.wording import definition, label
from tests.servers.ledger_day import MORNING
from tests.servers.reported import SHANGHAI, Counted, counted
from tests.web.conftest import ClientFor, Hands, parts
from tests.web.processes import FakeProcess

DAYS = {"period": "chosen", "since": "2026-05-04", "until": "2026-05-05"}
BEGIN, END = datetime(2026, 5, 4, tzinfo=SHANGHAI), datetime(2026, 5, 6, tzinfo=SHANGHAI)
CELL = re.compile(r'<td class="rep-value">\s*(?:<a href="([^"]*)"[^>]*>)?\s*([^<]*?)\s*(?:</a>)?\s*</td>')


@pytest.fixture
def days(console: Flask, jobs: FakeProcess, hands: Hands) -> Counted:
    """Two days in May, seen on the sixth."""
    hands.moment = MORNING + timedelta(days=2)
    made = counted(parts(console).engine, hands)
    jobs.answers |= made.answers()
    return made


def rows(page: str) -> dict[str, list[tuple[str, str]]]:
    """Cells, as address and text, of each line of a page's tables by its name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        if name := re.search(r'<th scope="row" class="rep-name">(.*?)</th>', line, re.DOTALL):
            said = " ".join(re.sub(r"<[^>]*>", " ", name[1]).split())
            found[unescape(said)] = [(unescape(link), unescape(text)) for link, text in CELL.findall(line)]
    return found


def figures(page: str, kind: Kind, name: str) -> dict[str, str]:
    return {one.figure: text for one, (_, text) in zip(COLUMNS[kind], rows(page)[name], strict=True)}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_report_shows_what_was_counted(client_for: ClientFor, days: Counted, kind: Kind) -> None:
    page = client_for("supervisor").get(f"/reports/{kind}", query_string=DAYS).text
    shown = rows(page)
    subject = Subject("agent" if kind is Kind.TEAM else kind)
    whole = days.figures.of(subject, "", Period(BEGIN, END, "month", SHANGHAI), END)
    offered = "visits" if kind is Kind.NODE else "offered"
    total = sum(row.get(offered, 0) for row in whole)
    assert total > 0
    assert figures(page, kind, "Total")[offered] == f"{total:,}"
    if kind is not Kind.TEAM:
        names = {row[subject.value] for row in whole}
        assert {name.split()[-1] for name in shown} >= names


@pytest.mark.parametrize("kind", [Kind.QUEUE, Kind.AGENT, Kind.TEAM, Kind.NUMBER, Kind.NODE])
def test_a_count_opens_the_contacts_that_make_it(client_for: ClientFor, days: Counted, kind: Kind) -> None:
    """Followed as a person does, one link of each column and that of its total: the sum must be the figure."""
    client, followed = client_for("supervisor"), 0
    lines = rows(client.get(f"/reports/{kind}", query_string=DAYS | {"by": "day"}).text)
    for place, one in enumerate(COLUMNS[kind]):
        cells = [cells[place] for cells in (lines["Total"], *lines.values()) if cells[place][0]]
        for link, text in cells[:2] if one.unit == "count" else ():
            answer = client.get(link)
            assert answer.status_code == 200, link
            assert sum(int(cell) for _, cell in CELL.findall(answer.text)) == int(text.replace(",", "")), link
            followed += 1
    assert followed > 4


def test_a_person_sees_the_queues_and_teams_of_the_own_scope_only(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor", scope=Scope(queues=frozenset({"q1"}), teams=frozenset({"早班"})))
    page = client.get("/reports/queue", query_string=DAYS).text
    assert "q1" in page
    assert not {"q0", "q2"} & {name.split()[-1] for name in rows(page)}
    assert figures(page, Kind.QUEUE, "Total") == figures(page, Kind.QUEUE, "技术支持 q1")
    asked = client.get("/reports/queue", query_string=DAYS | {"name": ["q0", "q1"]}).text
    assert figures(asked, Kind.QUEUE, "Total") == figures(page, Kind.QUEUE, "Total")
    agents = client.get("/reports/agent", query_string=DAYS).text
    assert {name.split()[-1] for name in rows(agents) if name.split()[-1].startswith("8")} <= {"8000", "8002", "8004"}
    assert "晚班" not in client.get("/reports/team", query_string=DAYS).text
    other = client.get("/reports/queue/contacts", query_string=DAYS | {"name": "q0", "column": "offered"})
    assert "There are no contacts" in other.text
    for kind in ("number", "node", "trunk"):
        answer = client.get(f"/reports/{kind}", query_string=DAYS)
        assert answer.status_code == 409
        assert "whole centre" in answer.text


def test_two_periods_stand_beside_each_other(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    second = client.get("/reports/queue", query_string=DAYS | {"since": "2026-05-05"}).text
    first = client.get("/reports/queue", query_string=DAYS | {"until": "2026-05-04"}).text
    both = client.get("/reports/queue", query_string=DAYS | {"since": "2026-05-05", "against": "before"}).text
    assert "2026-05-04" in both
    tiles = re.findall(r'class="rep-big">(.*?)</div>\s*<div class="rep-before">([^<]*)', both)
    now, before = (dict(zip(main(), (pair[at].strip() for pair in tiles), strict=True)) for at in (0, 1))
    assert now == {name: figures(second, Kind.QUEUE, "Total")[name] for name in main()}
    assert before == {name: figures(first, Kind.QUEUE, "Total")[name] for name in main()}
    drawn = chart(both)
    of = {one["figure"]: one["parts"] for one in drawn["figures"]}
    assert len(of["offered"]["now"]) == len(of["offered"]["before"]) == len(drawn["parts"]) == 24
    assert sum(of["offered"]["before"]) == int(figures(first, Kind.QUEUE, "Total")["offered"])


def main() -> list[str]:
    return [one.figure for one in COLUMNS[Kind.QUEUE] if one.main]


def chart(page: str) -> dict[str, Any]:
    found = re.search(r'data-chart="([^"]*)"', page)
    assert found
    return dict(json.loads(unescape(found[1])))


@pytest.mark.parametrize("by", ["15m", "hour", "day", "week", "month"])
def test_parts_of_each_length_add_up(client_for: ClientFor, days: Counted, by: str) -> None:
    page = client_for("supervisor").get("/reports/queue", query_string=DAYS | {"by": by}).text
    offered = next(one for one in chart(page)["figures"] if one["figure"] == "offered")
    assert sum(offered["parts"]["now"]) == int(figures(page, Kind.QUEUE, "Total")["offered"])
    assert sum(offered["names"]["now"]) == int(figures(page, Kind.QUEUE, "Total")["offered"])


def test_numbers_of_callers_are_masked_for_whom_they_are(client_for: ClientFor, days: Counted) -> None:
    asked = DAYS | {"name": "q0", "column": "offered"}
    assert "13900000001" in client_for("supervisor").get("/reports/queue/contacts", query_string=asked).text
    masked = client_for("quality").get("/reports/queue/contacts", query_string=asked).text
    assert "13900000001" not in masked
    assert "139****0001" in masked


def test_a_long_period_is_shown_but_its_contacts_are_not_listed(client_for: ClientFor, days: Counted) -> None:
    client, asked = client_for("supervisor"), {"period": "chosen", "since": "2026-01-01", "until": "2026-05-31"}
    page = client.get("/reports/queue", query_string=asked | {"by": "day"}).text
    links = [link for link, _ in rows(page)["Total"]]
    assert set(links) == {""}
    answer = client.get("/reports/queue/contacts", query_string=asked | {"column": "offered"})
    assert answer.status_code == 409
    assert "32 days" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-05-05", "until": "2026-05-01"},
        {"since": "2024-05-05", "until": "2026-05-01"},
        {"since": "soon", "until": "2026-05-01"},
        {"by": "minute"},
        {"against": "tomorrow"},
    ],
)
def test_what_is_no_period_is_said_above_the_form(client_for: ClientFor, days: Counted, asked: dict[str, str]) -> None:
    answer = client_for("supervisor").get("/reports/queue", query_string=DAYS | asked)
    assert answer.status_code == 409
    assert "is no period" in answer.text
    assert '<select class="form-select" name="period"' in answer.text


def test_nothing_happened_is_said(client_for: ClientFor, days: Counted) -> None:
    page = client_for("supervisor").get(
        "/reports/queue", query_string=DAYS | {"since": "2026-02-01", "until": "2026-02-02"}
    )
    assert "Nothing happened in this period" in page.text


def test_every_column_is_named_and_defined_in_both_languages(client_for: ClientFor) -> None:
    page = client_for("supervisor").get("/reports/definitions").text
    for kind in Kind:
        for one in COLUMNS[kind]:
            assert all(label(kind, one.figure, language) for language in ("zh", "en"))
            assert definition(kind, one.figure, "zh")
            if kind is not Kind.TEAM:
                assert f'id="{kind}-{one.figure}"' in page
                assert definition(kind, one.figure, "en") in unescape(page)


def test_links_lead_to_the_same_question(client_for: ClientFor, days: Counted) -> None:
    page = client_for("supervisor").get("/reports/queue", query_string=DAYS | {"against": "year"}).text
    link = re.search(r'href="(/reports/agent\?[^"]*)"', page)
    assert link
    kept = parse_qs(urlsplit(unescape(link[1])).query)
    assert kept == {"period": ["chosen"], "since": ["2026-05-04"], "until": ["2026-05-05"], "against": ["year"]}
