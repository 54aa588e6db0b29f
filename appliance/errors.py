"""A refusal: a stable code, its details, and the sentence that explains both in the reader's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, ClassVar

LANGUAGES = ("zh", "en")
ERROR, ALARM = "error", "alarm"
"""The tables of the catalogues that explain codes: of refusals, and of alarms."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, why, and what to do next; each a finished sentence in one language."""

    what: str
    why: str
    next: str


class Refusal(Exception):  # noqa: N818 - the field's word: the system refuses, nothing is broken
    """A request that cannot be met. Subclasses set `code` (kebab-case, stable for ever).

    `details` are JSON values; the catalogue's texts name them in braces.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **details: Any) -> None:
        super().__init__(f"{self.code} {details}" if details else self.code)
        self.details: dict[str, Any] = details

    def sentence(self, language: str) -> Sentence:
        """The refusal explained in `language` ("zh" or "en")."""
        return explain(self.code, self.details, language)


def explain(code: str, details: Mapping[str, Any], language: str, table: str = ERROR) -> Sentence:
    """The catalogue's texts for `code`, with `details` filled in; an unknown code explains itself as such."""
    texts = catalogue(language, table).get(code)
    if texts is None:
        return Sentence(f"{code} {dict(details)}" if details else code, "", "")
    values = {name: "" if value is None else value for name, value in details.items()}
    return Sentence(*(texts[part].format_map(_Shown(values)) for part in ("what", "why", "next")))


@cache
def catalogue(language: str, table: str = ERROR) -> dict[str, dict[str, str]]:
    """Every text of one language and table by code, read from `appliance/texts/<language>/*.toml`."""
    merged: dict[str, dict[str, str]] = {}
    folder = resources.files("appliance").joinpath("texts", language)
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            merged.update(tomllib.loads(entry.read_text("utf-8")).get(table, {}))
    return merged


class _Shown(dict[str, Any]):
    """Values for a text; a name that the code did not give stays visible in braces."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
