"""What went wrong is explained, with the right status, for people and for scripts; a dead engine breaks no page."""

import sqlite3

import pytest
from flask import Flask

from appliance.desk.people.errors import SignInStale
from manager.rights import signed_in
from manager.wiring import console as at_hand
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess


@pytest.fixture
def asking(console: Flask) -> Flask:
    """A console with a page that asks the engine, and one that is broken."""

    @signed_in
    def ask() -> str:
        return str(at_hand().ask("engine", "status"))

    @signed_in
    def broken() -> str:
        raise ZeroDivisionError

    console.add_url_rule("/ask", "ask", ask)
    console.add_url_rule("/broken", "broken", broken)
    return console


def test_an_engine_that_is_away_is_said_and_the_page_comes_back_by_itself(
    asking: Flask, client_for: ClientFor, engine: FakeProcess
) -> None:
    client = client_for("agent")
    path = parts(asking).sockets["engine"]
    path.rename(path.with_name("aside"))
    answer = client.get("/ask")
    assert answer.status_code == 503
    assert "control-unreachable" in answer.text
    assert answer.headers["Refresh"] == "5"
    path.with_name("aside").rename(path)
    engine.answers["status"] = "well"
    assert client.get("/ask").text == "well"


def test_a_refusal_of_the_engine_is_shown_in_the_readers_language(
    asking: Flask, client_for: ClientFor, engine: FakeProcess
) -> None:
    engine.answers["status"] = SignInStale()
    answer = client_for("agent").get("/ask", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "sign-in-stale"
    assert answer.get_json()["error"]["what"] == "The second step came too late."


def test_a_locked_database_is_said(asking: Flask, client_for: ClientFor) -> None:
    client, file = client_for("agent"), parts(asking).settings.state / "callstead.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = client.post("/sign-out")
    other.execute("ROLLBACK")
    other.close()
    assert answer.status_code == 503
    assert "database-unavailable" in answer.text
    assert client.post("/sign-out").status_code == 302


def test_a_fault_of_ours_is_said_without_its_secrets(
    asking: Flask, client_for: ClientFor, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client_for("agent").get("/broken")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    incident = caplog.records[-1].getMessage().split()[1]
    assert incident in answer.text


def test_what_is_not_there_and_what_is_not_meant(client_for: ClientFor) -> None:
    client = client_for("agent")
    assert client.get("/nowhere").status_code == 404
    assert client.get("/sign-out").status_code == 405
    assert client.post("/language", data={"language": "z\0h"}).status_code == 400
    assert client.post("/language", data={"language": "x" * 3_000_000}).status_code == 413
    assert client.get("/?next=%00").status_code == 400
