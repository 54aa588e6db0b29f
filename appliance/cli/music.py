"""`callstead music`: what callers hear while they wait."""

from pathlib import Path

import click

from appliance.cli.prompts import VERSIONS
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS
from appliance.cli.sounds import PATIENCE, upload, write

COLUMNS = (
    Column("music"),
    Column("tracks", Kind.NUMBER),
    Column("duration_ms", Kind.MILLISECONDS),
    Column("queues"),
)
TRACKS = (Column("track"), Column("duration_ms", Kind.MILLISECONDS), Column("loudness"), Column("file"))
FILE = click.Path(path_type=Path)
REASON = click.option("--reason", default="", metavar="TEXT")


@click.group(cls=Noun)
def music() -> None:
    """The noun `music`."""


@music.command("list")
@click.pass_obj
def list_music(session: Session) -> None:
    """Shows `music.list`."""
    rows = session.ask(JOBS, "music.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@music.command("show")
@click.argument("music")
@click.pass_obj
def show(session: Session, music: str) -> None:
    """Shows `music.show`."""
    row = session.ask(JOBS, "music.show", music=music)
    reader = session.reader
    session.show(row, lambda: f"{reader.fields(COLUMNS, row)}\n\n{reader.table(TRACKS, row['contents'])}")


@music.command("add")
@click.argument("music")
@click.argument("track")
@click.argument("file", type=FILE)
@REASON
@click.pass_obj
def add(session: Session, music: str, track: str, file: Path, reason: str) -> None:
    """Sends a file and calls `music.add`."""
    sent = upload(session, file)
    about = {"music": music, "track": track, "file": file.name, "reason": reason}
    result = session.ask(JOBS, "music.add", within=PATIENCE, upload=sent, **about)
    session.done(result, "music.add", music=music, track=track)


@music.command("export")
@click.argument("music")
@click.argument("track")
@click.option("--to", "file", required=True, type=FILE)
@click.pass_obj
def export(session: Session, music: str, track: str, file: Path) -> None:
    """Writes the WAV that `music.export` streams."""
    written = write(file, session.follow(JOBS, "music.export", music=music, track=track))
    session.done({"music": music, "track": track, "file": str(file), "bytes": written}, "prompt.export", file=file)


@music.command("remove")
@click.argument("music")
@click.option("--track", default="", metavar="NAME")
@REASON
@click.pass_obj
def remove(session: Session, music: str, track: str, reason: str) -> None:
    """Calls `music.remove`."""
    result = session.ask(JOBS, "music.remove", music=music, track=track, reason=reason)
    session.done(result, "music.changed", music=music)


@music.command("history")
@click.argument("music")
@click.pass_obj
def history(session: Session, music: str) -> None:
    """Shows `music.history`."""
    rows = session.ask(JOBS, "music.history", music=music)
    session.show(rows, lambda: session.reader.table(VERSIONS, rows))


@music.command("undo")
@click.argument("music")
@click.option("--to-version", "version", type=click.IntRange(0))
@REASON
@click.pass_obj
def undo(session: Session, music: str, version: int | None, reason: str) -> None:
    """Calls `music.undo`."""
    result = session.ask(JOBS, "music.undo", music=music, version=version, reason=reason)
    session.done(result, "music.changed", music=music)
