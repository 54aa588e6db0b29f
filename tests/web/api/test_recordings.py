"""Recordings at the interface: nothing without a reason, nothing beyond one's reach, and all of it on record."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from appliance.contact.recording.errors import RecordingNotApproved, RecordingReasonMissing
from appliance.desk.audit.model import Question
from appliance.desk.contacts.repository import RECORDINGS
from tests.web.api.conftest import ProgramFor
from tests.web.conftest import NOON, parts
from tests.web.processes import FakeProcess
from tests.web.test_contacts import call, put

WAV = bytes(number % 251 for number in range(700_000))
OLD, NEW = UUID(int=98), UUID(int=99)
TAKES = ("recordings.hear", "recordings.export")


def part(id: str, who: str, start: int, length: int) -> Mapping[str, Any]:
    return {"data": base64.b64encode(WAV[start : start + length]).decode(), "size": len(WAV)}


@pytest.fixture
def kept(console: Flask, jobs: FakeProcess) -> FakeProcess:
    """A recording of a call of sales, and an older one of support."""
    sold, helped = call(console, 1, ("queue", "sales")), call(console, 2, ("queue", "support"))
    sealed = {"bytes": 1, "file": "f", "sha256": "", "key_id": "k", "wrapped_key": "", "previous": "", "hash": ""}
    for seq, (id, contact) in enumerate(((NEW, sold), (OLD, helped)), 1):
        begun = NOON - timedelta(minutes=seq)
        told = {"node": "box", "seq": seq, "id": id, "contact": contact, "channel": "c", "started_at": begun}
        put(console, RECORDINGS, **told, **sealed, duration_ms=60_000, retention="standard")
    jobs.answers["recording.part"] = part
    return jobs


def test_they_are_listed_page_by_page_and_by_contact(program_for: ProgramFor, kept: FakeProcess) -> None:
    program = program_for("recordings.hear")
    first = program("GET", "/recordings?limit=1").get_json()
    assert [one["id"] for one in first["items"]] == [str(NEW)]
    assert (first["items"][0]["duration_s"], first["items"][0]["standing"]) == (60.0, None)
    then = program("GET", f"/recordings?limit=1&cursor={first['next']}").get_json()
    assert ([one["id"] for one in then["items"]], then["next"]) == ([str(OLD)], None)
    of_one = program("GET", f"/recordings?contact={UUID(int=2)}").get_json()
    assert [one["id"] for one in of_one["items"]] == [str(OLD)]
    assert program("GET", "/recordings?until=2026-11-20T03:58:30Z").get_json()["items"][0]["id"] == str(OLD)
    kept.answers["recording.list"] = [{"id": str(NEW), "standing": "held", "retention": "complaint"}]
    one = program("GET", f"/recordings/{NEW}").get_json()
    assert (one["standing"], one["retention"]) == ("held", "complaint")


def test_what_is_beyond_ones_reach_does_not_exist(program_for: ProgramFor, kept: FakeProcess) -> None:
    program = program_for(*TAKES, queues=frozenset({"sales"}))
    assert [one["id"] for one in program("GET", "/recordings").get_json()["items"]] == [str(NEW)]
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/audio", None),
        ("POST", "/access", {"reason": "quality"}),
        ("POST", "/approval-requests", {"reason": "quality"}),
    ):
        assert program(method, f"/recordings/{OLD}{path}", body).status_code == 404
    assert program("GET", f"/recordings?contact={UUID(int=2)}").status_code == 404
    assert not [name for name, _ in kept.asked if name in ("recording.admit", "recording.part", "recording.request")]


def test_it_is_opened_for_a_reason_that_is_on_record_under_the_tokens_name(
    console: Flask, program_for: ProgramFor, kept: FakeProcess
) -> None:
    program = program_for(*TAKES)
    for missing in ({}, {"reason": "curious"}, {"reason": "other", "text": " "}):
        assert program("POST", f"/recordings/{NEW}/access", missing).status_code == 400
    answer = program("POST", f"/recordings/{NEW}/access", {"reason": "complaint", "text": "case 12"})
    assert (answer.status_code, answer.get_json()["seconds"]) == (200, 1800)
    assert kept.asked[-1][1] == {"id": str(NEW), "reason": "Complaint: case 12", "who": "maker0 · crm"}
    (noted,) = parts(console).trail.search(Question(act="recording.export"))
    assert (noted.who, noted.subject, noted.reason) == ("maker0 · crm", str(NEW), "Complaint: case 12")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 206, 0, 700_000),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=600000-900000", 206, 600_000, 700_000),
        ("", 200, 0, 700_000),
    ],
)
def test_it_comes_whole_or_in_the_part_that_is_asked_for(
    program_for: ProgramFor, kept: FakeProcess, asked: str, status: int, start: int, end: int
) -> None:
    answer = program_for(*TAKES)("GET", f"/recordings/{NEW}/audio", headers={"Range": asked} if asked else {})
    assert (answer.status_code, answer.data) == (status, WAV[start:end])
    assert answer.headers["Content-Length"] == str(end - start)
    assert answer.headers.get("Content-Range") == (f"bytes {start}-{end - 1}/700000" if asked else None)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("audio/wav", "no-store")


def test_beyond_the_end_is_nothing_and_nonsense_is_refused(program_for: ProgramFor, kept: FakeProcess) -> None:
    program = program_for(*TAKES)
    path = f"/recordings/{NEW}/audio"
    beyond = program("GET", path, headers={"Range": "bytes=800000-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */700000")
    for nonsense in ("bytes=-5", "bytes=1-2,4-5", "lines=1-2", "nonsense"):
        answer = program("GET", path, headers={"Range": nonsense})
        assert (answer.status_code, answer.get_json()["code"]) == (400, "api-range-invalid"), nonsense


def test_without_a_reason_or_a_second_person_nothing_is_given(program_for: ProgramFor, kept: FakeProcess) -> None:
    program = program_for(*TAKES)
    kept.answers["recording.part"] = RecordingReasonMissing(recording=str(NEW))
    assert program("GET", f"/recordings/{NEW}/audio").get_json()["code"] == RecordingReasonMissing.code
    kept.answers["recording.admit"] = RecordingNotApproved(recording=str(NEW))
    refused = program("POST", f"/recordings/{NEW}/access", {"reason": "quality"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, RecordingNotApproved.code)
    asked = program("POST", f"/recordings/{NEW}/approval-requests", {"reason": "quality"})
    assert asked.get_json() == {"recording": str(NEW), "request": "r1"}
    assert kept.asked[-1][1]["by"] == "maker1 · crm" or kept.asked[-1][1]["by"] == "maker0 · crm"


def test_hearing_is_not_taking_away(program_for: ProgramFor, kept: FakeProcess) -> None:
    answer = program_for("recordings.hear")("GET", f"/recordings/{NEW}/audio")
    assert (answer.status_code, answer.get_json()["details"]) == (403, {"right": "recordings.export"})
