"""The session of `callstead demo`: the usual one with the texts of `demo.toml` beside the others."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.words import Words, words


class DemoSession(Session):
    """A session whose words include those of the demo."""

    @property
    def words(self) -> Words:
        return demo_words(self.language)


class DemoNoun(Noun):
    """A noun that hands its verbs a `DemoSession`."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        here = parent.obj
        parent.obj = DemoSession(here.state, here.language, here.link, here.as_json)
        return super().make_context(info_name, args, parent, **extra)


class Keys(click.ParamType[str]):
    """Telephone keys: 0 to 9, * and #, or nothing."""

    name = "keys"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The keys as text; fails on anything else."""
        keys = str(value)
        if set(keys) - set("0123456789*#"):
            self.fail(f"{keys!r}: 0-9 * #", param, ctx)
        return keys


@cache
def demo_words(language: str) -> Words:
    """The command line's texts and those of the demo in `language` ("zh" or "en")."""
    file = resources.files("appliance").joinpath("texts", language, "demo.toml")
    own, shared = tomllib.loads(file.read_text("utf-8")), words(language).tables
    tables = {name: {**shared.get(name, {}), **own.get(name, {})} for name in {*shared, *own} - {"error"}}
    return Words(language, tables)
