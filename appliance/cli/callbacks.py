"""`callstead callback`: who is to be called back, and what came of it."""

from uuid import UUID

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("id"),
    Column("number"),
    Column("queue"),
    Column("state", Kind.STATE),
    Column("since", Kind.MOMENT),
    Column("attempts", Kind.NUMBER),
    Column("rests_until", Kind.MOMENT),
    Column("why", Kind.STATE),
)
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
    """Shows `callback.show`: the call-back and the events behind it."""
    row = session.ask(ENGINE, "callback.show", id=str(id))
    more = (*COLUMNS, Column("call", label="contact"), Column("ended_at", Kind.MOMENT))
    reader = session.reader
    session.show(row, lambda: f"{reader.fields(more, row)}\n\n{reader.table(EVENTS, row['events'])}")


@callback.command("cancel")
@click.argument("id", type=click.UUID)
@click.pass_obj
def cancel(session: Session, id: UUID) -> None:
    """Calls `callback.cancel`."""
    session.done(session.ask(ENGINE, "callback.cancel", id=str(id)), "callback.cancel", id=id)
