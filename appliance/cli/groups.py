"""`callstead trunk group`: trunks that share the calls of a route."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.kinds import Share
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (Column("group", label="trunk_group"), Column("members", label="trunks"), Column("turns", Kind.STATE))


@click.group(cls=Noun)
def group() -> None:
    """The noun `trunk group`."""


@group.command("list")
@click.pass_obj
def list_groups(session: Session) -> None:
    """Shows `trunk.group_list`."""
    rows = session.ask(ENGINE, "trunk.group_list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@group.command("show")
@click.argument("group")
@click.pass_obj
def show(session: Session, group: str) -> None:
    """Shows `trunk.group_show`."""
    row = session.ask(ENGINE, "trunk.group_show", group=group)
    session.show(row, lambda: session.reader.fields(COLUMNS, row))


@group.command("set")
@click.argument("group")
@click.option("--trunk", "members", type=Share(), multiple=True)
@click.option("--turns", type=click.Choice(["order", "round-robin", "shares"]))
@click.pass_obj
def set_group(session: Session, /, group: str, **given: Any) -> None:
    """Calls `trunk.group_set`; the trunks that are given replace the whole list."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead trunk group set", queue=group)
    session.done(session.ask(ENGINE, "trunk.group_set", group=group, changes=changes), "trunk.group.set", group=group)


@group.command("remove")
@click.argument("group")
@click.pass_obj
def remove(session: Session, group: str) -> None:
    """Calls `trunk.group_remove`."""
    session.done(session.ask(ENGINE, "trunk.group_remove", group=group), "trunk.group.remove", group=group)
