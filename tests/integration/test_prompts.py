"""Prompts of our own on a whole box: heard by real callers, replaced while one listens, brought back."""

import json
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller
from tests.integration.test_demo import callstead, told
from tests.integration.test_main_job import exported
from tests.servers import audio, box
from tests.servers.live import facts, run
from tests.unit.prompts.tones import silence, tone

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

MAIN, GREETING = "4008001000", "spring-greeting"
OLD_TONE, NEW_TONE, SECONDS = 600, 900, 4
FLOW = f"""
start = "hear"
[nodes.hear]
type = "play"
prompts = ["{GREETING}"]
next = "over"
[nodes.over]
type = "hangup"
"""


def upload(
    centre: box.Box, folder: Path, sound: bytes, language: str = "zh", prompt: str = GREETING
) -> subprocess.CompletedProcess[str]:
    file = folder / f"{prompt}.wav"
    file.write_bytes(sound)
    return callstead(centre, "prompt", "add", prompt, str(file), "--language", language, "--reason", "spring", "--json")


async def heard(centre: box.Box, folder: Path, meanwhile: Callable[[], Awaitable[None]] | None = None) -> audio.Samples:
    """What a caller hears who listens until the flow hangs up."""
    folder.mkdir()
    async with facts(centre.engine(), "contact", "flow") as seen:
        calling = centre.network(folder).callers(Caller(MAIN, "13900000001", talk=None))
        await calling.start()
        opened = await seen.until("contact.opened")
        await seen.until("flow.node")
        if meanwhile:
            await meanwhile()
        await seen.until("contact.closed")
        await calling.wait(20)
    left, _ = audio.two_channels(await exported(centre, opened["contact"], folder / "call.wav"))
    return left


def seconds(found: audio.Samples, hertz: float) -> float:
    """How long a tone is heard."""
    return audio.presence(found, hertz) * len(found) / audio.RATE


def test_an_uploaded_prompt_is_heard_and_replaced_without_harm(centre: box.Box, tmp_path: Path) -> None:
    (tmp_path / "flow.toml").write_text(FLOW)
    refused = callstead(centre, "flow", "publish", "main", str(tmp_path / "flow.toml"))
    assert GREETING in refused.stderr, "nobody has it yet"
    assert upload(centre, tmp_path, tone(OLD_TONE, SECONDS)).returncode == 0
    assert {"prompt": GREETING, "zh": "upload", "en": "", "lacks": ["en"]} in told(
        centre, "prompt", "list", "--lacking"
    )
    said = ("--language", "en", "--text", "Welcome to spring.", "--speed", "160")
    assert callstead(centre, "prompt", "say", GREETING, *said).returncode == 0
    assert callstead(centre, "flow", "publish", "main", str(tmp_path / "flow.toml")).returncode == 0

    async def scene() -> None:
        async def replaced() -> None:
            assert upload(centre, tmp_path, tone(NEW_TONE, SECONDS)).returncode == 0

        first = await heard(centre, tmp_path / "first", replaced)
        assert seconds(first, OLD_TONE) > SECONDS - 0.3, "the old prompt is heard to its end"
        assert seconds(first, NEW_TONE) == 0
        second = await heard(centre, tmp_path / "second")
        assert seconds(second, NEW_TONE) > SECONDS - 0.3
        assert seconds(second, OLD_TONE) == 0
        loud = second[audio.RATE : 3 * audio.RATE]
        assert audio.level(loud) == pytest.approx(-21, abs=1.5)

    run(scene())


def test_what_a_flow_plays_cannot_be_removed_and_undo_brings_the_old_one_back(centre: box.Box, tmp_path: Path) -> None:
    refused = callstead(centre, "prompt", "remove", GREETING, "--language", "zh")
    assert refused.returncode == 3
    assert "prompt-in-use" in refused.stderr
    assert "main" in refused.stderr
    assert told(centre, "prompt", "show", GREETING)["flows"] == ["main"]
    assert callstead(centre, "prompt", "undo", GREETING, "--language", "zh").returncode == 0
    versions = told(centre, "prompt", "history", GREETING, "--language", "zh")
    assert [version["version"] for version in versions] == [1, 2, 3]
    assert versions[0]["body"]["audio"] == versions[2]["body"]["audio"]
    run(_hears(centre, tmp_path / "again", OLD_TONE))


