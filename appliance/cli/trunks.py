"""`callstead trunk`: the carriers, known by the addresses they call from."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.routes import FORMS
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("trunk"),
    Column("match"),
    Column("host"),
    Column("qualify", Kind.SECONDS),
    Column("group", Kind.NUMBER, "line_group"),
    Column("calls", Kind.NUMBER),
    Column("out_since", Kind.MOMENT),
)
MORE = (
    *COLUMNS,
    Column("outbound_number"),
    Column("numbers"),
    Column("hide_number", Kind.TRUTH),
    Column("form", Kind.STATE),
    Column("most", Kind.NUMBER, label="most_calls"),
    Column("behind"),
    Column("out_because"),
)


@click.group(cls=Noun, modules={"group": "appliance.cli.groups:group"})
def trunk() -> None:
    """The noun `trunk`."""


@trunk.command("list")
@click.pass_obj
def list_trunks(session: Session) -> None:
    """Shows `trunk.list`."""
    rows = session.ask(ENGINE, "trunk.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@trunk.command("show")
@click.argument("trunk")
@click.pass_obj
def show(session: Session, trunk: str) -> None:
    """Shows `trunk.show`."""
    row = session.ask(ENGINE, "trunk.show", trunk=trunk)
    session.show(row, lambda: session.reader.fields(MORE, row))


@trunk.command("add")
@click.argument("trunk")
@click.option("--match", "addresses", multiple=True, metavar="IP")
@click.option("--host", metavar="NAME[:PORT]")
@click.option("--qualify", type=click.IntRange(0, 3600), metavar="S")
@click.option("--outbound-number", metavar="NUMBER")
@click.option("--number", "numbers", multiple=True, metavar="NUMBER")
@click.option("--hide-number", is_flag=True, default=None)
@click.option("--lines", "group", type=click.IntRange(1, 63), metavar="GROUP")
@click.option("--form", type=click.Choice(FORMS[:-1]))
@click.option("--most", type=click.IntRange(min=0), metavar="CALLS")
@click.option("--behind", multiple=True, metavar="NUMBERS")
@click.pass_obj
def add(session: Session, /, trunk: str, addresses: tuple[str, ...], numbers: tuple[str, ...], **given: Any) -> None:
    """Calls `trunk.add`; `match` holds addresses or networks, `host` is where calls out are sent, or `group` lines."""
    if not (addresses or given["host"] or given["group"]):
        raise click.MissingParameter(param_type="option", param_hint="--match, --host, --lines")
    shown = list(numbers) or None
    given["behind"] = list(given["behind"]) or None
    result = session.ask(ENGINE, "trunk.add", trunk=trunk, match=list(addresses), numbers=shown, **given)
    session.done(result, "trunk.add", trunk=trunk)


@trunk.command("set")
@click.argument("trunk")
@click.option("--match", metavar="IP", multiple=True)
@click.option("--host", metavar="NAME[:PORT]")
@click.option("--qualify", type=click.IntRange(0, 3600), metavar="S")
@click.option("--outbound-number", metavar="NUMBER")
@click.option("--number", "numbers", multiple=True, metavar="NUMBER")
@click.option("--hide-number", type=bool)
@click.option("--lines", "group", type=click.IntRange(1, 63), metavar="GROUP")
@click.option("--form", type=click.Choice(FORMS[:-1]))
@click.option("--most", type=click.IntRange(min=0), metavar="CALLS")
@click.option("--behind", multiple=True, metavar="NUMBERS")
@click.pass_obj
def set_trunk(session: Session, /, trunk: str, **given: Any) -> None:
    """Calls `trunk.set` with what was given and nothing else; a list that is given replaces the whole one."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead trunk set", queue=trunk)
    session.done(session.ask(ENGINE, "trunk.set", trunk=trunk, **changes), "trunk.set", trunk=trunk)


@trunk.command("remove")
@click.argument("trunk")
@click.pass_obj
def remove(session: Session, trunk: str) -> None:
    """Calls `trunk.remove`."""
    session.done(session.ask(ENGINE, "trunk.remove", trunk=trunk), "trunk.remove", trunk=trunk)
