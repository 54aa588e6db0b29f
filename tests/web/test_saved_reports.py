"""Saved reports: a question under a name, for oneself or shared, and always as of now."""

import re
from datetime import timedelta
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from appliance.desk.reports.saved.service import MOST
from tests.servers.reported import Counted
from tests.web.conftest import ClientFor, Hands, parts
from tests.web.test_reports import rows

WEEK = {"kind": "queue", "period": "this-week", "by": "day", "against": "year", "name": ["q0", "q1"]}


def save(client: FlaskClient, title: str = "每周", **more: object) -> None:
    answer = client.post("/reports/saved/", data=WEEK | {"title": title} | more)
    assert answer.status_code == 302, answer.text


def opened(page: str) -> list[tuple[str, str]]:
    """Address and name of what the list offers."""
    links = re.findall(r'<a href="(/reports/saved/[0-9a-f-]{36})">([^<]*)</a>', page)
    return [(link, unescape(name)) for link, name in links]


def listed(client: FlaskClient) -> list[tuple[str, str]]:
    return opened(client.get("/reports/saved/").text)


def test_a_saved_report_opens_with_its_whole_question(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    save(client, show=["offered", "service_level"])
    ((link, name),) = listed(client)
    assert name == "每周"
    page = client.get(link, follow_redirects=True).text
    assert '<option value="this-week" selected>' in page
    assert '<option value="year" selected>' in page
    assert {line.split()[-1] for line in rows(page)} >= {"q0", "q1", "Total"}
    assert not any(line.endswith("q2") for line in rows(page))
    assert page.count('<th scope="col" class="rep-value">') == 2 * 2


def test_last_week_is_always_the_last_week(client_for: ClientFor, days: Counted, hands: Hands) -> None:
    client = client_for("supervisor")
    save(client, period="this-week")
    hands.moment += timedelta(days=21)
    renewed = client_for("supervisor")
    save(renewed, "then", period="last-week")
    ((link, _),) = [one for one in listed(renewed) if one[1] == "then"]
    page = renewed.get(link, follow_redirects=True).text
    assert "2026-05-18 – 2026-05-24" in page


def test_who_sees_it(client_for: ClientFor, days: Counted) -> None:
    owner = client_for("supervisor", scope=Scope(teams=frozenset({"早班", "晚班"})))
    early = client_for("supervisor", scope=Scope(teams=frozenset({"早班"})))
    late = client_for("supervisor", scope=Scope(teams=frozenset({"晚班"})))
    save(owner, "mine")
    save(owner, "early", shared="早班")
    save(owner, "all", shared="*")
    assert [name for _, name in listed(owner)] == ["all", "early", "mine"]
    assert [name for _, name in listed(early)] == ["all", "early"]
    assert [name for _, name in listed(late)] == ["all"]
    hidden = next(link for link, name in listed(owner) if name == "mine")
    assert early.get(hidden).status_code == 409
    assert early.post(f"{hidden}/remove").status_code == 409


def test_a_shared_report_shows_everybody_the_own_scope(client_for: ClientFor, days: Counted) -> None:
    save(client_for("supervisor"), shared="*", name=[])
    narrow = client_for("supervisor", scope=Scope(queues=frozenset({"q1"})))
    ((link, _),) = listed(narrow)
    page = narrow.get(link, follow_redirects=True).text
    assert "q1" in page
    assert not any(line.endswith(("q0", "q2")) for line in rows(page))


def test_only_the_owner_changes_and_deletes(client_for: ClientFor, days: Counted, console: Flask) -> None:
    owner, other = client_for("supervisor"), client_for("supervisor")
    save(owner, shared="*")
    ((link, _),) = listed(owner)
    assert other.post(link, data={"title": "stolen"}).status_code == 409
    assert other.post(f"{link}/remove").status_code == 409
    assert owner.post(link, data={"title": "每周 2", "shared": ""}).status_code == 302
    assert listed(owner) == [(link, "每周 2")]
    assert listed(other) == []
    assert owner.post(f"{link}/remove").status_code == 302
    assert listed(owner) == []
    acts = [act.act for act in parts(console).trail.search(Question(act="report."))]
    assert acts == ["report.remove", "report.change", "report.save"]


def test_what_cannot_be_saved_is_said(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor", scope=Scope(teams=frozenset({"早班"})))
    for wrong in ({"title": ""}, {"title": "x" * 101}, {"shared": "晚班"}, {"kind": "cats"}, {"period": "soon"}):
        answer = client.post("/reports/saved/", data=WEEK | {"title": "t"} | wrong)
        assert answer.status_code == 409, wrong
    assert listed(client) == []


def test_there_is_an_end_to_how_many(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    for number in range(MOST):
        save(client, f"{number}")
    assert "200 reports at most" in client.post("/reports/saved/", data=WEEK | {"title": "more"}).text


def test_a_form_on_the_report_keeps_what_it_shows(client_for: ClientFor, days: Counted) -> None:
    client = client_for("supervisor")
    asked = {"period": "last-7", "by": "day", "name": "q1", "show": "offered"}
    page = client.get("/reports/queue", query_string=asked).text
    form = re.search(r'action="/reports/saved/">(.*?)</form>', page, re.DOTALL)
    assert form
    kept = dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', form[1]))
    assert kept.items() >= {**asked, "kind": "queue"}.items()
