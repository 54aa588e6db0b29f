"""Every text the command line needs is there in both languages, and none that it does not need."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import appliance.cli
from appliance.cli.main import MODULES, main
from appliance.cli.shape import Noun, option_help
from appliance.cli.words import Words, words
from appliance.errors import LANGUAGES

GUIDES = Path(appliance.__file__).parents[1] / "docs" / "guides"
SOURCE = "\n".join(file.read_text("utf-8") for file in Path(appliance.cli.__file__).parent.glob("*.py"))


def commands(noun: Noun, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command of ours below `noun` with its dotted path; the demo brings its own texts."""
    yield path, noun
    context = click.Context(noun)
    for name in noun.list_commands(context):
        if name == "demo" and name in noun.modules:
            continue
        command = noun.get_command(context, name)
        here = f"{path}.{name}".lstrip(".")
        if isinstance(command, Noun):
            yield from commands(command, here)
        elif command is not None:
            yield here, command


assert isinstance(main, Noun)
COMMANDS = dict(commands(main))


@pytest.fixture(params=LANGUAGES)
def said(request: pytest.FixtureRequest) -> Words:
    return words(request.param)


def test_every_command_has_its_help_and_no_other(said: Words) -> None:
    assert set(said.tables["help"]) == {*COMMANDS, *MODULES}


def test_every_option_has_its_help_and_no_other(said: Words) -> None:
    used: set[str] = set()
    for path, command in COMMANDS.items():
        for option in command.params:
            if isinstance(option, click.Option) and not option.help:
                assert option_help(said, path, option)
                own = f"{path}.{option.name}".lstrip(".")
                used.add(own if own in said.tables["option"] else str(option.name))
    assert used == set(said.tables["option"])


@pytest.mark.parametrize("table", ["text", "done", "label"])
def test_no_text_is_left_over(said: Words, table: str) -> None:
    groups = {f"group_{name}" for name in ("asterisk", "calls", "agents", "ledger", "recorder")}
    unused = {key for key in said.tables[table] if not re.search(rf"""["']{re.escape(key)}["']""", SOURCE)}
    assert unused - (groups if table == "label" else {"why", "next"}) == set()


def test_the_tables_are_the_known_ones(said: Words) -> None:
    assert set(said.tables) == {"help", "option", "text", "done", "label", "path", "route", "status", "state", "error"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_every_command_and_option(language: str) -> None:
    guide = (GUIDES / f"command-line.{language}.md").read_text("utf-8")
    for path, command in COMMANDS.items():
        if isinstance(command, Noun):
            continue
        assert f"`{path.replace('.', ' ')}" in guide
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert all(option.opts[-1] in guide for option in options), path
