"""Commands whose help and errors come from the catalogue, in the reader's language."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import click

from appliance.cli.failure import explained
from appliance.cli.place import find_language, find_state
from appliance.cli.session import Session
from appliance.cli.words import Words, words


def speech(context: click.Context) -> Words:
    """The texts in the language of this run, as far as its arguments are read yet."""
    root = context.find_root()
    if isinstance(root.obj, Session):
        return root.obj.words
    state = find_state(root.params.get("state"), os.environ, Path.cwd())
    return words(find_language(root.params.get("lang"), os.environ, state))


def path(context: click.Context) -> str:
    """The command below the program, dotted: `agent.login`; empty for the program itself."""
    names: list[str] = []
    here: click.Context | None = context
    while here is not None and here.parent is not None:
        names.insert(0, here.info_name or "")
        here = here.parent
    return ".".join(names)


class _Localised(click.Command):
    """Help with our own words for usage, headings and descriptions."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = speech(ctx).text("text", "help")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = speech(ctx).text("text", "usage")
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(speech(ctx).text("help", path(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        said = speech(ctx)
        options = [item for item in self.get_params(ctx) if isinstance(item, click.Option)]
        rows = [(_signature(item, ctx), option_help(said, path(ctx), item)) for item in options]
        with formatter.section(said.text("text", "options")):
            formatter.write_dl(rows)


class Verb(_Localised):
    """One command; it is handed the session and takes `--json`."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.params.append(click.Option(["--json"], is_flag=True, expose_value=False, callback=_as_json))


class Noun(_Localised, click.Group):
    """A group of commands; `modules` names further ones as `module:attribute`, loaded when they are used."""

    command_class = Verb

    def __init__(self, name: str | None = None, modules: dict[str, str] | None = None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.modules = modules or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.modules, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.modules:
            module, _, attribute = self.modules[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as fault:
            names = get_close_matches(fault.command_name, self.list_commands(ctx))
            raise click.exceptions.NoSuchCommand(fault.command_name, possibilities=names, ctx=ctx) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        said, here = speech(ctx), path(ctx)
        names = self.list_commands(ctx)
        rows = [(name, said.text("help", f"{here}.{name}".lstrip("."))) for name in names]
        with formatter.section(said.text("text", "commands")):
            formatter.write_dl(rows)


class Program(Noun):
    """The whole command: everything that goes wrong below it leaves as a sentence and an exit status."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        as_json = "--json" in args
        with _speaking(as_json):
            own, command = divided(args)
            context = super().make_context(info_name, own + command, parent, **extra)
            if not command:
                raise click.exceptions.NoArgsIsHelpError(context)
        context.meta[_AS_JSON] = as_json
        return context

    def invoke(self, ctx: click.Context) -> Any:
        with _speaking(ctx.meta[_AS_JSON], ctx):
            return super().invoke(ctx)


_AS_JSON = f"{__name__}.json"
EVERYWHERE = ("--state", "--lang")


@contextmanager
def _speaking(as_json: bool, context: click.Context | None = None) -> Iterator[None]:
    try:
        yield
    except (click.exceptions.Exit, click.Abort, click.exceptions.NoArgsIsHelpError, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        raise click.exceptions.Exit(130) from None
    except Exception as fault:
        here = getattr(fault, "ctx", None) or context
        said = speech(here) if here else words(find_language(None, os.environ, Path.cwd()))
        raise explained(fault, said, as_json=as_json) from fault


def divided(args: list[str]) -> tuple[list[str], list[str]]:
    """The options of the program itself, wherever they were typed, and the rest, which is the command."""
    end = args.index("--") if "--" in args else len(args)
    words, front, rest = iter(args[:end]), list[str](), list[str]()
    for word in words:
        if word in EVERYWHERE:
            front += [word, *islice(words, 1)]
        else:
            (front if word.partition("=")[0] in EVERYWHERE else rest).append(word)
    return front, rest + args[end:]


def option_help(said: Words, command: str, option: click.Option) -> str:
    """What an option does: its own help, else the text of this command's option, else the one that all share."""
    if option.help:
        return option.help
    texts = said.tables["option"]
    own = f"{command}.{option.name}".lstrip(".")
    text = texts[own] if own in texts else texts[option.name or ""]
    return f"{text}{said.text('text', 'required')}" if option.required else text


def _signature(option: click.Option, context: click.Context) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.make_metavar(context)}"


def _as_json(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        context.find_object(Session).as_json = True  # type: ignore[union-attr]
