"""What the prompts say: key to text, one data file per language."""

import re
import tomllib
from pathlib import Path

from image.refusal import Refused

FOLDER = Path(__file__).parent / "prompts"
LANGUAGES = ("zh", "en")
WORDS = ("say-", "digit-", "money-", "date-", "month-", "day-", "time-")
"""Beginnings of the keys of single words, of which numbers, dates and amounts are put together."""


def load(language: str) -> dict[str, str]:
    """Every prompt of `language`, in the file's order; keys are kebab-case and become file names."""
    path = FOLDER / f"{language}.toml"
    prompts = tomllib.loads(path.read_text("utf-8"))
    for key, text in prompts.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) or not isinstance(text, str) or not text.strip():
            raise Refused(f"the prompt {key!r} in {path.name} cannot be spoken", "it has no name or text", "correct it")
    return prompts
