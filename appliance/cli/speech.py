"""`callstead speech`: recordings that are transcribed, the models for it, and the phrases that are listened for."""

from pathlib import Path
from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

RULE = (
    Column("automatic", Kind.TRUTH),
    Column("threads", Kind.NUMBER),
    Column("most_load", Kind.NUMBER),
    Column("paused", Kind.TRUTH),
    Column("recordings"),
)
TASKS = (
    Column("recording"),
    Column("state", Kind.STATE),
    Column("language"),
    Column("model"),
    Column("duration_ms", Kind.MILLISECONDS),
    Column("took_ms", Kind.MILLISECONDS, "took"),
    Column("words", Kind.NUMBER),
    Column("reason"),
)
MODELS = (Column("model"), Column("languages"), Column("bytes", Kind.BYTES))
LISTS = (
    Column("list"),
    Column("kind", Kind.STATE),
    Column("side", Kind.STATE),
    Column("language"),
    Column("within", Kind.SECONDS, "within_first"),
    Column("phrases"),
)
ADDING = 600.0
"""Seconds within which a model of some gigabytes is copied and tried."""


@click.group(cls=Noun)
def speech() -> None:
    """The noun `speech`."""


@speech.command("show")
@click.pass_obj
def show(session: Session) -> None:
    """Shows `speech.show`."""
    row = session.ask(JOBS, "speech.show")
    session.show(row, lambda: session.reader.fields(RULE, row))


@speech.command("set")
@click.option("--automatic", type=bool)
@click.option("--threads", type=click.IntRange(1, 16))
@click.option("--most-load", type=click.FloatRange(0.01, 1000))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_rule(session: Session, /, reason: str, **given: Any) -> None:
    """Calls `speech.set` with what was given."""
    changes = changed(given)
    if not changes:
        raise NothingToChange(command="callstead speech set", queue="speech")
    session.done(session.ask(JOBS, "speech.set", changes=changes, reason=reason), "speech.set")


@speech.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_tasks(session: Session, limit: int) -> None:
    """Shows `speech.list`."""
    rows = session.ask(JOBS, "speech.list", limit=limit)
    session.show(rows, lambda: session.reader.table(TASKS, rows))


@speech.group("model", cls=Noun)
def model() -> None:
    """The noun `speech model`."""


@model.command("list")
@click.pass_obj
def list_models(session: Session) -> None:
    """Shows `speech.model_list`."""
    rows = session.ask(JOBS, "speech.model_list")
    session.show(rows, lambda: session.reader.table(MODELS, rows))


@model.command("add")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", "languages", type=click.Choice(["zh", "en"]), multiple=True, required=True)
@click.option("--name", default="", metavar="NAME")
@click.pass_obj
def add_model(session: Session, folder: Path, languages: tuple[str, ...], name: str) -> None:
    """Calls `speech.model_add`, which copies the folder and tries it."""
    source, used = str(folder.resolve()), list(languages)
    result = session.ask(JOBS, "speech.model_add", within=ADDING, folder=source, languages=used, name=name)
    session.done(result, "speech.model.add", model=result["model"], languages=", ".join(languages))


@model.command("remove")
@click.argument("model")
@click.pass_obj
def remove_model(session: Session, model: str) -> None:
    """Calls `speech.model_remove`."""
    session.done(session.ask(JOBS, "speech.model_remove", model=model), "speech.model.remove", model=model)


@speech.group("phrases", cls=Noun)
def phrases() -> None:
    """The noun `speech phrases`."""


@phrases.command("list")
@click.pass_obj
def list_phrases(session: Session) -> None:
    """Shows `speech.phrases_list`."""
    rows = session.ask(JOBS, "speech.phrases_list")
    session.show(rows, lambda: session.reader.table(LISTS, rows))


@phrases.command("set")
@click.argument("list")
@click.option("--phrase", "phrases", metavar="TEXT", multiple=True)
@click.option("--kind", type=click.Choice(["forbidden", "required"]))
@click.option("--side", type=click.Choice(["agent", "customer", ""]))
@click.option("--language", type=click.Choice(["zh", "en", ""]))
@click.option("--within", type=click.IntRange(0, 3600))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_phrases(session: Session, /, list: str, reason: str, **given: Any) -> None:
    """Calls `speech.phrases_set` with what was given."""
    changes = {rule: [*value] if isinstance(value, tuple) else value for rule, value in given.items()}
    changes = {rule: value for rule, value in changes.items() if value not in (None, [])}
    if not changes:
        raise NothingToChange(command="callstead speech phrases set", queue=list)
    result = session.ask(JOBS, "speech.phrases_set", list=list, changes=changes, reason=reason)
    session.done(result, "speech.phrases.set", list=list)


@phrases.command("remove")
@click.argument("list")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove_phrases(session: Session, list: str, reason: str) -> None:
    """Calls `speech.phrases_remove`."""
    result = session.ask(JOBS, "speech.phrases_remove", list=list, reason=reason)
    session.done(result, "speech.phrases.remove", list=list)
