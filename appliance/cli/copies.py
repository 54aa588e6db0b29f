"""`callstead recording copy`: the second copy of all recordings, in a central store."""

from typing import Any
from uuid import UUID

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.failure import REFUSED
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

STATUS = (
    Column("state", Kind.STATE),
    Column("folder", label="copy_folder"),
    Column("problem", label="copy_problem"),
    Column("copied", Kind.NUMBER, "copy_copied"),
    Column("waiting", Kind.NUMBER, "copy_waiting"),
    Column("bytes_waiting", Kind.BYTES, "copy_bytes"),
    Column("moved", Kind.NUMBER, "copy_moved"),
    Column("start", label="copy_start"),
    Column("end", label="copy_end"),
    Column("rate", Kind.NUMBER, "copy_rate"),
    Column("local_days", Kind.NUMBER, "copy_local_days"),
)
FINDINGS = (Column("kind", Kind.STATE), Column("name", label="file"), Column("detail"))
REASON = click.option("--reason", required=True, metavar="TEXT")


@click.group("copy", cls=Noun)
def copy() -> None:
    """The noun `recording copy`."""


@copy.command("status")
@click.pass_obj
def status(session: Session) -> None:
    """Shows `recording.copy.status`."""
    row = session.ask(JOBS, "recording.copy.status", within=None)
    session.show(row, lambda: session.reader.fields(STATUS, row))


@copy.command("set")
@click.option("--folder", metavar="PATH")
@click.option("--start", metavar="HH:MM")
@click.option("--end", metavar="HH:MM")
@click.option("--rate", type=click.IntRange(0), metavar="KILOBYTES")
@click.option("--local-days", type=click.IntRange(0), metavar="DAYS")
@REASON
@click.pass_obj
def set_rule(session: Session, /, reason: str, **rule: Any) -> None:
    """Calls `recording.copy.set` with what is given."""
    if all(value is None for value in rule.values()):
        raise NothingToChange(command="callstead recording copy set", queue="copy")
    result = session.ask(JOBS, "recording.copy.set", reason=reason, **rule)
    session.done(result, "recording.copy.set", folder=result["folder"] or "-")


@copy.command("run")
@click.pass_obj
def run(session: Session) -> None:
    """Calls `recording.copy.run`: everything that waits, whatever the hour."""
    result = session.ask(JOBS, "recording.copy.run", within=None)
    session.done(result, "recording.copy.run", count=result["copied"])


@copy.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Shows what `recording.copy.verify` finds; exit status 3 if it finds anything."""
    session: Session = context.obj
    result = session.ask(JOBS, "recording.copy.verify", within=None)
    session.show(result, lambda: _findings(session, result["findings"]))
    context.exit(REFUSED if result["findings"] else 0)


@copy.command("recall")
@click.argument("id", type=click.UUID)
@REASON
@click.pass_obj
def recall(session: Session, id: UUID, reason: str) -> None:
    """Calls `recording.copy.recall`."""
    result = session.ask(JOBS, "recording.copy.recall", within=None, id=str(id), reason=reason)
    session.done(result, "recording.copy.recall", id=id)


def _findings(session: Session, findings: list[dict[str, Any]]) -> str:
    said = session.words.text("text", "copies_wrong" if findings else "copies_right", count=len(findings))
    return f"{said}\n\n{session.reader.table(FINDINGS, findings)}" if findings else said
