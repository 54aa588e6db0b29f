"""The ways of callers through a flow in the console: its drawing with shares, and every figure with its contacts."""

import re
from html import unescape

import pytest
from flask import Flask

from appliance.desk.people.model import Scope
from appliance.desk.reports.model import Kind, Question
from appliance.desk.reports.ways import stops
from tests.servers.ledger_day import MORNING
from tests.servers.reported import MAIN, Counted, counted
from tests.web.conftest import ClientFor, Hands, parts
from tests.web.processes import FakeProcess
from tests.web.test_reports import BEGIN, CELL, DAYS, END

WHERE = "/reports/flow/main/ways"


@pytest.fixture
def days(console: Flask, jobs: FakeProcess, hands: Hands) -> Counted:
    hands.moment = MORNING
    made = counted(parts(console).engine, hands)
    jobs.answers |= made.answers()
    return made


def test_the_drawing_says_how_many_went_each_way(client_for: ClientFor, days: Counted) -> None:
    page = client_for("supervisor").get(WHERE, query_string=DAYS).text
    report = days.made.make(Question(Kind.NODE, BEGIN, END, "month"), Scope(), END)
    menu = next(stop for stop in stops("main", report.names, 80) if stop.node == "menu")
    assert menu.visits == 80
    assert {way.name for way in menu.onward} <= MAIN["nodes"].keys()
    assert sum(way.count for way in menu.onward) + sum(way.count for way in menu.ends) == menu.visits
    shares = [float(text) for text in re.findall(r'class="flow-share">(\d+) %', page)]
    assert sorted(shares) == sorted(float(f"{way.share:.0f}") for way in menu.onward)
    assert page.count('class="flow-line taken"') == len(menu.onward)
    widths = [float(width) for width in re.findall(r'class="flow-line taken"[^>]*stroke-width="([\d.]+)"', page)]
    assert len(widths) == len(menu.onward)
    assert all(width > 1.5 for width in widths)
    assert re.search(r'class="nav-link active" href="/reports/"', page)
    assert page.count('class="flow-node passed"') == len(stops("main", report.names, 80))


def test_every_figure_of_the_ways_opens_the_contacts_that_make_it(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    page = client.get(WHERE, query_string=DAYS).text
    table = page[page.index("<tbody>") :]
    links = re.findall(r'<a href="([^"]*)"[^>]*>([\d,]+)</a>', table)
    assert len(links) > 12
    for link, said in links:
        answer = client.get(unescape(link))
        assert answer.status_code == 200, link
        assert sum(int(cell) for _, cell in CELL.findall(answer.text)) == int(said.replace(",", "")), link


def test_containment_is_what_was_counted_and_opens(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    page = client.get(WHERE, query_string=DAYS).text
    total = days.made.make(Question(Kind.FLOW, BEGIN, END, "day"), Scope(), END).total.figures
    assert total["entered"] == total["contained"] + total["handed_over"] == 80
    assert 0 < total["contained"] < 20
    assert f"{100 * total['contained'] / 80:.1f} %" in page
    listed = client.get("/reports/flow", query_string=DAYS).text
    assert 'href="/reports/flow/main/ways?period=chosen' in listed


def test_the_page_asks_for_the_right_and_for_the_whole_centre(client_for: ClientFor, days: Counted) -> None:
    limited = client_for("supervisor", scope=Scope(queues=frozenset({"q1"}))).get(WHERE, query_string=DAYS)
    assert limited.status_code == 409
    assert "whole centre" in limited.text
    assert client_for("agent").get(WHERE).status_code == 403


def test_a_flow_that_nobody_came_to_or_that_is_no_more(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    assert "Nothing happened" in client.get("/reports/flow/gone/ways", query_string=DAYS).text
    assert client.get(f"/reports/flow/{'x' * 300}/ways").status_code == 404
    wrong = client.get(WHERE, query_string={"period": "chosen", "since": "x", "until": "y"})
    assert wrong.status_code == 409
