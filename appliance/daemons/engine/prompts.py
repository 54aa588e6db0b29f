"""Which prompts can be played, in each language."""

from collections.abc import Collection, Iterable, Mapping

from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.nodes import Language
from appliance.daemons.engine.configuration import Configuration
from appliance.daemons.sounds import shelf
from appliance.errors import LANGUAGES
from appliance.settings import Settings


def known_prompts(settings: Settings, languages: Iterable[str] = LANGUAGES) -> Mapping[str, Collection[str]]:
    """The names of the prompts that can be played, built-in ones and our own, by language."""
    found = shelf(settings)
    return {language: frozenset(found.names(language)) for language in languages}


def prompts_with(settings: Settings, languages: Iterable[str], own: Iterable[str]) -> Mapping[str, Collection[str]]:
    """Which they would be if those were our own, language/name."""
    found = shelf(settings)
    ours = [key.partition("/") for key in own]
    return {
        language: {*found.built_in(language), *(name for tongue, _, name in ours if tongue == language)}
        for language in languages
    }


def languages_used(now: Configuration, flow: Flow) -> tuple[str, ...]:
    """The languages that callers of a flow may hear: those of the centre's numbers, and those that flows switch to."""
    flows = (*now.flows.values(), flow)
    spoken = {number.language for number in now.numbers.values()}
    chosen = {node.language for item in flows for node in item.nodes.values() if isinstance(node, Language)}
    return tuple(sorted(spoken | chosen)) or LANGUAGES
