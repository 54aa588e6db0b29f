"""`callstead cap`: how much may be called, so that nobody telephones at your expense."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("cap"),
    Column("to", label="numbers_to"),
    Column("per"),
    Column("period", label="cap_period"),
    Column("calls", Kind.NUMBER),
    Column("minutes", Kind.NUMBER),
    Column("cost", Kind.NUMBER),
    Column("hours"),
    Column("who", label="meant_for"),
    Column("warn_only", Kind.TRUTH),
    Column("spent"),
)


@click.group(cls=Noun)
def cap() -> None:
    """The noun `cap`."""


@cap.command("list")
@click.pass_obj
def list_caps(session: Session) -> None:
    """Shows `cap.list`."""
    rows = session.ask(ENGINE, "cap.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@cap.command("set")
@click.argument("cap")
@click.option("--to", metavar="PATTERN", multiple=True)
@click.option("--per", type=click.Choice(["site", "phone", "agent", "trunk"]))
@click.option("--period", type=click.Choice(["hour", "day"]))
@click.option("--calls", type=click.IntRange(min=0))
@click.option("--minutes", type=click.IntRange(min=0))
@click.option("--cost", type=click.FloatRange(min=0))
@click.option("--hours", metavar="HH:MM-HH:MM")
@click.option("--who", metavar="KIND:NAME", multiple=True)
@click.option("--warn-only", type=bool)
@click.pass_obj
def set_cap(session: Session, /, cap: str, **given: Any) -> None:
    """Calls `cap.set`; a list that is given replaces the whole one, `''` empties it."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead cap set", queue=cap)
    session.done(session.ask(ENGINE, "cap.set", cap=cap, changes=changes), "cap.set", cap=cap)


@cap.command("remove")
@click.argument("cap")
@click.pass_obj
def remove(session: Session, cap: str) -> None:
    """Calls `cap.remove`."""
    session.done(session.ask(ENGINE, "cap.remove", cap=cap), "cap.remove", cap=cap)
