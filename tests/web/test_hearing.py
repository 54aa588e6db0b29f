"""Recordings in the page: nothing without a reason, nothing beyond one's reach, and all of it on record."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert

from appliance.contact.recording.errors import RecordingNotApproved, RecordingReasonMissing
from appliance.desk.audit.model import Question
from appliance.desk.contacts.repository import CALLS, PLACES, RECORDINGS
from appliance.desk.people.model import Role, Scope
from tests.web.conftest import NOON, ClientFor, parts
from tests.web.processes import FakeProcess

WAV = bytes(number % 251 for number in range(700_000))
CONTACT, RECORDING = UUID(int=1), UUID(int=99)
HERE = f"/contacts/{CONTACT}/recordings/{RECORDING}"


def part(id: str, who: str, start: int, length: int) -> Mapping[str, Any]:
    return {"data": base64.b64encode(WAV[start : start + length]).decode(), "size": len(WAV)}


@pytest.fixture
def kept(console: Flask, jobs: FakeProcess) -> FakeProcess:
    """One contact of the queue sales with one recording."""
    call = {"direction": "inbound", "caller": "138", "dialled": "95001", "opened_at": NOON, "closed_at": NOON}
    place = {"kind": "queue", "name": "sales", "opened_at": NOON, "contact": CONTACT}
    told = {"node": "box", "seq": 1, "contact": CONTACT, "channel": "c", "started_at": NOON, "duration_ms": 60_000}
    sealed = {"bytes": 1, "file": "f", "sha256": "", "key_id": "k", "wrapped_key": "", "retention": "standard"}
    with parts(console).engine.begin() as connection:
        connection.execute(insert(CALLS), {"id": CONTACT, **call})
        connection.execute(insert(CALLS), {"id": UUID(int=2), **call, "opened_at": NOON - timedelta(hours=1)})
        connection.execute(insert(PLACES), place)
        connection.execute(insert(RECORDINGS), {"id": RECORDING, **told, **sealed, "previous": "", "hash": ""})
    row = {"id": str(RECORDING), "started_at": NOON.isoformat(), "duration_ms": 60_000, "standing": "kept"}
    jobs.answers |= {"recording.list": [row], "recording.part": part, "recording.admit": {}}
    return jobs


def test_a_recording_opens_for_a_reason_which_is_on_record(
    console: Flask, client_for: ClientFor, kept: FakeProcess
) -> None:
    client = client_for("supervisor")
    page = client.get(f"/contacts/{CONTACT}").text
    assert f'action="{HERE}/reason"' in page
    assert "audio.wav" not in page
    for missing in ({}, {"reason": "curious"}, {"reason": "other", "text": " "}):
        assert client.post(f"{HERE}/reason", data=missing).status_code == 400
    assert [command for command, _ in kept.asked if command == "recording.admit"] == []
    answer = client.post(f"{HERE}/reason", data={"reason": "complaint", "text": "case 12"})
    assert kept.asked[-1][0] == "recording.admit"
    assert kept.asked[-1][1] == {"id": str(RECORDING), "reason": "Complaint: case 12", "who": "supervisor0"}
    assert "audio.wav" in client.get(answer.location).text
    (noted,) = parts(console).trail.search(Question(act="recording.hear"))
    assert (noted.who, noted.subject, noted.reason) == ("supervisor0", str(RECORDING), "Complaint: case 12")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-", 0, 700_000), ("bytes=10-19", 10, 20), ("bytes=600000-", 600_000, 700_000), ("", 0, 700_000)],
)
def test_a_player_gets_the_part_it_asks_for(
    client_for: ClientFor, kept: FakeProcess, asked: str, start: int, end: int
) -> None:
    answer = client_for("quality").get(f"{HERE}/audio.wav", headers={"Range": asked} if asked else {})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/700000"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == WAV[start:end]


def test_beyond_the_end_is_nothing_and_nonsense_is_refused(client_for: ClientFor, kept: FakeProcess) -> None:
    client = client_for("quality")
    assert client.get(f"{HERE}/audio.wav", headers={"Range": "bytes=800000-"}).status_code == 416
    assert client.get(f"{HERE}/audio.wav", headers={"Range": "bytes=-5"}).status_code == 400


def test_nobody_hears_what_is_beyond_their_reach_or_right(client_for: ClientFor, kept: FakeProcess) -> None:
    others = client_for("supervisor", scope=Scope(queues=frozenset({"support"})))
    mine = client_for("supervisor", scope=Scope(queues=frozenset({"sales"})))
    reason = {"reason": "quality"}
    for method, where in (
        ("GET", "audio.wav"),
        ("GET", "shape"),
        ("POST", "reason"),
        ("POST", "heard"),
        ("POST", "request"),
    ):
        assert others.open(f"{HERE}/{where}", method=method, data=reason).status_code == 404, where
        assert client_for("auditor").open(f"{HERE}/{where}", method=method, data=reason).status_code == 403, where
        elsewhere = f"/contacts/{UUID(int=2)}/recordings/{RECORDING}/{where}"
        assert client_for("supervisor").open(elsewhere, method=method, data=reason).status_code == 404, where
    assert mine.get(f"{HERE}/audio.wav").status_code == 206
    assert client_for("auditor").post(f"{HERE}/file", data=reason).status_code == 403
    assert "audio" not in client_for("auditor").get(f"/contacts/{CONTACT}").text


def test_without_a_reason_or_a_second_person_the_jobs_refuse_and_the_page_says_why(
    client_for: ClientFor, kept: FakeProcess
) -> None:
    kept.answers["recording.part"] = RecordingReasonMissing(recording=str(RECORDING))
    kept.answers["recording.admit"] = RecordingNotApproved(recording=str(RECORDING), who="quality0")
    client = client_for("quality")
    assert client.get(f"{HERE}/audio.wav").status_code == 409
    refused = client.post(f"{HERE}/reason", data={"reason": "quality"})
    assert refused.status_code == 409
    assert "recording-not-approved" in refused.text


def test_how_long_somebody_listened_is_noted(console: Flask, client_for: ClientFor, kept: FakeProcess) -> None:
    client = client_for("supervisor")
    for wrong in ("", "-1", "much", "99999999999"):
        assert client.post(f"{HERE}/heard", data={"ms": wrong}).status_code == 400
    assert client.post(f"{HERE}/heard", data={"ms": "12400"}).status_code == 204
    assert kept.asked[-1] == ("recording.heard", {"id": str(RECORDING), "who": "supervisor0", "heard_ms": 12400})
    (noted,) = parts(console).trail.search(Question(act="recording.heard"))
    assert noted.after == {"seconds": 12}


def test_a_download_is_whole_and_on_record(console: Flask, client_for: ClientFor, kept: FakeProcess) -> None:
    rights = frozenset({"calls.see", "recordings.hear", "recordings.export"})
    parts(console).roles.put(Role("evidence", "Evidence", rights))
    client = client_for("evidence")
    assert client.post(f"{HERE}/file", data={}).status_code == 400
    answer = client.post(f"{HERE}/file", data={"reason": "evidence"})
    assert answer.data == WAV
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{RECORDING}.wav"'
    (noted,) = parts(console).trail.search(Question(act="recording.export"))
    assert noted.reason == "Evidence in a dispute"


def test_where_two_people_must_agree_the_page_asks_the_second(
    console: Flask, client_for: ClientFor, kept: FakeProcess
) -> None:
    client = client_for("quality")
    assert f"{HERE}/request" not in client.get(f"/contacts/{CONTACT}").text
    kept.answers |= {"recording.policy": {"two_person": True}, "recording.request": {"request": "box-7"}}
    assert f"{HERE}/request" in client.get(f"/contacts/{CONTACT}").text
    assert client.post(f"{HERE}/request", data={}).status_code == 400
    answer = client.post(f"{HERE}/request", data={"reason": "evidence"}, follow_redirects=True)
    assert "box-7" in answer.text
    assert "Requests for recordings" in answer.text
    asked = {"id": str(RECORDING), "reason": "Evidence in a dispute", "by": "quality0"}
    assert ("recording.request", asked) in kept.asked
    (noted,) = parts(console).trail.search(Question(act="recording.request"))
    assert noted.reason == "Evidence in a dispute"
