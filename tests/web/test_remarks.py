"""Notes at a time of a recording: who may, what is kept, and where it is found again."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from tests.web.conftest import ClientFor, parts
from tests.web.test_hearing import CONTACT, HERE, RECORDING, kept

__all__ = ["kept"]
pytestmark = pytest.mark.usefixtures("kept")


def note(client: FlaskClient, place: str, text: str, **more: str) -> TestResponse:
    return client.post(f"{HERE}/notes", data={"place": place, "text": text, **more})


@pytest.mark.parametrize(
    ("place", "at_ms"), [("0", 0), ("12", 12_000), ("0:07.5", 7_500), ("0:00:42", 42_000), ("1:00", 60_000)]
)
def test_a_note_stands_at_its_time_with_who_and_when(
    console: Flask, client_for: ClientFor, place: str, at_ms: int
) -> None:
    client = client_for("quality")
    assert note(client, place, "<b>greeted</b> well").status_code == 302
    page = client.get(f"/contacts/{CONTACT}").text
    assert f'data-ms="{at_ms}"' in page
    assert "&lt;b&gt;greeted&lt;/b&gt; well" in page
    assert "Quality0 · 2026-11-20 12:00:00" in page
    (noted,) = parts(console).trail.search(Question(act="recording.note"))
    assert (noted.subject, noted.after) == (str(RECORDING), {"at_ms": at_ms, "text": "<b>greeted</b> well"})


def test_what_is_no_note_is_refused_with_why(client_for: ClientFor) -> None:
    client = client_for("quality")
    for place, text, code in (
        ("1:01", "late", "recording-note-place"),
        ("0", " ", "recording-note-empty"),
        ("0", "x" * 1001, "recording-note-too-long"),
        ("soon", "x", "console-request-malformed"),
        ("99999999999", "x", "console-request-malformed"),
    ):
        answer = note(client, place, text)
        assert answer.status_code == 400
        assert code in answer.text
    assert "data-note=" not in client.get(f"/contacts/{CONTACT}").text


def test_everybody_takes_away_their_own_notes_only(console: Flask, client_for: ClientFor) -> None:
    mine, other = client_for("quality"), client_for("supervisor")
    piece = note(mine, "5", "mine", part="list").text
    assert "<html" not in piece
    id = piece.partition('data-note="')[2].partition('"')[0]
    assert f"{HERE}/notes/{id}/remove" in piece
    assert f"{HERE}/notes/{id}/remove" not in other.get(f"/contacts/{CONTACT}").text
    assert other.post(f"{HERE}/notes/{id}/remove").status_code == 404
    assert mine.post(f"{HERE}/notes/{id}/remove").status_code == 302
    assert "data-note=" not in mine.get(f"/contacts/{CONTACT}").text
    (gone,) = parts(console).trail.search(Question(act="recording.note-remove"))
    assert gone.before == {"at_ms": 5000, "text": "mine"}


def test_notes_are_found_among_contacts_by_who_may_hear(client_for: ClientFor) -> None:
    client = client_for("quality")
    note(client, "5", "promised a refund of 100%")
    here = f"/contacts/{CONTACT}"
    assert here in client.get("/contacts/?remark=REFUND").text
    assert here in client.get("/contacts/?remark=100%25").text
    assert here not in client.get("/contacts/?remark=kettle").text
    assert client_for("auditor").get("/contacts/?remark=refund").status_code == 403
    assert "refund" not in client_for("auditor").get(here).text


def test_nobody_notes_beyond_their_reach_or_right(client_for: ClientFor) -> None:
    others = client_for("supervisor", scope=Scope(queues=frozenset({"support"})))
    assert note(others, "0", "x").status_code == 404
    assert note(client_for("auditor"), "0", "x").status_code == 403
    wrong = f"/contacts/{UUID(int=2)}/recordings/{RECORDING}/notes"
    assert client_for("supervisor").post(wrong, data={"place": "0", "text": "x"}).status_code == 404
