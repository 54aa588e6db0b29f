"""How the box is, on its page and on the first one: what is wrong, in words, and who may take it away."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from appliance.errors import LANGUAGES
from appliance.node.alarms.errors import AlarmNotStanding
from tests.web.conftest import NOON, ClientFor, parts
from tests.web.processes import FakeProcess

COUNTS = {"open": 7, "waiting": 3, "talking": 4}
AGENTS = {"signed_in": 12, "ready": 5, "preview": 0, "ringing": 1, "talking": 4, "paused": 2, "wrap_up": 0}


def alarm(code: str, severity: str, subject: str = "", process: str = "engine", minutes: float = 5) -> dict[str, Any]:
    since = (NOON - timedelta(minutes=minutes)).isoformat()
    return {
        "code": code,
        "severity": severity,
        "subject": subject,
        "detail": "as seen",
        "since": since,
        "process": process,
    }


def status(*alarms: dict[str, Any], connected: bool = True) -> dict[str, Any]:
    return {
        "ready": connected,
        "version": "0.9",
        "node": "box-a",
        "started_at": NOON.isoformat(),
        "asterisk": {"connected": connected, "started_at": NOON.isoformat() if connected else None},
        "calls": COUNTS,
        "agents": AGENTS,
        "queues": [],
        "ledger": {"pending": 0, "behind_s": 0.0},
        "alarms": list(alarms),
    }


@pytest.fixture
def well(engine: FakeProcess, jobs: FakeProcess, live: FakeProcess) -> None:
    """A box on which nothing is wrong."""
    engine.answers |= {"status": status(), "alarm.list": []}
    disk = {"level": "fine", "used_percent": 41.5, "warn": 85, "full": 95, "make_room": True}
    copies = {"state": "copying", "copied": 9, "waiting": 4, "bytes_waiting": 4000, "moved": 0, "folder": "/copies"}
    jobs.answers |= {"alarm.list": [], "retention.disk": disk, "recording.copy.status": copies}
    live.answers["live.status"] = {"engine": True, "entries": 3, "watchers": 1}


@pytest.mark.usefixtures("well")
def test_all_is_well(client_for: ClientFor) -> None:
    page = client_for("noc").get("/health/").get_data(as_text=True)
    assert "Everything is well" in page
    for text in ("41.5 %", "Copying", "4 to copy", "0.9", "box-a", "5 ready, 2 paused"):
        assert text in page
    assert "Does not answer" not in page


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gravest_comes_first_and_says_what_to_do(
    client_for: ClientFor, engine: FakeProcess, jobs: FakeProcess, language: str
) -> None:
    engine.answers["status"] = status(alarm("trunk-unreachable", "major", "carrier"), connected=False)
    jobs.answers["alarm.list"] = [
        alarm("disk-full", "critical", "recordings", "jobs"),
        alarm("mail-stuck", "minor", "m", "jobs"),
    ]
    client = client_for("noc")
    client.post("/language", data={"language": language})
    page = client.get("/health/?part=now").get_data(as_text=True)
    places = [page.index(f"<code>{code} ") for code in ("disk-full", "trunk-unreachable", "mail-stuck")]
    assert places == sorted(places)
    assert "`" not in page
    assert "<html" not in page
    assert 'data-level="critical"' in page.split("</section>")[0]
    assert "5:00" in page


@pytest.mark.usefixtures("well")
def test_a_program_that_does_not_answer_is_an_alarm(console: Flask, client_for: ClientFor) -> None:
    client = client_for("noc")
    parts(console).sockets["engine"].unlink()
    answer = client.get("/health/")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "process-silent engine" in page
    assert "Does not answer" in page
    assert "41.5 %" in page, "what others tell is there all the same"


@pytest.mark.usefixtures("well")
def test_an_alarm_is_dismissed_where_it_stands(console: Flask, client_for: ClientFor, jobs: FakeProcess) -> None:
    jobs.answers["alarm.list"] = [alarm("mail-stuck", "minor", "m", "jobs")]
    jobs.answers["alarm.dismiss"] = lambda **given: given
    client = client_for("technician")
    assert 'action="/health/dismiss"' in client.get("/health/").get_data(as_text=True)
    assert 'action="/health/dismiss"' not in client_for("noc").get("/health/").get_data(as_text=True)
    asked = {"code": "mail-stuck", "subject": "m", "process": "jobs"}
    answer = client.post("/health/dismiss", data=asked, follow_redirects=True)
    assert "The alarm is dismissed" in answer.get_data(as_text=True)
    assert ("alarm.dismiss", {"code": "mail-stuck", "subject": "m"}) in jobs.asked
    (act,) = [act for act in parts(console).trail.export(Question()) if act.act == "alarm.dismiss"]
    assert (act.subject, act.after) == ("mail-stuck", {"subject": "m", "process": "jobs"})
    jobs.answers["alarm.dismiss"] = AlarmNotStanding(code="mail-stuck", subject="m")
    assert client.post("/health/dismiss", data=asked).status_code == 409
    assert client.post("/health/dismiss", data=asked | {"process": "live"}).status_code == 404


@pytest.mark.usefixtures("well")
def test_the_first_page_tells_what_needs_somebody(client_for: ClientFor, engine: FakeProcess) -> None:
    engine.answers["alarm.list"] = [alarm("trunk-unreachable", "major", "carrier")]
    row = {"waiting": 2, "longest_wait_s": 90.0, "target_seconds": 20, "agents_ready": 1, "service_level": 81.6}
    engine.answers["queue.list"] = [
        {"queue": "sales", "name": "Sales", **row},
        {"queue": "support", "name": "Support", **row, "service_level": None},
    ]
    assert "Alarms that stand: 1" in client_for("noc").get("/").get_data(as_text=True)
    assert "Alarms that stand" not in client_for("agent").get("/").get_data(as_text=True)
    half = client_for("supervisor", scope=Scope(queues=frozenset({"support"})))
    page = half.get("/").get_data(as_text=True)
    assert ("Support" in page, ">Sales<" in page) == (True, False)
    assert "service level today –" in page
    assert 'data-level="major"' in page
