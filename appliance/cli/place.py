"""Which state folder is meant, and which language is spoken."""

from collections.abc import Mapping
from pathlib import Path

import appliance
from appliance.errors import LANGUAGES, Refusal
from appliance.settings import Settings, load

STATE = ".callstead"


def find_state(given: str | None, environment: Mapping[str, str], folder: Path) -> Path:
    """`given`, else CALLSTEAD_STATE, else `.callstead` in `folder` or above it, else beside the installed checkout."""
    if chosen := given or environment.get("CALLSTEAD_STATE"):
        return Path(chosen).absolute()
    for candidate in (folder, *folder.parents):
        if (candidate / STATE).is_dir():
            return candidate / STATE
    return Path(appliance.__file__).parents[1] / STATE


def read_settings(state: Path, environment: Mapping[str, str]) -> Settings:
    """The settings kept in the state folder, the defaults if there are none; raises what `settings.load` raises."""
    file = state / "settings.toml"
    return load(file if file.is_file() else None, environment)


def find_language(given: str | None, environment: Mapping[str, str], state: Path) -> str:
    """`given`, else the first of LC_ALL, LC_MESSAGES and LANG that is Chinese or English, else the box's, else zh."""
    if given:
        return given
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (spoken := environment.get(name, "")[:2].lower()) in LANGUAGES:
            return spoken
    try:
        language = read_settings(state, environment).language
    except (Refusal, OSError, ValueError):
        return LANGUAGES[0]
    return language if language in LANGUAGES else LANGUAGES[0]
