"""What prompts, music and tracks may be called, and the languages that are spoken."""

import re

from appliance.contact.prompts.errors import LanguageUnknown, SoundNameInvalid
from appliance.errors import LANGUAGES

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 64


def check_name(name: str) -> None:
    """Raises SoundNameInvalid: names become file names."""
    if len(name) > LONGEST or not NAME.fullmatch(name):
        raise SoundNameInvalid(name=name[:LONGEST])


def check_language(language: str) -> None:
    """Raises LanguageUnknown."""
    if language not in LANGUAGES:
        raise LanguageUnknown(language=language, known=", ".join(LANGUAGES))
