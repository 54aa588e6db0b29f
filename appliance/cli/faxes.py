"""`callstead fax`: what came and what went by fax."""

from pathlib import Path

import click

from appliance.cli.errors import FileExists
from appliance.cli.recordings import write_audio
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("id"),
    Column("direction", Kind.STATE, "fax_direction"),
    Column("number"),
    Column("box"),
    Column("at", Kind.MOMENT),
    Column("pages", Kind.NUMBER),
    Column("state", Kind.STATE),
)
MORE = (
    Column("station"),
    Column("mode"),
    Column("rate", Kind.NUMBER, "bit_rate"),
    Column("resolution"),
    Column("ecm", Kind.TRUTH),
    Column("why"),
    Column("told"),
    Column("ended_at", Kind.MOMENT),
    Column("contact"),
    Column("recording"),
)
DELETED = {
    "deleted": "fax.delete.deleted",
    "none": "fax.delete.deleted",
    "kept": "fax.delete.kept",
    "held": "fax.delete.held",
}
STATES = ("receiving", "received", "partial", "failed", "deleted")


@click.group(cls=Noun)
def fax() -> None:
    """The noun `fax`."""


@fax.command("list")
@click.option("--box", metavar="BOX")
@click.option("--state", type=click.Choice(STATES))
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_faxes(session: Session, box: str | None, state: str | None, limit: int) -> None:
    """Shows `fax.list`, newest first; deleted ones only when asked for."""
    rows = session.ask(JOBS, "fax.list", box=box, state=state, limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@fax.command("show")
@click.argument("id", type=click.UUID)
@click.pass_obj
def show(session: Session, id: object) -> None:
    """Shows `fax.show`."""
    row = session.ask(JOBS, "fax.show", id=str(id))
    session.show(row, lambda: session.reader.fields((*COLUMNS, *MORE), row))


@fax.command("export")
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path))
@click.pass_obj
def export(session: Session, id: object, reason: str, file: Path) -> None:
    """Writes what `fax.export` streams: a TIFF where the file is called so, else a PDF."""
    if file.exists():
        raise FileExists(file=str(file))
    form = "tiff" if file.suffix.lower() in (".tif", ".tiff") else "pdf"
    written = write_audio(file, session.follow(JOBS, "fax.export", id=str(id), reason=reason, form=form))
    session.done({"id": str(id), "file": str(file), "bytes": written}, "fax.export", file=file)


@fax.command("delete")
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def delete(session: Session, id: object, reason: str) -> None:
    """Calls `fax.delete` and says what became of the pages."""
    result = session.ask(JOBS, "fax.delete", id=str(id), reason=reason)
    session.done(result, DELETED[result["pages"]], id=id)
