"""`callstead page-group`: who hears a page, and who may speak."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("group"),
    Column("number"),
    Column("phones"),
    Column("multicast"),
    Column("callers"),
    Column("emergency", Kind.TRUTH),
)
RULES = (
    Column("seconds", Kind.SECONDS, "longest_page"),
    Column("codec"),
    Column("ttl"),
    Column("source", Kind.TEXT, "leaves_by"),
    Column("alert_info"),
)


@click.group(cls=Noun)
def page_group() -> None:
    """The noun `page-group`."""


@page_group.command("list")
@click.pass_obj
def list_groups(session: Session) -> None:
    """Shows `page_group.list`."""
    rows = session.ask(ENGINE, "page_group.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@page_group.command("show")
@click.argument("group")
@click.pass_obj
def show(session: Session, group: str) -> None:
    """Shows `page_group.show`."""
    row = session.ask(ENGINE, "page_group.show", group=group)
    session.show(row, lambda: session.reader.fields((*COLUMNS, *RULES), row))


@page_group.command("set")
@click.argument("group")
@click.option("--number", metavar="DIGITS")
@click.option("--phone", "phones", metavar="PHONE", multiple=True)
@click.option("--multicast", metavar="ADDRESS:PORT", multiple=True)
@click.option("--caller", "callers", metavar="AGENT|PHONE", multiple=True)
@click.option("--emergency", type=bool)
@click.option("--seconds", type=click.IntRange(1, 3600))
@click.option("--codec", type=click.Choice(["alaw", "ulaw", "g722"]))
@click.option("--ttl", type=click.IntRange(1, 255))
@click.option("--source", metavar="ADDRESS")
@click.option("--alert-info", metavar="TEXT")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_group(session: Session, /, group: str, reason: str, **given: Any) -> None:
    """Calls `page_group.set` with what was given."""
    changes = changed(given)
    if not changes:
        raise NothingToChange(command="callstead page-group set", queue=group)
    result = session.ask(ENGINE, "page_group.set", group=group, changes=changes, reason=reason)
    session.done(result, "page-group.set", group=group)


@page_group.command("remove")
@click.argument("group")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove(session: Session, group: str, reason: str) -> None:
    """Calls `page_group.remove`."""
    result = session.ask(ENGINE, "page_group.remove", group=group, reason=reason)
    session.done(result, "page-group.remove", group=group)
