"""`callstead fax`: what came and what goes by fax."""

from pathlib import Path
from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.recordings import write_clear
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE, JOBS
from appliance.cli.sounds import PATIENCE, upload

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
    Column("done_pages", Kind.NUMBER),
    Column("tries", Kind.NUMBER),
    Column("due_at", Kind.MOMENT),
    Column("priority", Kind.NUMBER),
    Column("station"),
    Column("mode"),
    Column("rate", Kind.NUMBER, "bit_rate"),
    Column("resolution"),
    Column("ecm", Kind.TRUTH),
    Column("why", Kind.STATE, "why"),
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
STATES = (
    "receiving",
    "received",
    "partial",
    "waiting",
    "dialling",
    "sending",
    "sent",
    "unsure",
    "failed",
    "cancelled",
    "deleted",
)
RULE = (
    Column("station"),
    Column("header"),
    Column("most", Kind.NUMBER, "faxes_at_once"),
    Column("kept", Kind.NUMBER, "lines_kept"),
    Column("tries", Kind.NUMBER),
    Column("spacing", Kind.SECONDS),
    Column("hours"),
)


@click.group(cls=Noun)
def fax() -> None:
    """The noun `fax`."""


@fax.command("list")
@click.option("--box", metavar="BOX")
@click.option("--direction", type=click.Choice(["in", "out"]))
@click.option("--state", type=click.Choice(STATES))
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_faxes(session: Session, box: str | None, direction: str | None, state: str | None, limit: int) -> None:
    """Shows `fax.list`, newest first; deleted ones only when asked for."""
    rows = session.ask(JOBS, "fax.list", box=box, direction=direction, state=state, limit=limit)
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
    form = "tiff" if file.suffix.lower() in (".tif", ".tiff") else "pdf"
    written = write_clear(file, session.follow(JOBS, "fax.export", id=str(id), reason=reason, form=form))
    session.done({"id": str(id), "file": str(file), "bytes": written}, "fax.export", file=file)


@fax.command("delete")
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def delete(session: Session, id: object, reason: str) -> None:
    """Calls `fax.delete` and says what became of the pages."""
    result = session.ask(JOBS, "fax.delete", id=str(id), reason=reason)
    session.done(result, DELETED[result["pages"]], id=id)


@fax.command("send")
@click.argument("number")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--priority", type=click.IntRange(-9, 9), default=0)
@click.pass_obj
def send(session: Session, number: str, file: Path, priority: int) -> None:
    """Hands a PDF or TIFF to `fax.send`."""
    name = upload(session, file)
    result = session.ask(JOBS, "fax.send", within=PATIENCE, number=number, upload=name, priority=priority)
    session.done(result, "fax.send", id=result["id"], pages=result["pages"], number=number)


@fax.command("cancel")
@click.argument("id", type=click.UUID)
@click.pass_obj
def cancel(session: Session, id: object) -> None:
    """Calls `fax.cancel`."""
    session.done(session.ask(ENGINE, "fax.cancel", id=str(id)), "fax.cancel", id=id)


@fax.command("retry")
@click.argument("id", type=click.UUID)
@click.pass_obj
def retry(session: Session, id: object) -> None:
    """Calls `fax.retry`."""
    session.done(session.ask(ENGINE, "fax.retry", id=str(id)), "fax.retry", id=id)


@fax.command("rule")
@click.pass_obj
def rule(session: Session) -> None:
    """Shows `fax.rule`."""
    row = session.ask(ENGINE, "fax.rule")
    session.show(row, lambda: session.reader.fields(RULE, row))


@fax.command("rule-set")
@click.option("--station", metavar="TEXT")
@click.option("--header", metavar="TEXT")
@click.option("--most", type=click.IntRange(0, 60))
@click.option("--kept", type=click.IntRange(0, 1000))
@click.option("--tries", type=click.IntRange(1, 50))
@click.option("--spacing", type=click.IntRange(10, 86400))
@click.option("--hours", metavar="HH:MM-HH:MM")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_rule(session: Session, /, reason: str, **given: Any) -> None:
    """Calls `fax.set_rule` with what was given."""
    changes = changed(given)
    if not changes:
        raise NothingToChange(command="callstead fax rule-set", queue="fax rule")
    session.done(session.ask(ENGINE, "fax.set_rule", changes=changes, reason=reason), "fax.rule-set")
