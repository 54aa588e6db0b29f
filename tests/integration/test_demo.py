"""The first things a new user tries, as the README has them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.servers import box

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


def callstead(centre: box.Box, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "appliance.cli", "--state", str(centre.paths.state), *words]
    environment = {**os.environ, "LC_ALL": "en_GB.UTF-8"}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=90, cwd=box.CHECKOUT, env=environment, check=False
    )


def told(centre: box.Box, *words: str) -> Any:
    done = callstead(centre, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_demo_call_is_answered_recorded_and_found_in_the_books(centre: box.Box, tmp_path: Path) -> None:
    done = callstead(centre, "demo", "call", "--keys", "1", "--talk", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    (call,) = told(centre, "call", "list")
    assert (call["queue"], call["result"]) == ("sales", "answered")
    shown = told(centre, "call", "show", call["id"])
    kinds = [event["kind"] for event in shown["events"]]
    assert kinds[0] == "contact.opened"
    assert kinds[-1] == "contact.closed"
    assert told(centre, "recording", "verify")["findings"] == []


def test_the_recording_is_exported_with_a_reason_and_without_one_refused(centre: box.Box, tmp_path: Path) -> None:
    (recording,) = told(centre, "recording", "list")
    file = tmp_path / "call.wav"
    refused = callstead(centre, "recording", "export", recording["id"], "--reason", " ", "--to", str(file))
    assert refused.returncode == 3
    assert not file.exists()
    done = callstead(centre, "recording", "export", recording["id"], "--reason", "a complaint", "--to", str(file))
    assert done.returncode == 0, done.stderr
    assert file.read_bytes()[:4] == b"RIFF"


def test_a_changed_recording_is_named(centre: box.Box) -> None:
    (recording,) = told(centre, "recording", "list")
    sealed = centre.paths.recordings / recording["file"]
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:])
    checked = callstead(centre, "recording", "verify")
    sealed.write_bytes(whole)
    assert checked.returncode == 3
    assert recording["file"] in checked.stdout + checked.stderr


def test_a_new_trunk_is_shown_as_a_difference_and_applied_without_touching_calls(centre: box.Box) -> None:
    assert callstead(centre, "trunk", "add", "second", "--match", "127.0.0.11").returncode == 0
    difference = callstead(centre, "config", "diff")
    assert "127.0.0.11" in difference.stdout
    applied = told(centre, "config", "apply", "--reason", "a second carrier")
    assert "pjsip.conf" in applied["changed"]
    assert applied["restart_needed"] == []
    assert told(centre, "config", "diff")["diff"] == ""


def test_a_flow_is_checked_before_it_is_published(centre: box.Box, tmp_path: Path) -> None:
    faulty = tmp_path / "flow.toml"
    faulty.write_text('start = "a"\n[nodes.a]\ntype = "play"\nprompts = ["no-such-prompt"]\nnext = "nowhere"\n')
    refused = callstead(centre, "flow", "publish", "main", str(faulty))
    assert refused.returncode == 3
    assert "nowhere" in refused.stderr
    assert "no-such-prompt" in refused.stderr
    assert told(centre, "flow", "show", "main")["version"] == 1


def test_every_read_command_answers_in_json(centre: box.Box) -> None:
    for words in (
        ("status",), ("agent", "list"), ("agent", "show", "8001"), ("queue", "list"), ("queue", "show", "sales"),
        ("skill", "list"), ("flow", "list"), ("call", "list"), ("recording", "list"), ("trunk", "list"),
        ("trunk", "show", "demo-carrier"), ("phone", "list"), ("config", "verify"), ("demo", "accounts"),
    ):  # fmt: skip
        assert told(centre, *words) is not None, words
