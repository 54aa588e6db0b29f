"""`callstead recording anchor`: what the register was, told outside the box and compared with what it is."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.failure import REFUSED
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("at", Kind.MOMENT),
    Column("register", Kind.NUMBER, "anchor_register"),
    Column("changes", Kind.NUMBER, "anchor_changes"),
    Column("places", label="anchor_places"),
)
TAKEN = (*COLUMNS, Column("failed", label="anchor_failed"), Column("statement", label="value"))
RULE = (
    Column("every", Kind.NUMBER, "anchor_every"),
    Column("places", label="anchor_places"),
    Column("ca", label="anchor_ca"),
)
FINDINGS = (Column("kind", Kind.STATE), Column("name", label="file"), Column("detail"))


@click.group("anchor", cls=Noun)
def anchor() -> None:
    """The noun `recording anchor`."""


@anchor.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_anchors(session: Session, limit: int) -> None:
    """Shows `recording.anchor.list`, newest first."""
    rows = session.ask(JOBS, "recording.anchor.list", limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@anchor.command("now")
@click.pass_context
def now(context: click.Context) -> None:
    """Calls `recording.anchor.now`; exit status 3 if a place was not told."""
    session: Session = context.obj
    row = session.ask(JOBS, "recording.anchor.now", within=None)
    failed = [f"{place}: {why}" for place, why in sorted(row["failed"].items())]
    session.show(row, lambda: session.reader.fields(TAKEN, {**row, "failed": failed}))
    context.exit(REFUSED if failed else 0)


@anchor.command("check")
@click.option("--line", metavar="TEXT")
@click.pass_context
def check(context: click.Context, line: str | None) -> None:
    """Shows what `recording.anchor.check` finds; exit status 3 if it finds anything."""
    session: Session = context.obj
    result = session.ask(JOBS, "recording.anchor.check", within=None, line=line)
    session.show(result, lambda: _findings(session, result))
    context.exit(REFUSED if result["findings"] else 0)


@anchor.command("show")
@click.pass_obj
def show(session: Session) -> None:
    """Shows `recording.anchor.show`."""
    row = session.ask(JOBS, "recording.anchor.show")
    session.show(row, lambda: session.reader.fields(RULE, row))


@anchor.command("set")
@click.option("--place", multiple=True, metavar="PLACE")
@click.option("--nowhere", is_flag=True)
@click.option("--every", type=click.IntRange(1, 1440), metavar="MINUTES")
@click.option("--ca", metavar="FILE")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def set_rule(session: Session, /, place: tuple[str, ...], nowhere: bool, reason: str, **rest: Any) -> None:
    """Calls `recording.anchor.set` with what is given."""
    places = list(place) if place or nowhere else None
    if places is None and all(value is None for value in rest.values()):
        raise NothingToChange(command="callstead recording anchor set", queue="anchor")
    result = session.ask(JOBS, "recording.anchor.set", reason=reason, places=places, **rest)
    session.done(result, "recording.anchor.set", count=len(result["places"]))


def _findings(session: Session, result: dict[str, Any]) -> str:
    findings = result["findings"]
    key = "anchors_wrong" if findings else "anchors_right"
    said = session.words.text("text", key, checked=result["checked"], count=len(findings))
    return f"{said}\n\n{session.reader.table(FINDINGS, findings)}" if findings else said
