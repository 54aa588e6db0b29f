"""`callstead callback`: who is to be called back, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("id"),
    Column("number"),
    Column("queue"),
    Column("state", Kind.STATE),
    Column("since", Kind.MOMENT),
    Column("due_at", Kind.MOMENT, "promised_for"),
    Column("agent"),
    Column("attempts", Kind.NUMBER),
    Column("rests_until", Kind.MOMENT),
    Column("why", Kind.STATE),
)
MORE = (
    *COLUMNS,
    Column("until", Kind.MOMENT, "window_end"),
    Column("late", Kind.TRUTH),
    Column("asked_by"),
    Column("reason", label="about"),
    Column("offered_until", Kind.MOMENT),
    Column("refusals", Kind.NUMBER),
    Column("origin", label="asked_in"),
    Column("call", label="contact"),
    Column("ended_at", Kind.MOMENT),
)
CALLS = (Column("at", Kind.MOMENT), Column("queue"), Column("agent"), Column("result", Kind.STATE), Column("id"))
TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
EVENTS = (Column("at", Kind.MOMENT), Column("kind"), Column("data"))


@click.group(cls=Noun)
def callback() -> None:
    """The noun `callback`."""


@callback.command("list")
@click.option("--all", "every", is_flag=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_callbacks(session: Session, every: bool, limit: int) -> None:
    """Shows `callback.list`."""
    rows = session.ask(ENGINE, "callback.list", all=every, limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@callback.command("show")
@click.argument("id", type=click.UUID)
@click.pass_obj
def show(session: Session, id: UUID) -> None:
    """Shows `callback.show`: what is known of the call-back and its customer, and the events behind it."""
    row = session.ask(ENGINE, "callback.show", id=str(id))
    session.show(row, lambda: _text(session.reader, row))


@callback.command("request")
@click.argument("number")
@click.option("--queue", metavar="QUEUE", required=True)
@click.option("--at", type=TIME, metavar="TIME")
@click.option("--until", type=TIME, metavar="TIME")
@click.option("--reason", metavar="TEXT")
@click.pass_obj
def request(
    session: Session, number: str, queue: str, at: datetime | None, until: datetime | None, reason: str | None
) -> None:
    """Calls `callback.request`."""
    start, end = _moment(session, at), _moment(session, until)
    row = session.ask(ENGINE, "callback.request", number=number, queue=queue, reason=reason, at=start, until=end)
    session.done(row, "callback.request", number=number, id=row["id"])


@callback.command("accept")
@click.argument("id", type=click.UUID)
@click.pass_obj
def accept(session: Session, id: UUID) -> None:
    """Calls `callback.accept`."""
    row = session.ask(ENGINE, "callback.accept", id=str(id))
    session.done(row, "callback.accept", number=row["number"])


@callback.command("next")
@click.argument("id", type=click.UUID)
@click.option("--reason", metavar="TEXT", required=True)
@click.pass_obj
def hand_on(session: Session, id: UUID, reason: str) -> None:
    """Calls `callback.next`."""
    session.done(session.ask(ENGINE, "callback.next", id=str(id), reason=reason), "callback.next", id=id)


@callback.command("postpone")
@click.argument("id", type=click.UUID)
@click.option("--at", type=TIME, metavar="TIME", required=True)
@click.option("--until", type=TIME, metavar="TIME")
@click.option("--reason", metavar="TEXT")
@click.pass_obj
def postpone(session: Session, id: UUID, at: datetime, until: datetime | None, reason: str | None) -> None:
    """Calls `callback.postpone`."""
    start, end = _moment(session, at), _moment(session, until)
    row = session.ask(ENGINE, "callback.postpone", id=str(id), reason=reason, at=start, until=end)
    session.done(row, "callback.postpone", id=id, at=session.reader.cell(Kind.MOMENT, row["due_at"]))


@callback.command("cancel")
@click.argument("id", type=click.UUID)
@click.pass_obj
def cancel(session: Session, id: UUID) -> None:
    """Calls `callback.cancel`."""
    session.done(session.ask(ENGINE, "callback.cancel", id=str(id)), "callback.cancel", id=id)


@callback.command("result")
@click.argument("id", type=click.UUID)
@click.argument("result", type=click.Choice(["reached", "machine"]))
@click.pass_obj
def result(session: Session, id: UUID, result: str) -> None:
    """Calls `callback.result`."""
    row = session.ask(ENGINE, "callback.result", id=str(id), result=result)
    session.done(row, "callback.result", id=id, who=session.reader.cell(Kind.STATE, result))


def _moment(session: Session, time: datetime | None) -> str | None:
    """A time of the site's zone."""
    return time.replace(tzinfo=session.zone()).isoformat() if time else None


def _text(reader: Reader, row: Mapping[str, Any]) -> str:
    calls = [reader.table(CALLS, row["calls"])] if row["calls"] else []
    return "\n\n".join([reader.fields(MORE, row), *calls, reader.table(EVENTS, row["events"])])
