"""Requests for recordings, over a real recorder: asked by one, answered by another, taken away once, all on record."""

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert

from appliance.clock import uuid7
from appliance.contact.recording.approval import Asked
from appliance.contact.recording.asking import Asking
from appliance.contact.recording.custody import Custody, Deed
from appliance.contact.recording.model import Recording
from appliance.desk.audit.model import Question
from appliance.desk.contacts.repository import CALLS, PLACES, RECORDINGS
from appliance.desk.people.model import Role, Scope
from tests.unit.recording.station import Station
from tests.web.conftest import NOON, ClientFor, Hands, add_person, parts, sign_in
from tests.web.processes import FakeProcess

RAW = bytes(range(200)) * 400
LI = "13812345678"
WHY = {"reason": "evidence", "text": "court 12"}
PAGE = "/recordings/requests/"


class Vault:
    """The jobs' part, with a recorder of its own and two recordings of contacts of the queue sales."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.station, self.clock = app, Station(folder / "station"), parts(app).clock
        self.recorder = it = self.station.recorder
        self.asking = Asking(Custody(it.register, it.changes, it.changes_head, it.audio, dict, it.books))
        for number in (1, 2):
            (self.station.spool / f"{number}.1.raw").write_bytes(RAW)
        self.kept: list[Recording] = [one for one in self.station.sweep() if one]
        for number, one in enumerate(self.kept, 1):
            self._enter(UUID(int=number), number, one)

    def _enter(self, contact: UUID, minutes: int, one: Recording) -> None:
        at = NOON - timedelta(minutes=minutes)
        call = {"direction": "inbound", "caller": LI, "dialled": "95001", "opened_at": at, "closed_at": at}
        place = {"kind": "queue", "name": "sales", "opened_at": at, "contact": contact}
        with parts(self.app).engine.begin() as connection:
            connection.execute(insert(CALLS), {"id": contact, "queue": "sales", **call})
            connection.execute(insert(PLACES), place)
            connection.execute(insert(RECORDINGS), {**asdict(one), "contact": contact})

    def wav(self, one: Recording) -> bytes:
        return b"".join(self.recorder.export(one.id, "test", "test"))

    def answers(self) -> Mapping[str, Any]:
        return {
            "recording.list": self.listed,
            "recording.admit": lambda id, reason, who: self.recorder.permit(UUID(id), reason, who),
            "recording.part": self.part,
            "recording.take": self.take,
            "recording.ask_export": self.ask,
            "recording.requests": lambda: [shown(one) for one in self.asking.all(self.clock.now())],
            "recording.answer": self.answer,
            "recording.use": self.use,
        }

    def listed(self, contact: str) -> list[dict[str, Any]]:
        told = {"started_at": NOON.isoformat(), "standing": "kept"}
        found = [one for number, one in enumerate(self.kept, 1) if UUID(contact) == UUID(int=number)]
        return [{**told, "id": str(one.id), "duration_ms": one.duration_ms} for one in found]

    def take(self, ids: list[str], reason: str, who: str) -> None:
        for id in ids:
            self.recorder.permit(UUID(id), reason, who)

    def ask(self, ids: list[str], reason: str, by: str) -> Mapping[str, str]:
        deed = Deed(by, reason, self.clock.now())
        return {"request": self.asking.export([UUID(id) for id in ids], str(uuid7(deed.at)), deed)}

    def answer(self, request: str, agree: bool, reason: str, by: str) -> Mapping[str, Any]:
        return shown(self.asking.answer(request, Deed(by, reason, self.clock.now()), agree=agree))

    def use(self, request: str, who: str) -> Mapping[str, Any]:
        one = self.asking.use(request, who, self.clock.now())
        for identity in one.recordings:
            self.recorder.grant(identity, one.reason, who)
        return shown(one)

    def part(self, id: str, who: str, start: int, length: int) -> Mapping[str, Any]:
        data, size = self.recorder.part(UUID(id), who, range(start, start + length))
        return {"data": base64.b64encode(data).decode(), "size": size}


def shown(one: Asked) -> dict[str, Any]:
    told = asdict(one) | {"request": one.name, "recordings": [str(id) for id in one.recordings]}
    return told | {"at": one.at.isoformat(), "answered_at": one.answered_at and one.answered_at.isoformat()}


@pytest.fixture
def vault(console: Flask, jobs: FakeProcess, tmp_path: Path) -> Vault:
    made = Vault(console, tmp_path)
    jobs.answers |= made.answers()
    return made


@pytest.fixture
def evidence(console: Flask) -> str:
    """A role that exports by right."""
    rights = frozenset({"calls.see", "recordings.hear", "recordings.export", "numbers.whole"})
    parts(console).roles.put(Role("evidence", "Evidence", rights))
    return "evidence"


def file_of(vault: Vault, number: int) -> str:
    return f"/contacts/{UUID(int=number)}/recordings/{vault.kept[number - 1].id}/file"


def request_of(vault: Vault) -> str:
    return vault.asking.all(vault.clock.now())[0].name


def test_who_may_not_export_gets_one_recording_once_when_somebody_else_agrees(
    console: Flask, client_for: ClientFor, vault: Vault
) -> None:
    asks, agrees = client_for("quality"), client_for("supervisor")
    assert "Ask to export" in asks.get(f"/contacts/{UUID(int=1)}").text
    assert "Asked to export 1" in asks.post(file_of(vault, 1), data=WHY, follow_redirects=True).text
    name = request_of(vault)
    take = f"{PAGE}{name}/take"
    assert take not in asks.get(PAGE).text
    assert asks.post(take).status_code == 409

    page = agrees.get(PAGE).text
    assert "quality0" in page
    assert "Evidence in a dispute: court 12" in page
    assert agrees.post(f"{PAGE}{name}/approve", data={"reason": " "}).status_code == 400
    assert agrees.post(f"{PAGE}{name}/approve", data={"reason": "as the court asks"}).status_code == 302
    assert agrees.post(take).status_code == 404, "it is not theirs"

    page = asks.get(PAGE).text
    assert "as the court asks" in page
    assert take in page
    assert asks.post(take).data == vault.wav(vault.kept[0])
    assert asks.post(take).status_code == 409, "once"
    assert take not in asks.get(PAGE).text
    done = {one.act: (one.who, one.subject) for one in parts(console).trail.search(Question(act="recording."))}
    assert done["recording.ask-export"] == ("quality0", name)
    assert done["recording.approve"] == ("supervisor1", name)
    assert done["recording.export"] == ("quality0", name)
    first = vault.station.repository.accesses(vault.kept[0].id)[0]
    assert (first.who, first.reason) == ("quality0", "Evidence in a dispute: court 12")
    assert vault.recorder.verify() == ()


def test_nobody_agrees_to_their_own_request_and_who_refuses_says_why(
    console: Flask, client_for: ClientFor, vault: Vault
) -> None:
    asks, refuses = client_for("supervisor"), client_for("supervisor")
    asks.post(file_of(vault, 1), data=WHY)
    name = request_of(vault)
    own = asks.post(f"{PAGE}{name}/approve", data={"reason": "fine"})
    assert own.status_code == 409
    assert "recording-request-own" in own.text
    assert f"{name}/approve" not in asks.get(PAGE).text
    assert client_for("quality").post(f"{PAGE}{name}/approve", data={"reason": "x"}).status_code == 403
    refuses.post(f"{PAGE}{name}/refuse", data={"reason": "not needed"})
    page = asks.get(PAGE).text
    assert "Refused" in page
    assert "not needed" in page
    assert asks.post(f"{PAGE}{name}/take").status_code == 409
    (noted,) = parts(console).trail.search(Question(act="recording.refuse"))
    assert (noted.who, noted.subject, noted.reason) == ("supervisor1", name, "not needed")


def test_an_approval_is_over_after_a_day(console: Flask, client_for: ClientFor, vault: Vault, hands: Hands) -> None:
    asks, agrees, browser = add_person(console, "wang", "quality"), client_for("supervisor"), console.test_client()
    sign_in(console, browser, asks)
    browser.post(file_of(vault, 1), data=WHY)
    name = request_of(vault)
    agrees.post(f"{PAGE}{name}/approve", data={"reason": "fine"})
    hands.move(hours=24)
    sign_in(console, browser, asks)
    assert "Expired" in browser.get(PAGE).text
    refused = browser.post(f"{PAGE}{name}/take")
    assert refused.status_code == 409
    assert "recording-approval-over" in refused.text


def test_requests_beyond_ones_reach_are_not_there(client_for: ClientFor, vault: Vault) -> None:
    client_for("quality").post(file_of(vault, 1), data=WHY)
    name = request_of(vault)
    other = client_for("supervisor", scope=Scope(queues=frozenset({"support"})))
    assert name not in other.get(PAGE).text
    assert other.post(f"{PAGE}{name}/approve", data={"reason": "fine"}).status_code == 404
    assert name in client_for("supervisor", scope=Scope(queues=frozenset({"sales"}))).get(PAGE).text


def opened(data: bytes) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """The files of a ZIP, and its list."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, list(csv.DictReader(io.StringIO(files.pop("manifest.csv").decode("utf-8-sig"))))


