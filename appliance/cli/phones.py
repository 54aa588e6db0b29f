"""`callstead phone`: the devices, and whether they are there."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("phone"),
    Column("state", Kind.STATE),
    Column("agent"),
    Column("address"),
    Column("transport"),
    Column("user_agent"),
)


@click.group(cls=Noun)
def phone() -> None:
    """The noun `phone`."""


@phone.command("list")
@click.pass_obj
def list_phones(session: Session) -> None:
    """Shows `phone.list`."""
    rows = session.ask(ENGINE, "phone.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))
