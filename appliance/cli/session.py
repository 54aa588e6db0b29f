"""What every command is handed: who to ask, and how to say what came back."""

import json
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from appliance.cli.link import Link
from appliance.cli.place import read_settings
from appliance.cli.shown import Reader
from appliance.cli.words import Words, words
from appliance.settings import SettingInvalid, Settings

LIMIT = 10.0
"""Seconds that an ordinary command may take."""


@dataclass
class Session:
    """One run of the command; `as_json` is set by `--json`."""

    state: Path
    language: str
    link: Link
    as_json: bool = False

    @cached_property
    def settings(self) -> Settings:
        """The box's settings; read only by the commands that need them."""
        return read_settings(self.state, os.environ)

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def reader(self) -> Reader:
        return Reader(self.words, self.zone)

    def zone(self) -> tzinfo:
        """The site's time zone; raises SettingInvalid when there is none of that name."""
        name = self.settings.time_zone
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise SettingInvalid(key="time_zone", value=name, expected="IANA", where=str(self.state)) from None

    def ask(self, process: str, command: str, /, *, within: float | None = LIMIT, **args: Any) -> Any:
        """The result of a control command, `within` seconds; arguments that are None are not sent."""
        return self.link.call(process, command, _given(args), within)

    def follow(self, process: str, command: str, /, **args: Any) -> Generator[Any, None, Any]:
        """The parts of a streaming control command."""
        return self.link.stream(process, command, _given(args))

    def stages(self, what: str, parts: Generator[Any, None, Any]) -> Any:
        """The end of a stream of stages; each before it is said as it comes."""
        while True:
            try:
                stage = next(parts)["stage"]
            except StopIteration as end:
                return end.value
            if not self.as_json:
                click.echo(self.words.state(f"{what}-{stage}"))

    def show(self, result: Any, text: Callable[[], str]) -> None:
        """Print the result: as JSON, or as the text for people."""
        click.echo(json.dumps(result, ensure_ascii=False, indent=2) if self.as_json else text())

    def done(self, result: Any, key: str, **values: Any) -> None:
        """Say that a change was made; `key` names the sentence, `values` fill it."""
        self.show(result, lambda: self.words.text("done", key, **values))


def _given(args: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in args.items() if value is not None}
