"""`callstead calendar`: opening hours with holidays and swapped workdays, for all flows that name them."""

from pathlib import Path

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("calendar"),
    Column("open", Kind.TRUTH, "open_now"),
    Column("holidays", Kind.NUMBER),
    Column("workdays", Kind.NUMBER),
    Column("special", Kind.NUMBER),
)


@click.group(cls=Noun)
def calendar() -> None:
    """The noun `calendar`."""


@calendar.command("list")
@click.pass_obj
def list_calendars(session: Session) -> None:
    """Shows `calendar.list`."""
    rows = session.ask(ENGINE, "calendar.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@calendar.command("show")
@click.argument("calendar")
@click.pass_obj
def show(session: Session, calendar: str) -> None:
    """Shows `calendar.show`, for people as a TOML file that `calendar publish` takes again."""
    from appliance.cli.documents import write_toml

    row = session.ask(ENGINE, "calendar.show", calendar=calendar)
    session.show(row, lambda: write_toml(row["document"]).rstrip())


@calendar.command("publish")
@click.argument("calendar")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def publish(session: Session, calendar: str, file: Path, reason: str) -> None:
    """Calls `calendar.publish`; every flow that names it goes by it at once."""
    from appliance.cli.documents import read_toml

    result = session.ask(ENGINE, "calendar.publish", calendar=calendar, document=read_toml(file), reason=reason)
    session.done(result, "calendar.publish", calendar=calendar)


@calendar.command("remove")
@click.argument("calendar")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove(session: Session, calendar: str, reason: str) -> None:
    """Calls `calendar.remove`."""
    result = session.ask(ENGINE, "calendar.remove", calendar=calendar, reason=reason)
    session.done(result, "calendar.remove", calendar=calendar)
