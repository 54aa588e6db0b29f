"""Which prompts can be played: those that exist in every language of the box."""

from pathlib import Path

from appliance.errors import LANGUAGES
from appliance.settings import Settings


def known_prompts(settings: Settings) -> frozenset[str]:
    """The keys of all prompts that exist in every language."""
    folders = [settings.sounds / "sounds" / language for language in LANGUAGES]
    return frozenset.intersection(*(_keys(folder) for folder in folders))


def _keys(folder: Path) -> frozenset[str]:
    return frozenset(str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.wav"))