def check(vault: Vault, data: bytes, *, number: str) -> None:
    files, listed = opened(data)
    lines = (line.split("  ") for line in files.pop("SHA256SUMS").decode().splitlines())
    sums = {name: digest for digest, name in lines}
    assert sorted(files.values()) == sorted(vault.wav(one) for one in vault.kept)
    assert {name: hashlib.sha256(wav).hexdigest() for name, wav in files.items()} == sums
    assert {row["file"]: row["sha256"] for row in listed} == sums
    by_id = {str(one.id): one for one in vault.kept}
    for row in listed:
        one = by_id[row["Recording"]]
        assert row["file"].endswith(f"_{one.id}.wav")
        assert (row["SHA-256 of the sealed file"], row["Link of the chain"]) == (one.sha256, one.hash)
        assert (row["Caller"], row["Queue"], row["missing"]) == (number, "sales", "")


def test_a_search_is_taken_away_by_right_as_one_file_that_can_be_checked(
    console: Flask, client_for: ClientFor, vault: Vault, evidence: str
) -> None:
    client = client_for(evidence)
    assert "2 recordings" in client.get("/recordings/export/?queue=sales").text
    assert client.post("/recordings/export/?queue=sales", data={}).status_code == 400
    answer = client.post("/recordings/export/?queue=sales", data=WHY)
    assert answer.mimetype == "application/zip"
    check(vault, answer.data, number=LI)
    (noted,) = parts(console).trail.search(Question(act="recording.export"))
    assert noted.after
    assert noted.after["queue"] == "sales"
    assert set(noted.after["recordings"]) == {str(one.id) for one in vault.kept}
    assert client.get("/recordings/export/?queue=support").status_code == 409
    assert client_for("auditor").get("/recordings/export/").status_code == 403