def test_prompts_of_our_own_outlive_a_restart(centre: box.Box, tmp_path: Path) -> None:
    centre.down()
    centre.up()
    run(_hears(centre, tmp_path / "again", OLD_TONE))


def test_a_change_of_the_configuration_that_is_taken_back_is_heard(centre: box.Box, tmp_path: Path) -> None:
    before = told(centre, "config", "history", "--limit", "1")[0]["change"]
    assert upload(centre, tmp_path, tone(NEW_TONE, SECONDS)).returncode == 0
    run(_hears(centre, tmp_path / "new", NEW_TONE))
    undone = callstead(centre, "config", "undo", str(before + 1), "--reason", "the old one was better")
    assert undone.returncode == 0, undone.stderr
    run(_hears(centre, tmp_path / "old", OLD_TONE))
    first = told(centre, "prompt", "history", GREETING, "--language", "zh")[0]
    assert first["version"] == 1
    made = [row for row in told(centre, "config", "history", "prompt", f"zh/{GREETING}") if row["version"] == 1]
    without = str(made[0]["change"] - 1)
    assert callstead(centre, "config", "restore", without, "--reason", "before it", "--dry-run").returncode == 0
    kept = tmp_path / "kept.toml"
    assert callstead(centre, "config", "export", str(kept)).returncode == 0
    assert f'[prompt."zh/{GREETING}"]' in kept.read_text()
    kept.write_text(kept.read_text().replace(f'[prompt."zh/{GREETING}"]', '[prompt."zh/of-another-name"]'))
    refused = callstead(centre, "config", "import", str(kept), "--reason", "what a flow plays is not in it")
    assert refused.returncode == 3
    assert GREETING in refused.stderr


def test_a_built_in_prompt_is_replaced_and_comes_back(centre: box.Box, tmp_path: Path) -> None:
    before, ours, after = (tmp_path / f"{name}.wav" for name in ("before", "ours", "after"))
    export = ("prompt", "export", "welcome", "--language", "zh", "--to")
    assert callstead(centre, *export, str(before)).returncode == 0
    assert upload(centre, tmp_path, tone(), prompt="welcome").returncode == 0
    assert callstead(centre, *export, str(ours)).returncode == 0
    removed = callstead(centre, "prompt", "remove", "welcome", "--language", "zh", "--json")
    assert json.loads(removed.stdout)["built_in"] is True
    assert callstead(centre, *export, str(after)).returncode == 0
    assert before.read_bytes() == after.read_bytes() != ours.read_bytes()
    played = centre.paths.sounds / "zh" / "welcome.wav"
    assert played.is_symlink()


@pytest.mark.parametrize(
    ("sound", "code"),
    [
        (b"OggS and more", "sound-kind-unknown"),
        (silence(), "sound-silent"),
        (tone(peak_db=12), "sound-clipped"),
        (tone(peak_db=-52), "sound-too-quiet"),
        (tone()[:3000], "sound-damaged"),
        (tone(seconds=0.1), "sound-too-short"),
    ],
)
def test_a_bad_file_is_refused_by_name(centre: box.Box, tmp_path: Path, sound: bytes, code: str) -> None:
    refused = upload(centre, tmp_path, sound, prompt="bad")
    assert refused.returncode == 3
    assert code in refused.stdout + refused.stderr
    assert callstead(centre, "prompt", "show", "bad").returncode == 3


async def _hears(centre: box.Box, folder: Path, hertz: int) -> Any:
    assert seconds(await heard(centre, folder), hertz) > SECONDS - 0.3
