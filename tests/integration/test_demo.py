"""The first things a new user tries, as the README has them."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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


def test_no_file_of_the_box_holds_a_sound_of_it_and_a_removed_recording_is_named(
    centre: box.Box, tmp_path: Path
) -> None:
    (recording,) = told(centre, "recording", "list")
    file = tmp_path / "call.wav"
    reason = ("--reason", "an audit", "--to", str(file))
    assert callstead(centre, "recording", "export", recording["id"], *reason).returncode == 0
    probes = _sounds(file.read_bytes()[44:])
    assert len(probes) > 20
    assert _holding(centre.paths.state, probes) == []
    (centre.paths.state / "planted").write_bytes(b"x" * 777 + probes[7])
    assert _holding(centre.paths.state, probes) == ["planted"], "the search finds what is there"
    (centre.paths.state / "planted").unlink()
    sealed = centre.paths.recordings / recording["file"]
    sealed.rename(tmp_path / "aside")
    checked = callstead(centre, "recording", "verify")
    (tmp_path / "aside").rename(sealed)
    assert checked.returncode == 3
    assert recording["file"] in checked.stdout + checked.stderr


def _sounds(audio: bytes) -> list[bytes]:
    """Pieces of 20 ms from all over the audio that are no silence and no tone of a few values, one side and both."""
    both = [audio[start : start + 640] for start in range(0, len(audio), 16_000)]
    left = [bytes(byte for place, byte in enumerate(piece) if place % 4 < 2) for piece in both]
    right = [bytes(byte for place, byte in enumerate(piece) if place % 4 > 1) for piece in both]
    swapped = [b"".join(piece[at + 2 : at + 4] + piece[at : at + 2] for at in range(0, 640, 4)) for piece in both]
    return [piece for piece in (*both, *left, *right, *swapped) if len(set(piece)) > 40]


def _holding(folder: Path, probes: list[bytes]) -> list[str]:
    """The files below a folder that contain one of the pieces."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path.relative_to(folder)) for path in files if any(map(path.read_bytes().__contains__, probes))]


def test_what_a_call_leaves_behind_is_shown_to_people_and_to_programs(centre: box.Box) -> None:
    (call,) = told(centre, "call", "list")
    (recording,) = told(centre, "recording", "list")
    day = datetime.fromisoformat(call["opened_at"]).astimezone(ZoneInfo(centre.settings.time_zone)).date()
    tomorrow = (day + timedelta(days=1)).isoformat()
    for words, known in (
        (("call", "show", call["id"]), call["id"]),
        (("recording", "show", recording["id"]), recording["id"]),
        (("figures", "queue", "sales"), "sales"),
        (("figures", "events", "--queue", "sales", "--figure", "offered"), "queue.entered"),
        (("replay", "--day", day.isoformat()), "sales"),
        (("plan", "--from", day.isoformat(), "--to", tomorrow, "--growth", "20"), "sales"),
        (("simulate", "docs/guides/centre.example.toml"), "sales"),
    ):
        shown = callstead(centre, *words)
        assert (shown.returncode, shown.stderr) == (0, ""), words
        assert known in shown.stdout, words
        assert known in json.dumps(told(centre, *words)), words


CALENDAR = """
spans = ["mon-fri 09:00-17:30"]
holidays = ["2026-10-01/2026-10-07"]
workdays = ["2026-10-10 fri"]
"""
HOURS = """
start = "hours"
[nodes.hours]
type = "hours"
calendar = "office"
open = "menu"
closed = "over"
[nodes.menu]
type = "menu"
prompts = ["main-menu"]
keys = {1 = "sales"}
otherwise = "over"
[nodes.sales]
type = "queue"
queue = "sales"
timed_out = "over"
[nodes.over]
type = "hangup"
prompts = ["closed"]
"""


@pytest.mark.parametrize(
    ("at", "keys", "path"),
    [
        ("2026-09-30T09:30", "1", ["hours", "menu", "sales"]),
        ("2026-09-30T09:30", "9 9 9", ["hours", "menu", "over"]),
        ("2026-09-30T08:59", "1", ["hours", "over"]),
        ("2026-10-01T09:30", "1", ["hours", "over"]),
        ("2026-10-10T09:30", "1", ["hours", "menu", "sales"]),
        ("2026-10-11T09:30", "1", ["hours", "over"]),
    ],
)
def test_a_dry_run_prints_the_path_at_a_moment(
    centre: box.Box, tmp_path: Path, at: str, keys: str, path: list[str]
) -> None:
    for name, text in (("calendar", CALENDAR), ("flow", HOURS)):
        (tmp_path / f"{name}.toml").write_text(text)
    assert callstead(centre, "calendar", "publish", "office", str(tmp_path / "calendar.toml")).returncode == 0
    words = ("flow", "test", "main", "--file", str(tmp_path / "flow.toml"), "--keys", keys, "--at", at)
    assert [stop["node"] for stop in told(centre, *words)["path"]] == path
    printed = [line.partition(" ")[0] for line in callstead(centre, *words).stdout.splitlines() if line[:1].strip()]
    assert printed == path


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
