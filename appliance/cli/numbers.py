"""`callstead number`: what numbers mean at this site, and which are not called or not taken."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.routes import NUMBER
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE
from appliance.errors import LANGUAGES

COLUMNS = (Column("number"), Column("flow"), Column("language"), Column("fallback"))
PLAN = (Column("country"), Column("area"), Column("outside"), Column("emergency"), Column("services"))
BLOCK = (Column("incoming"), Column("outgoing"), Column("withheld", Kind.TRUTH))


@click.group(cls=Noun)
def number() -> None:
    """The noun `number`."""


@number.command("list")
@click.pass_obj
def list_numbers(session: Session) -> None:
    """Shows `number.list`."""
    rows = session.ask(ENGINE, "number.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@number.command("set")
@click.argument("numbers", metavar="NUMBER", nargs=-1, required=True)
@click.option("--flow", metavar="FLOW")
@click.option("--language", type=click.Choice(LANGUAGES))
@click.option("--fallback", metavar="PHONE", multiple=True)
@click.pass_obj
def set_numbers(session: Session, /, numbers: tuple[str, ...], **given: Any) -> None:
    """Calls `number.set`; the fallback that is given replaces the whole one, `''` empties it."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead number set", queue=" ".join(numbers))
    row = session.ask(ENGINE, "number.set", numbers=list(numbers), **changes)
    session.done(row, "number.set", numbers=", ".join(numbers))


@number.command("remove")
@click.argument("numbers", metavar="NUMBER", nargs=-1, required=True)
@click.pass_obj
def remove_numbers(session: Session, numbers: tuple[str, ...]) -> None:
    """Calls `number.remove`."""
    row = session.ask(ENGINE, "number.remove", numbers=list(numbers))
    session.done(row, "number.remove", numbers=", ".join(numbers))


@number.command("test")
@click.argument("number")
@click.option("--received", is_flag=True)
@click.pass_obj
def test(session: Session, number: str, received: bool) -> None:
    """Shows `number.test`."""
    row = session.ask(ENGINE, "number.test", number=number, received=received)
    session.show(row, lambda: session.reader.fields(NUMBER, row))


@number.command("plan")
@click.pass_obj
def plan(session: Session) -> None:
    """Shows `number.plan`."""
    row = session.ask(ENGINE, "number.plan")
    session.show(row, lambda: session.reader.fields(PLAN, row))


@number.command("plan-set")
@click.option("--country", metavar="CODE")
@click.option("--area", metavar="DIGITS")
@click.option("--outside", metavar="DIGITS")
@click.option("--emergency", metavar="NUMBER", multiple=True)
@click.option("--service", "services", metavar="PATTERN", multiple=True)
@click.pass_obj
def set_plan(session: Session, /, **given: Any) -> None:
    """Calls `number.plan_set`; a list that is given replaces the whole one, `''` empties it."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead number plan-set", queue="")
    row = session.ask(ENGINE, "number.plan_set", changes=changes)
    session.done(row, "number.plan-set", country=row["country"], area=row["area"] or "-")


@number.command("block")
@click.pass_obj
def block(session: Session) -> None:
    """Shows `number.block`."""
    row = session.ask(ENGINE, "number.block")
    session.show(row, lambda: session.reader.fields(BLOCK, row))


@number.command("block-set")
@click.argument("direction", type=click.Choice(["incoming", "outgoing"]))
@click.option("--add", metavar="PATTERN", multiple=True)
@click.option("--remove", metavar="PATTERN", multiple=True)
@click.option("--withheld", type=bool)
@click.pass_obj
def set_block(session: Session, /, direction: str, **given: Any) -> None:
    """Calls `number.block_change`."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead number block-set", queue=direction)
    row = session.ask(ENGINE, "number.block_change", direction=direction, **changes)
    session.done(row, "number.block-set", direction=direction, count=len(row[direction]))
