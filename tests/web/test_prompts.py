"""Prompts in the console: listed with where they are used, heard, made anew in every way, taken back, removed."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.contact.prompts.errors import PromptInUse, SoundKindUnknown
from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from appliance.store.documents import Documents
from tests.unit.engine.commanded import NOON, Commanded
from tests.unit.prompts.tones import tone
from tests.web.configured import configured
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess, Streamed

SOUND = tone(600, 1)
OWN: dict[str, Any] = {
    "language": "zh", "source": "upload", "versions": 2, "duration_ms": 1000, "loudness": -21.04,
    "file": "spring.wav", "text": "", "audio": "ab12",
}  # fmt: skip
STEP = {"at": "2026-05-04T12:00:00+00:00", "author": "li", "removed": False}


@pytest.fixture
def box(tmp_path: Path, engine: FakeProcess) -> Commanded:
    made = configured(tmp_path / "configured", engine)
    flow = {
        "start": "hear",
        "nodes": {
            "hear": {"type": "play", "prompts": ["spring"], "next": "end"},
            "end": {"type": "hangup"},
        },
    }
    documents: dict[str, Any] = {
        "queue": {"sales": {"title": "Sales", "comfort": ["spring"]}},
        "flow": {"night": {"document": flow, "version": 1}},
        "prompt": {"zh/spring": {**OWN, "audio": "x"}},
    }
    put = [(kind, key, body) for kind, bodies in documents.items() for key, body in bodies.items()]
    Documents(made.engine.database).put_many(put, author="li", reason="x", at=NOON)
    return made


@pytest.fixture
def studio(jobs: FakeProcess, box: Commanded) -> FakeProcess:
    """The jobs, which know a prompt of our own and one that came with the box."""
    jobs.answers |= {
        "prompt.list": [
            {"prompt": "spring", "zh": "upload", "en": "", "lacks": ["en"]},
            {"prompt": "welcome", "zh": "built-in", "en": "built-in", "lacks": []},
        ],
        "prompt.show": {"prompt": "spring", "voices": [OWN]},
        "prompt.history": lambda prompt, language: (
            [
                {**STEP, "version": 1, "reason": "first"},
                {**STEP, "version": 2, "reason": "louder"},
            ]
            if language == "zh"
            else []
        ),
        "prompt.export": lambda prompt, language: Streamed(
            [{"data": base64.b64encode(SOUND[:9000]).decode()}, {"data": base64.b64encode(SOUND[9000:]).decode()}], {}
        ),
        "sound.upload": lambda data, upload: {"upload": "u1"},
        "prompt.add": {"prompt": "spring", "duration_ms": 900, "loudness": -21.0},
        "prompt.say": {"prompt": "spring", "duration_ms": 900, "loudness": -21.0},
        "prompt.undo": {"source": "upload"},
        "prompt.remove": {"built_in": False},
    }
    return jobs


@pytest.fixture
def admin(client_for: ClientFor) -> FlaskClient:
    return client_for("administrator")


def asked(process: FakeProcess, command: str) -> list[Any]:
    return [args for name, args in process.asked if name == command]


def put(client: FlaskClient, data: bytes = SOUND, reason: str = "spring", **headers: str) -> Any:
    form = {"file": (io.BytesIO(data), "new.wav"), "reason": reason}
    where = "/settings/prompts/spring/zh/file"
    return client.post(where, data=form, content_type="multipart/form-data", headers=headers, follow_redirects=True)


def test_every_prompt_is_listed_with_what_lacks_and_what_plays_it(admin: FlaskClient, studio: FakeProcess) -> None:
    page = admin.get("/settings/prompts/").get_data(as_text=True)
    assert "/settings/prompts/spring/zh/audio.wav" in page
    assert "/settings/prompts/spring/en/audio.wav" not in page
    assert '<td class="tabular">2</td>' in page
    assert "welcome" not in admin.get("/settings/prompts/?only=own").get_data(as_text=True)
    assert "welcome" not in admin.get("/settings/prompts/?q=spri").get_data(as_text=True)
    page = admin.get("/settings/prompts/spring").get_data(as_text=True)
    assert "Queue sales</a>: " in page
    assert "/settings/flows/draw/night" in page
    assert "1.0 s, -21.0 LUFS." in page


def test_it_is_heard_whole_and_in_parts(admin: FlaskClient, studio: FakeProcess) -> None:
    answer = admin.get("/settings/prompts/spring/zh/audio.wav")
    assert (answer.data, answer.mimetype) == (SOUND, "audio/wav")
    part = admin.get("/settings/prompts/spring/zh/audio.wav", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, SOUND[100:200])
    assert admin.get("/settings/prompts/spring/fr/audio.wav").status_code == 404
    assert admin.get("/settings/prompts/..%2Fx/zh/audio.wav").status_code == 404


def test_a_file_becomes_the_prompt_in_the_person_s_name(
    console: Flask, admin: FlaskClient, studio: FakeProcess
) -> None:
    long = SOUND + bytes(1_200_000)
    page = put(admin, long).get_data(as_text=True)
    assert "heard from the next caller on" in page
    pieces = asked(studio, "sound.upload")
    assert b"".join(base64.b64decode(one["data"]) for one in pieces) == long
    assert [one["upload"] for one in pieces] == ["", "u1", "u1"]
    (given,) = asked(studio, "prompt.add")
    assert given == {
        "prompt": "spring",
        "language": "zh",
        "upload": "u1",
        "file": "new.wav",
        "reason": "spring",
        "by": "administrator0",
    }
    act = next(iter(parts(console).trail.search(Question(limit=1))))
    assert (act.act, act.subject, act.reason) == ("prompt.put", "spring zh", "spring")


def test_what_was_recorded_in_the_page_is_answered_with_where_to_go(admin: FlaskClient, studio: FakeProcess) -> None:
    answer = put(admin, Accept="application/json")
    assert answer.get_json() == {"next": "/settings/prompts/spring#zh"}
    studio.answers["prompt.add"] = SoundKindUnknown(begins="89 50 4e 47")
    answer = put(admin, Accept="application/json")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "sound-kind-unknown")


def test_what_is_no_sound_or_has_no_reason_is_refused(admin: FlaskClient, studio: FakeProcess) -> None:
    assert "Choose a sound file first." in put(admin, b"").get_data(as_text=True)
    assert "Say why." in put(admin, reason=" ").get_data(as_text=True)
    assert asked(studio, "prompt.add") == []
    studio.answers["prompt.add"] = SoundKindUnknown(begins="89 50 4e 47")
    answer = put(admin, b"\x89PNG")
    assert (answer.status_code, "neither WAV nor MP3" in answer.get_data(as_text=True)) == (409, True)
    assert put(admin, bytes(63_000_000)).status_code == 413


def test_the_voice_says_it_an_old_one_comes_back_and_it_goes(admin: FlaskClient, studio: FakeProcess) -> None:
    base = "/settings/prompts/spring/zh"
    given = {"text": "春天", "voice": "female", "speed": "150", "reason": "x"}
    assert admin.post(f"{base}/say", data=given).status_code == 302
    assert admin.post(f"{base}/say", data={**given, "speed": "9999"}).status_code == 409
    assert admin.post(f"{base}/say", data={**given, "text": "x" * 2001}).status_code == 409
    assert asked(studio, "prompt.say") == [
        {
            "prompt": "spring",
            "language": "zh",
            "text": "春天",
            "voice": "female",
            "speed": 150,
            "reason": "x",
            "by": "administrator0",
        }
    ]
    assert admin.post(f"{base}/undo", data={"version": "1", "reason": "x"}).status_code == 302
    assert asked(studio, "prompt.undo")[0]["version"] == 1
    assert admin.post(f"{base}/remove", data={"reason": ""}).status_code == 409
    studio.answers["prompt.remove"] = PromptInUse(prompt="spring", flows="flow night, queue sales")
    answer = admin.post(f"{base}/remove", data={"reason": "x"})
    assert (answer.status_code, "flow night, queue sales" in answer.get_data(as_text=True)) == (409, True)


def test_a_new_one_begins_with_its_name(admin: FlaskClient, studio: FakeProcess) -> None:
    answer = admin.post("/settings/prompts/new", data={"name": "autumn-2026"})
    assert answer.headers["Location"] == "/settings/prompts/autumn-2026"
    assert "data-recorder" in admin.get("/settings/prompts/autumn-2026").get_data(as_text=True)
    page = admin.post("/settings/prompts/new", data={"name": "No!"}, follow_redirects=True).get_data(as_text=True)
    assert "small letters, digits and hyphens" in page


def test_who_may_not_change_them_only_listens(client_for: ClientFor, studio: FakeProcess) -> None:
    limited = client_for("administrator", scope=Scope(None, frozenset({"east"})))
    for client in (client_for("auditor"), limited):
        page = client.get("/settings/prompts/spring").get_data(as_text=True)
        assert ("<audio" in page, "data-recorder" in page) == (True, False)
        assert put(client).status_code == 403
        assert client.post("/settings/prompts/spring/zh/remove", data={"reason": "x"}).status_code == 403
        assert client.get("/settings/prompts/nobody").status_code == 404
    assert client_for("agent").get("/settings/prompts/").status_code == 403
