"""Which state folder and which language a run is about."""

from pathlib import Path

import pytest

import appliance
from appliance.cli.place import find_language, find_state
from appliance.cli.shape import divided
from appliance.cli.sockets import ENGINE, JOBS, socket_of


def test_the_option_wins_over_the_environment_over_the_folders(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".callstead").mkdir()
    environment = {"CALLSTEAD_STATE": "/from/environment"}
    assert find_state("/given", environment, inner) == Path("/given")
    assert find_state(None, environment, inner) == Path("/from/environment")
    assert find_state(None, {}, inner) == tmp_path / ".callstead"
    (inner / ".callstead").mkdir()
    assert find_state(None, {}, inner) == inner / ".callstead"


def test_without_any_folder_the_one_beside_the_checkout_is_meant() -> None:
    assert find_state(None, {}, Path("/")) == Path(appliance.__file__).parents[1] / ".callstead"


def test_the_sockets_of_a_box() -> None:
    assert socket_of(Path("/s"), ENGINE) == Path("/s/run/engine.sock")
    assert socket_of(Path("/s"), JOBS) == Path("/s/run/jobs.sock")


@pytest.mark.parametrize(
    ("given", "environment", "settings", "language"),
    [
        ("en", {"LANG": "zh_CN.UTF-8"}, 'language = "zh"', "en"),
        (None, {"LANG": "en_GB.UTF-8"}, 'language = "zh"', "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, 'language = "en"', "zh"),
        (None, {"LC_ALL": "en_US", "LANG": "zh_CN"}, "", "en"),
        (None, {"LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "", "en"),
        (None, {"LANG": "C.UTF-8"}, 'language = "en"', "en"),
        (None, {"LANG": "de_DE"}, "", "zh"),
        (None, {}, 'language = "en"', "en"),
        (None, {}, 'language = "fr"', "zh"),
        (None, {}, "broken", "zh"),
        (None, {}, "unknown = 1", "zh"),
        (None, {}, "", "zh"),
    ],
)
def test_the_language(
    tmp_path: Path, given: str | None, environment: dict[str, str], settings: str, language: str
) -> None:
    (tmp_path / "settings.toml").write_text(settings)
    assert find_language(given, environment, tmp_path) == language


@pytest.mark.parametrize(
    ("typed", "own", "command"),
    [
        ("a --lang en b", "--lang en", "a b"),
        ("a --lang=en --state x b", "--lang=en --state x", "a b"),
        ("a b --lang", "--lang", "a b"),
        ("a -- --lang en", "", "a -- --lang en"),
        ("a --language en", "", "a --language en"),
        ("--lang en", "--lang en", ""),
        ("", "", ""),
    ],
)
def test_the_programs_options_may_stand_anywhere(typed: str, own: str, command: str) -> None:
    assert divided(typed.split()) == (own.split(), command.split())
