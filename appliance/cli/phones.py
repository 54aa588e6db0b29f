"""`callstead phone`: the devices, and who uses them."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (Column("phone"), Column("agent"), Column("in_use", Kind.TRUTH), Column("encryption"), Column("channel"))


@click.group(cls=Noun)
def phone() -> None:
    """The noun `phone`."""


@phone.command("list")
@click.pass_obj
def list_phones(session: Session) -> None:
    """Shows `phone.list`."""
    rows = session.ask(ENGINE, "phone.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))
