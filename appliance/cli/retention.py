"""`callstead retention`: how long recordings are kept, what goes next, and what went."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

CLASSES = (
    Column("retention", Kind.STATE),
    Column("minimum_days", Kind.NUMBER),
    Column("maximum_days", Kind.NUMBER),
)
PLAN = (
    Column("recording", label="id"),
    Column("started_at", Kind.MOMENT),
    Column("retention", Kind.STATE),
    Column("bytes", Kind.BYTES),
    Column("cause", Kind.STATE, "retention_cause"),
    Column("days", Kind.NUMBER),
)
RUNS = (
    Column("at", Kind.MOMENT),
    Column("who"),
    Column("cause", Kind.STATE, "retention_cause"),
    Column("deleted", Kind.NUMBER),
    Column("bytes", Kind.BYTES),
    Column("held", Kind.NUMBER),
    Column("unknown", Kind.NUMBER),
    Column("failed", Kind.NUMBER),
)
DISK = (
    Column("level", Kind.STATE),
    Column("used_percent", Kind.PERCENT),
    Column("warn", Kind.NUMBER),
    Column("full", Kind.NUMBER),
    Column("make_room", Kind.TRUTH),
)
PERCENT = click.IntRange(1, 100)


@click.group(cls=Noun)
def retention() -> None:
    """The noun `retention`."""


@retention.command("list")
@click.pass_obj
def list_classes(session: Session) -> None:
    """Shows `retention.list`."""
    rows = session.ask(JOBS, "retention.list")
    session.show(rows, lambda: session.reader.table(CLASSES, rows))


@retention.command("set")
@click.argument("retention")
@click.option("--minimum", type=click.IntRange(1), metavar="DAYS")
@click.option("--maximum", type=click.IntRange(0), metavar="DAYS")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def set_class(session: Session, /, retention: str, reason: str, **days: int | None) -> None:
    """Calls `retention.set` with what is given."""
    _refuse_nothing("callstead retention set", retention, days)
    result = session.ask(JOBS, "retention.set", retention=retention, reason=reason, **days)
    session.done(
        result, "retention.set", retention=retention, minimum=result["minimum_days"], maximum=result["maximum_days"]
    )


@retention.command("plan")
@click.pass_obj
def plan(session: Session) -> None:
    """Shows `retention.plan`: what the next run deletes."""
    result = session.ask(JOBS, "retention.plan", within=None)
    session.show(result, lambda: _planned(session, result))


@retention.command("run")
@click.pass_obj
def run(session: Session) -> None:
    """Calls `retention.run`: the plan, now."""
    result = session.ask(JOBS, "retention.run", within=None)
    session.done(result, "retention.run", deleted=result["deleted"], failed=result["failed"])


@retention.command("report")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def report(session: Session, limit: int) -> None:
    """Shows `retention.report`: what each run did, newest first."""
    rows = session.ask(JOBS, "retention.report", limit=limit)
    session.show(rows, lambda: session.reader.table(RUNS, rows))


@retention.command("disk")
@click.pass_obj
def disk(session: Session) -> None:
    """Shows `retention.disk`."""
    row = session.ask(JOBS, "retention.disk", within=None)
    session.show(row, lambda: session.reader.fields(DISK, row))


@retention.command("disk-set")
@click.option("--warn", type=PERCENT)
@click.option("--full", type=PERCENT)
@click.option("--make-room/--keep-all", "make_room", default=None)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def disk_set(session: Session, /, reason: str, **rules: Any) -> None:
    """Calls `retention.disk_set` with what is given."""
    _refuse_nothing("callstead retention disk-set", "disk", rules)
    result = session.ask(JOBS, "retention.disk_set", reason=reason, **rules)
    session.done(result, "retention.disk-set", warn=result["warn"], full=result["full"])


def _refuse_nothing(command: str, what: str, given: Mapping[str, Any]) -> None:
    if all(value is None for value in given.values()):
        raise NothingToChange(command=command, queue=what)


def _planned(session: Session, result: dict[str, Any]) -> str:
    said = session.words.text(
        "text", "retention_plan", count=len(result["delete"]), held=result["held"], unknown=result["unknown"]
    )
    return f"{said}\n\n{session.reader.table(PLAN, result['delete'])}" if result["delete"] else said
