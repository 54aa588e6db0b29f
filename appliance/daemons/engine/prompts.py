"""Which prompts can be played: those that exist in every language of the box."""

from appliance.daemons.sounds import shelf
from appliance.errors import LANGUAGES
from appliance.settings import Settings


def known_prompts(settings: Settings) -> frozenset[str]:
    """The names of all prompts that exist in every language, built-in ones and our own."""
    found = shelf(settings)
    return frozenset.intersection(*(frozenset(found.names(language)) for language in LANGUAGES))
