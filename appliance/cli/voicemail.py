"""`callstead voicemail`: what callers have left, and the boxes that hold it."""

from pathlib import Path

import click

from appliance.cli.recordings import write_clear
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("id"),
    Column("box"),
    Column("caller"),
    Column("left_at", Kind.MOMENT),
    Column("duration_ms", Kind.MILLISECONDS),
    Column("standing", Kind.STATE),
)
MORE = (Column("heard_at", Kind.MOMENT), Column("heard_by"), Column("contact"), Column("recording"))
DELETED = {
    "deleted": "voicemail.delete.deleted",
    "kept": "voicemail.delete.kept",
    "held": "voicemail.delete.held",
}
MODULES = {"box": "appliance.cli.boxes:box"}


@click.group(cls=Noun, modules=MODULES)
def voicemail() -> None:
    """The noun `voicemail`."""


@voicemail.command("list")
@click.option("--box", metavar="BOX")
@click.option("--standing", type=click.Choice(["new", "saved", "deleted"]))
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_messages(session: Session, box: str | None, standing: str | None, limit: int) -> None:
    """Shows `voicemail.list`, newest first; deleted messages only when asked for."""
    rows = session.ask(JOBS, "voicemail.list", box=box, standing=standing, limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@voicemail.command("show")
@click.argument("id", type=click.UUID)
@click.pass_obj
def show(session: Session, id: object) -> None:
    """Shows `voicemail.show`."""
    row = session.ask(JOBS, "voicemail.show", id=str(id))
    session.show(row, lambda: session.reader.fields((*COLUMNS, *MORE), row))


@voicemail.command("export")
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path))
@click.pass_obj
def export(session: Session, id: object, reason: str, file: Path) -> None:
    """Writes the WAV that `voicemail.export` streams; the file appears only when all of it has come."""
    written = write_clear(file, session.follow(JOBS, "voicemail.export", id=str(id), reason=reason))
    session.done({"id": str(id), "file": str(file), "bytes": written}, "voicemail.export", file=file)


@voicemail.command("play")
@click.argument("id", type=click.UUID)
@click.option("--phone", required=True, metavar="PHONE")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def play(session: Session, id: object, phone: str, reason: str) -> None:
    """Follows `voicemail.play` at a phone; Ctrl-C hangs it up."""
    parts = session.follow(JOBS, "voicemail.play", id=str(id), phone=phone, reason=reason)
    result = session.stages("hearing", parts)
    said = "voicemail.play.heard" if result["heard"] else "voicemail.play.broken-off"
    session.done(result, said, id=id, phone=phone, seconds=result["heard_ms"] // 1000)


@voicemail.command("mark")
@click.argument("id", type=click.UUID)
@click.argument("standing", type=click.Choice(["new", "saved"]))
@click.pass_obj
def mark(session: Session, id: object, standing: str) -> None:
    """Calls `voicemail.mark`; the lamp follows."""
    result = session.ask(JOBS, "voicemail.mark", id=str(id), standing=standing)
    session.done(result, "voicemail.mark", id=id, standing=session.words.state(standing))


@voicemail.command("delete")
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def delete(session: Session, id: object, reason: str) -> None:
    """Calls `voicemail.delete` and says what became of the audio."""
    result = session.ask(JOBS, "voicemail.delete", id=str(id), reason=reason)
    session.done(result, DELETED[result["audio"]], id=id)
