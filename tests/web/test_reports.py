"""Reports in the console: the figures of the ledger, for whoever may see them, and the contacts behind each."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.service import Period
from appliance.desk.people.model import Scope
from appliance.desk.reports.columns import COLUMNS, column
from appliance.desk.reports.model import Kind, Line, Question, Report
from appliance.desk.reports.wording import definition, label
from manager.report_views import Sight
from tests.servers.reported import SHANGHAI, Counted
from tests.web.conftest import ClientFor, Hands
from tests.web.processes import FakeProcess

DAYS = {"period": "chosen", "since": "2026-05-04", "until": "2026-05-05"}
BEGIN, END = datetime(2026, 5, 4, tzinfo=SHANGHAI), datetime(2026, 5, 6, tzinfo=SHANGHAI)
CELL = re.compile(r'<td class="rep-value">\s*(?:<a href="([^"]*)"[^>]*>)?\s*([^<]*?)\s*(?:</a>)?\s*</td>')


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
    offered = {Kind.NODE: "visits", Kind.FLOW: "entered"}.get(kind, "offered")
    total = sum(row.get(offered, 0) for row in whole)
    assert total > 0
    assert figures(page, kind, "Total")[offered] == f"{total:,}"
    if kind is not Kind.TEAM:
        names = {row[subject.value] for row in whole}
        assert {name.removesuffix(" Ways").split()[-1] for name in shown} >= names


@pytest.mark.parametrize("kind", list(Kind))
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
    assert followed > 4 or kind is Kind.TRUNK


@pytest.mark.parametrize("kind", list(Kind))
def test_no_figure_that_there_is_refuses_to_open(client_for: ClientFor, days: Counted, kind: Kind) -> None:
    """Every column of every unit, each figure that it is made of, also where nothing of it was counted."""
    client = client_for("supervisor")
    line = days.made.make(Question(kind, BEGIN, END, "day"), Scope(), END).total
    for one in COLUMNS[kind]:
        for figure in one.behind:
            asked = DAYS | {"column": one.figure, "figure": figure}
            answer = client.get(f"/reports/{kind}/contacts", query_string=asked)
            assert answer.status_code == 200, (one.figure, figure, answer.status_code)
            assert ("There are no contacts" in answer.text) == (not _counted(line.figures, figure)), (one, figure)


def _counted(counts: Mapping[str, Any], figure: str) -> int:
    if not figure.endswith(":"):
        return int(counts.get(figure, 0))
    return sum(counts[name] for name in counts if name.startswith(figure) and not name.endswith("_ms"))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_figure_leads_on_by_what_was_counted_and_not_by_how_it_looks(
    client_for: ClientFor, days: Counted, kind: Kind
) -> None:
    """A quotient of 0 may have calls below its line, and one that is no number has none at all."""
    question = Question(kind, BEGIN, END, "day")
    report = days.made.make(question, Scope(), END)
    page = rows(client_for("supervisor").get(f"/reports/{kind}", query_string=DAYS | {"by": "day"}).text)
    for one, (link, text) in zip(COLUMNS[kind], page["Total"], strict=True):
        counted = [figure for figure in one.behind if _counted(report.total.figures, figure)]
        assert bool(link) == bool(counted), (one.figure, text)
        if counted:
            assert (parse_qs(urlsplit(link).query).get("figure") or [one.behind[0]]) == counted[:1]


def test_a_service_level_of_nothing_opens_the_calls_that_came_too_late(
    client_for: ClientFor, console: Flask, jobs: FakeProcess, days: Counted
) -> None:
    one = column(Kind.QUEUE, "service_level")
    assert one
    figures = {"service_level": 0.0, "answered": 3, "answered_late": 3}
    line = Line("q0", "", BEGIN, END, figures)
    with console.test_request_context("/reports/queue"):
        link = Sight(Report(Question(Kind.QUEUE, BEGIN, END, "day"), line), "today").opens(one, line, ["q0"])
    assert parse_qs(urlsplit(link).query)["figure"] == ["answered_late"]


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


SCOPES = (
    Scope(queues=frozenset({"q1"}), teams=frozenset({"早班"})),
    Scope(teams=frozenset({"晚班"})),
    Scope(queues=frozenset({"q0", "q2"})),
)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("kind", "figure"), [("queue", "answered"), ("agent", "answered"), ("team", "handled")])
def test_contacts_behind_a_figure_are_those_that_the_same_person_finds(
    client_for: ClientFor, days: Counted, scope: Scope, kind: str, figure: str
) -> None:
    """What the person cannot find in the list of contacts stays in the sum, and is said as a number only."""
    limited, everybody = client_for("supervisor", scope=scope), client_for("supervisor")
    names = days.made.make(Question(Kind(kind), BEGIN, END, "day"), scope, END).names
    asked = DAYS | {"name": [line.name for line in names], "column": figure}
    page, whole = (client.get(f"/reports/{kind}/contacts", query_string=asked).text for client in (limited, everybody))
    found = _all_contacts(limited)
    assert set(_linked(page)) == set(_linked(whole)) & found
    outside = re.search(r'data-part="outside">and (\d+) of them', page)
    hidden = len(set(_linked(whole)) - found)
    assert (int(outside[1]) if outside else 0) == hidden
    said = re.search(r"(\d+) entries, together (\d+)", page)
    assert said
    assert int(said[2]) == sum(line.figures.get(figure, 0) for line in names)
    for contact in _linked(page)[:3]:
        assert limited.get(f"/contacts/{contact}").status_code == 200


def test_somebody_s_reach_hides_something_behind_a_figure(client_for: ClientFor, days: Counted) -> None:
    """So that the test above compares what differs."""
    client = client_for("supervisor", scope=SCOPES[0])
    page = client.get("/reports/queue/contacts", query_string=DAYS | {"column": "answered"}).text
    assert 'data-part="outside"' in page
    assert _linked(page)


def _linked(page: str) -> list[str]:
    return re.findall(r'href="/contacts/([0-9a-f-]{36})"', page)


def _all_contacts(client: FlaskClient) -> set[str]:
    """Every contact that the search gives, page by page."""
    found: set[str] = set()
    address: str | None = "/contacts/?since=2026-05-01T00:00"
    while address:
        page = client.get(address).text
        found |= set(_linked(page))
        older = re.search(r'href="(/contacts/\?[^"]*before=[^"]*)"', page)
        address = unescape(older[1]) if older else None
    return found


def test_the_list_behind_a_figure_leads_to_the_search_of_the_same_calls(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    page = client.get("/reports/queue/contacts", query_string=DAYS | {"name": "q0", "column": "offered"}).text
    link = re.search(r'href="(/contacts/\?[^"]*)"', page)
    assert link
    asked = parse_qs(urlsplit(unescape(link[1])).query)
    assert asked == {"queue": ["q0"], "since": ["2026-05-04T00:00"], "until": ["2026-05-06T00:00"]}
    assert set(_linked(client.get(unescape(link[1])).text)) <= set(_linked(page))


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
    assert {link for link, _ in rows(page)["Total"]} == {""}
    day = dict(zip(COLUMNS[Kind.QUEUE], rows(page)["2026-05-04"], strict=True))
    offered = next(link for one, (link, _) in day.items() if one.figure == "offered")
    assert _linked(client.get(offered).text)
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


def test_today_is_compared_with_yesterday_up_to_the_same_time(
    client_for: ClientFor, days: Counted, hands: Hands
) -> None:
    """At noon of the second day the first counts until noon only, and the page says so."""
    hands.moment = datetime(2026, 5, 5, 12, 7, tzinfo=SHANGHAI)
    page = client_for("supervisor").get("/reports/queue", query_string={"period": "today", "against": "before"}).text
    assert "2026-05-04 00:00 – 2026-05-04 12:00" in page
    assert "2026-05-05 00:00 – 2026-05-05 12:00" in page
    assert "up to the same quarter of an hour" in page
    half = Period(BEGIN, datetime(2026, 5, 4, 12, tzinfo=SHANGHAI), "whole", SHANGHAI)
    offered = sum(row.get("offered", 0) for row in days.figures.of(Subject.QUEUE, "", half, END))
    drawn = next(one for one in chart(page)["figures"] if one["figure"] == "offered")
    assert sum(drawn["parts"]["before"]) == offered > 0
    assert len(drawn["parts"]["now"]) == 12


def test_a_report_reads_the_rows_of_a_period_once(
    client_for: ClientFor, days: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[Any, ...]] = []
    store = days.figures._store
    rows = store.rows

    def noted(*asked: Any) -> Any:
        read.append(asked)
        return rows(*asked)

    monkeypatch.setattr(store, "rows", noted)
    assert client_for("supervisor").get("/reports/queue", query_string=DAYS | {"against": "before"}).status_code == 200
    assert len(read) == 2


def heated(page: str) -> dict[str, list[tuple[str, str]]]:
    """The shade and the text of each hour of each day."""
    table = page.partition('<table class="table table-sm card-table rep-heat">')[2].partition("</table>")[0]
    lines = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', table, re.DOTALL)
    return {day: re.findall(r'<td(?: class="rep-heat-(\d)")?>([^<]*)</td>', cells) for day, cells in lines}


def test_hours_of_days_stand_beside_each_other_the_darker_the_more(client_for: ClientFor, days: Counted) -> None:
    page = client_for("supervisor").get("/reports/queue", query_string=DAYS | {"by": "hour"}).text
    found = heated(page)
    assert list(found) == ["Mon 05-04", "Tue 05-05"]
    counted = Counter[tuple[date, int]]()
    for row in days.figures.of(Subject.QUEUE, "", Period(BEGIN, END, "hour", SHANGHAI), END):
        start = datetime.fromisoformat(row["start"]).astimezone(SHANGHAI)
        counted[start.date(), start.hour] += row.get("offered", 0)
    highest = 0
    for day, cells in zip((BEGIN.date(), BEGIN.date().replace(day=5)), found.values(), strict=True):
        assert len(cells) == 24
        for hour, (shade, text) in enumerate(cells):
            assert text == (f"{counted[day, hour]:,}" if counted[day, hour] else "")
            assert (shade == "0") == (text == "")
            highest = max(highest, int(shade))
    assert highest == 8


def test_hours_are_shown_of_the_figure_that_was_chosen_and_of_several_days_only(
    client_for: ClientFor, days: Counted
) -> None:
    client = client_for("supervisor")
    chosen = client.get("/reports/queue", query_string=DAYS | {"by": "hour", "heat": "service_level"}).text
    assert " %" in "".join(text for cells in heated(chosen).values() for _, text in cells)
    assert heated(client.get("/reports/queue", query_string=DAYS | {"by": "day"}).text) == {}
    assert heated(client.get("/reports/queue", query_string=DAYS | {"by": "hour", "until": "2026-05-04"}).text) == {}
