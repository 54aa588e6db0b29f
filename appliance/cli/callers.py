"""`callstead caller-list`: numbers that flows treat alike, such as VIPs."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (Column("list", label="caller_list"), Column("entries", Kind.NUMBER))


@click.group(cls=Noun)
def caller_list() -> None:
    """The noun `caller-list`."""


@caller_list.command("list")
@click.pass_obj
def list_lists(session: Session) -> None:
    """Shows `caller-list.list`."""
    rows = session.ask(ENGINE, "caller-list.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@caller_list.command("show")
@click.argument("list")
@click.pass_obj
def show(session: Session, list: str) -> None:
    """Shows `caller-list.show`, one number a line."""
    row = session.ask(ENGINE, "caller-list.show", list=list)
    session.show(row, lambda: "\n".join(row["entries"]) or session.words.text("text", "none"))


@caller_list.command("add")
@click.argument("list")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def add(session: Session, list: str, numbers: tuple[str, ...], reason: str) -> None:
    """Calls `caller-list.change`; a number that ends in `*` stands for all that begin so."""
    result = session.ask(ENGINE, "caller-list.change", list=list, add=[*numbers], reason=reason)
    session.done(result, "caller-list.add", list=list, count=len(result["entries"]))


@caller_list.command("remove")
@click.argument("list")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove(session: Session, list: str, numbers: tuple[str, ...], reason: str) -> None:
    """Calls `caller-list.change`."""
    result = session.ask(ENGINE, "caller-list.change", list=list, remove=[*numbers], reason=reason)
    session.done(result, "caller-list.remove", list=list, count=len(result["entries"]))
