"""`callstead switch`: what a supervisor turns on so that flows take another exit."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("switch"),
    Column("on", Kind.TRUTH, "turned_on"),
    Column("at", Kind.MOMENT, "turned_at"),
    Column("author"),
    Column("reason"),
)


@click.group(cls=Noun)
def switch() -> None:
    """The noun `switch`."""


@switch.command("list")
@click.pass_obj
def list_switches(session: Session) -> None:
    """Shows `switch.list`."""
    rows = session.ask(ENGINE, "switch.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@switch.command("on")
@click.argument("switch")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def on(session: Session, switch: str, reason: str) -> None:
    """Calls `switch.turn`."""
    session.done(session.ask(ENGINE, "switch.turn", switch=switch, on=True, reason=reason), "switch.on", switch=switch)


@switch.command("off")
@click.argument("switch")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def off(session: Session, switch: str, reason: str) -> None:
    """Calls `switch.turn`."""
    session.done(
        session.ask(ENGINE, "switch.turn", switch=switch, on=False, reason=reason), "switch.off", switch=switch
    )
