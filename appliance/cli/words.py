"""The texts of the command line: `appliance/texts/<language>/cli.toml`, by table and key."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


class Words:
    """Texts of one language; a key without a text is a KeyError, except where a fallback is meant."""

    def __init__(self, language: str, tables: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self.tables = tables

    def text(self, table: str, key: str, /, **values: Any) -> str:
        """The text with `values` filled in."""
        return self.tables[table][key].format_map(values)

    def label(self, key: str) -> str:
        """The name of a field, as columns and lines are headed."""
        return self.tables["label"][key]

    def state(self, value: str) -> str:
        """The word for a state, or the state itself when it has none here."""
        return self.tables["state"].get(value, value)


@cache
def words(language: str) -> Words:
    """The command line's texts in `language` ("zh" or "en")."""
    file = resources.files("appliance").joinpath("texts", language, "cli.toml")
    return Words(language, tomllib.loads(file.read_text("utf-8")))