def test_the_right_to_export_is_not_enough_where_two_people_must_agree(
    client_for: ClientFor, vault: Vault, evidence: str, jobs: FakeProcess
) -> None:
    jobs.answers["recording.policy"] = {"two_person": True}
    client = client_for(evidence)
    assert client.post("/recordings/export/", data=WHY).status_code == 302
    assert "recording.take" not in [command for command, _ in jobs.asked]
    client_for("supervisor").post(f"{PAGE}{request_of(vault)}/approve", data={"reason": "fine"})
    check(vault, client.post(f"{PAGE}{request_of(vault)}/take").data, number=LI)


def test_a_search_is_taken_away_once_by_who_has_no_right_when_somebody_else_agrees(
    client_for: ClientFor, vault: Vault
) -> None:
    asks, agrees = client_for("quality"), client_for("supervisor")
    assert "Asked to export 2" in asks.post("/recordings/export/", data=WHY, follow_redirects=True).text
    name = request_of(vault)
    agrees.post(f"{PAGE}{name}/approve", data={"reason": "fine"})
    check(vault, asks.post(f"{PAGE}{name}/take").data, number="138****5678")
    assert asks.post(f"{PAGE}{name}/take").status_code == 409


def test_what_is_gone_is_named_in_the_list_and_the_rest_comes(
    client_for: ClientFor, vault: Vault, evidence: str
) -> None:
    first, second = vault.kept
    (vault.station.sealed / first.file).unlink()
    files, listed = opened(client_for(evidence).post("/recordings/export/", data=WHY).data)
    here = [row["file"] for row in listed if row["Recording"] == str(second.id)]
    assert [name for name in files if name.endswith(".wav")] == here
    assert [row["missing"] for row in listed if row["Recording"] == str(first.id)] == ["recording-missing"]
