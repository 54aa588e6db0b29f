"""`callstead prompt`: what callers are told, in which voice."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE, JOBS
from appliance.cli.sounds import PATIENCE, upload, write
from appliance.errors import LANGUAGES

COLUMNS = (
    Column("prompt"),
    Column("zh", Kind.STATE, "language_zh"),
    Column("en", Kind.STATE, "language_en"),
    Column("lacks"),
)
HEAD = (*COLUMNS, Column("flows"))
VOICES = (
    Column("language"),
    Column("source", Kind.STATE),
    Column("versions", Kind.NUMBER),
    Column("duration_ms", Kind.MILLISECONDS),
    Column("loudness"),
    Column("file"),
    Column("text"),
)
VERSIONS = (
    Column("version", Kind.NUMBER),
    Column("at", Kind.MOMENT),
    Column("author"),
    Column("reason"),
    Column("removed", Kind.TRUTH),
)
OLD = (
    Column("kind", Kind.STATE),
    Column("name"),
    Column("version", Kind.NUMBER),
    Column("at", Kind.MOMENT),
    Column("bytes", Kind.BYTES),
)
RUNS = (
    Column("at", Kind.MOMENT),
    Column("by", label="who"),
    Column("sounds", Kind.NUMBER),
    Column("bytes", Kind.BYTES),
    Column("folders", Kind.NUMBER, "music_folders"),
)
FILE = click.Path(path_type=Path)
LANGUAGE = click.option("--language", "tongue", required=True, type=click.Choice(LANGUAGES))
REASON = click.option("--reason", default="", metavar="TEXT")


@click.group(cls=Noun)
def prompt() -> None:
    """The noun `prompt`."""


@prompt.command("list")
@click.option("--lacking", is_flag=True)
@click.pass_obj
def list_prompts(session: Session, lacking: bool) -> None:
    """Shows `prompt.list`."""
    rows = session.ask(JOBS, "prompt.list", lacking=lacking)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@prompt.command("show")
@click.argument("prompt")
@click.pass_obj
def show(session: Session, prompt: str) -> None:
    """Shows `prompt.show`."""
    row = session.ask(JOBS, "prompt.show", prompt=prompt)
    session.show(row, lambda: _both(session, row))


@prompt.command("add")
@click.argument("prompt")
@click.argument("file", type=FILE)
@LANGUAGE
@REASON
@click.pass_obj
def add(session: Session, prompt: str, file: Path, tongue: str, reason: str) -> None:
    """Sends a file and calls `prompt.add`."""
    sent = upload(session, file)
    about = {"prompt": prompt, "language": tongue, "file": file.name, "reason": reason}
    result = session.ask(JOBS, "prompt.add", within=PATIENCE, upload=sent, **about)
    _say_kept(session, result)


@prompt.command("say")
@click.argument("prompt")
@click.option("--text", required=True, metavar="TEXT")
@click.option("--voice", metavar="NAME")
@click.option("--speed", type=click.IntRange(80, 400))
@LANGUAGE
@REASON
@click.pass_obj
def say(
    session: Session, prompt: str, text: str, voice: str | None, speed: int | None, tongue: str, reason: str
) -> None:
    """Calls `prompt.say`: the built-in voice speaks."""
    about = {"prompt": prompt, "language": tongue, "text": text, "voice": voice, "speed": speed, "reason": reason}
    _say_kept(session, session.ask(JOBS, "prompt.say", within=PATIENCE, **about))


@prompt.command("record")
@click.argument("prompt")
@click.option("--phone", required=True, metavar="PHONE")
@LANGUAGE
@REASON
@click.pass_obj
def record(session: Session, prompt: str, phone: str, tongue: str, reason: str) -> None:
    """Follows `prompt.record` at the phone, then calls `prompt.take`; a name that cannot be is refused before."""
    session.ask(JOBS, "prompt.history", prompt=prompt, language=tongue)
    taken = _dictated(session, phone, tongue)
    about = {"prompt": prompt, "language": tongue, "recording": taken["recording"], "phone": phone, "reason": reason}
    _say_kept(session, session.ask(JOBS, "prompt.take", within=PATIENCE, **about))


@prompt.command("export")
@click.argument("prompt")
@LANGUAGE
@click.option("--to", "file", required=True, type=FILE)
@click.pass_obj
def export(session: Session, prompt: str, tongue: str, file: Path) -> None:
    """Writes the WAV that `prompt.export` streams."""
    written = write(file, session.follow(JOBS, "prompt.export", prompt=prompt, language=tongue))
    session.done({"prompt": prompt, "file": str(file), "bytes": written}, "prompt.export", file=file)


@prompt.command("remove")
@click.argument("prompt")
@LANGUAGE
@REASON
@click.pass_obj
def remove(session: Session, prompt: str, tongue: str, reason: str) -> None:
    """Calls `prompt.remove`."""
    result = session.ask(JOBS, "prompt.remove", prompt=prompt, language=tongue, reason=reason)
    key = "prompt.remove.built_in" if result["built_in"] else "prompt.remove"
    session.done(result, key, prompt=prompt, language=tongue)


@prompt.command("history")
@click.argument("prompt")
@LANGUAGE
@click.pass_obj
def history(session: Session, prompt: str, tongue: str) -> None:
    """Shows `prompt.history`."""
    rows = session.ask(JOBS, "prompt.history", prompt=prompt, language=tongue)
    session.show(rows, lambda: session.reader.table(VERSIONS, rows))


@prompt.command("undo")
@click.argument("prompt")
@LANGUAGE
@click.option("--to-version", "version", type=click.IntRange(0))
@REASON
@click.pass_obj
def undo(session: Session, prompt: str, tongue: str, version: int | None, reason: str) -> None:
    """Calls `prompt.undo`."""
    result = session.ask(JOBS, "prompt.undo", prompt=prompt, language=tongue, version=version, reason=reason)
    session.done(result, "prompt.undo", prompt=prompt, language=tongue)


def _dictated(session: Session, phone: str, tongue: str) -> Mapping[str, Any]:
    taken: Mapping[str, Any] = session.stages(
        "dictation", session.follow(ENGINE, "prompt.record", phone=phone, language=tongue)
    )
    return taken


def _both(session: Session, row: Mapping[str, Any]) -> str:
    return f"{session.reader.fields(HEAD, row)}\n\n{session.reader.table(VOICES, row['voices'])}"


def _say_kept(session: Session, result: Mapping[str, Any]) -> None:
    seconds = f"{result['duration_ms'] / 1000:.1f}"
    about = {"prompt": result["prompt"], "language": result["language"], "seconds": seconds}
    levels = {"before": result["loudness_before"], "after": result["loudness"]}
    session.done(result, "prompt.kept", **about, **levels)


@prompt.command("plan")
@click.pass_obj
def plan(session: Session) -> None:
    """Shows `prompt.plan`."""
    rows = session.ask(JOBS, "prompt.plan")
    session.show(rows, lambda: session.reader.table(OLD, rows))


@prompt.command("clean")
@click.pass_obj
def clean(session: Session) -> None:
    """Calls `prompt.clean`."""
    row = session.ask(JOBS, "prompt.clean", within=PATIENCE)
    session.done(row, "prompt.clean", sounds=row["sounds"], megabytes=round(row["bytes"] / 1_000_000, 1))


@prompt.command("report")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def report(session: Session, limit: int) -> None:
    """Shows `prompt.report`, newest first."""
    rows = session.ask(JOBS, "prompt.report", limit=limit)
    session.show(rows, lambda: session.reader.table(RUNS, rows))
