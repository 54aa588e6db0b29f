"""The audit trail as it is searched and taken away, and as nobody changes it."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from appliance.desk.audit.model import Actor, Question
from appliance.desk.audit.repository import AUDIT
from tests.web.conftest import ClientFor, parts


@pytest.fixture(autouse=True)
def trail(console: Flask) -> None:
    notes = parts(console).notes
    notes.note("recording.hear", "r1", reason="complaint", by=Actor(None, "wang", "10.0.0.7"))
    notes.note("role.put", "r2", before={"a": 1}, after={"a": 2}, by=Actor(None, "li", "10.0.0.8"))


def test_an_act_is_chosen_by_its_words_and_an_address_is_found(client_for: ClientFor) -> None:
    client = client_for("auditor")
    page = client.get("/audit/").text
    assert '<option value="recording.hear">Recording opened</option>' in page
    chosen = client.get("/audit/?act=recording.hear").text
    assert "wang" in chosen
    assert "10.0.0.8" not in chosen
    by_address = client.get("/audit/?text=10.0.0.8").text
    assert "10.0.0.7" not in by_address
    assert "<option selected>some.&lt;act&gt;</option>" in client.get("/audit/?act=some.%3Cact%3E").text


def test_what_is_taken_away_is_what_was_searched_and_is_noted_itself(console: Flask, client_for: ClientFor) -> None:
    answer = client_for("auditor").get("/audit/export.csv?act=role.put")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["who"], row["before"], row["after"]) for row in rows] == [("li", '{"a": 1}', '{"a": 2}')]
    (noted,) = parts(console).trail.search(Question(act="audit.export"))
    assert noted.after == {"act": "role.put"}
    assert client_for("supervisor").get("/audit/export.csv").status_code == 403


def test_the_database_itself_lets_nobody_change_or_take_away_an_act(console: Flask) -> None:
    engine = parts(console).engine
    for change in (update(AUDIT).values(who="nobody"), delete(AUDIT)):
        with pytest.raises(DatabaseError), engine.begin() as connection:
            connection.execute(change)
    assert {act.who for act in parts(console).trail.search(Question(act="r"))} == {"wang", "li"}
