"""Which prompts can be played, in each language."""

from appliance.daemons.sounds import shelf
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.nodes import Language
from appliance.daemons.engine.configuration import Configuration
from appliance.errors import LANGUAGES
from appliance.settings import Settings


def known_prompts(settings: Settings) -> frozenset[str]:
    """The names of all prompts that exist in every language, built-in ones and our own."""
    found = shelf(settings)
    return frozenset.intersection(*(frozenset(found.names(language)) for language in LANGUAGES))
def known_prompts(settings: Settings, languages: Iterable[str] = LANGUAGES) -> Mapping[str, Collection[str]]:
    """The keys of the prompts that exist, by language."""
    return {language: _keys(settings.sounds / "sounds" / language) for language in languages}


def languages_used(now: Configuration, flow: Flow) -> tuple[str, ...]:
    """The languages that callers of a flow may hear: those of the centre's numbers, and those that flows switch to."""
    flows = (*now.flows.values(), flow)
    spoken = {number.language for number in now.numbers.values()}
    chosen = {node.language for item in flows for node in item.nodes.values() if isinstance(node, Language)}
    return tuple(sorted(spoken | chosen)) or LANGUAGES


def _keys(folder: Path) -> frozenset[str]:
    return frozenset(str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.wav"))
