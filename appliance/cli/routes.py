"""`callstead route`: which trunks calls leave by, and what a call to some number would do."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE
from appliance.errors import explain

FORMS = ("dialled", "national", "long", "international", "e164", "plain", "")
COLUMNS = (
    Column("route"),
    Column("to", label="numbers_to"),
    Column("via"),
    Column("order", Kind.NUMBER, label="rank"),
    Column("cost", Kind.NUMBER),
    Column("calendar"),
    Column("who", label="meant_for"),
    Column("deny", Kind.TRUTH),
    Column("caller_id"),
    Column("form", Kind.STATE),
)
WAYS = (
    Column("trunk"),
    Column("number"),
    Column("caller_id"),
    Column("route"),
    Column("cost", Kind.NUMBER),
)
NUMBER = (
    Column("dialled", label="dialled_as"),
    Column("kind", Kind.STATE, label="number_class"),
    Column("e164"),
    Column("national"),
    Column("local"),
    Column("country"),
)


@click.group(cls=Noun)
def route() -> None:
    """The noun `route`."""


@route.command("list")
@click.pass_obj
def list_routes(session: Session) -> None:
    """Shows `route.list`."""
    rows = session.ask(ENGINE, "route.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@route.command("show")
@click.argument("route")
@click.pass_obj
def show(session: Session, route: str) -> None:
    """Shows `route.show`."""
    row = session.ask(ENGINE, "route.show", route=route)
    session.show(row, lambda: session.reader.fields(COLUMNS, row))


@route.command("set")
@click.argument("route")
@click.option("--to", metavar="PATTERN", multiple=True)
@click.option("--via", metavar="TRUNK", multiple=True)
@click.option("--order", type=click.IntRange(0, 1000))
@click.option("--cost", type=click.FloatRange(min=0))
@click.option("--calendar", metavar="CALENDAR")
@click.option("--who", metavar="KIND:NAME", multiple=True)
@click.option("--deny", type=bool)
@click.option("--caller-id", metavar="NUMBER")
@click.option("--form", type=click.Choice(FORMS))
@click.pass_obj
def set_route(session: Session, /, route: str, **given: Any) -> None:
    """Calls `route.set`; a list that is given replaces the whole one, `''` empties it."""
    if not (changes := changed(given)):
        raise NothingToChange(command="callstead route set", queue=route)
    session.done(session.ask(ENGINE, "route.set", route=route, changes=changes), "route.set", route=route)


@route.command("remove")
@click.argument("route")
@click.pass_obj
def remove(session: Session, route: str) -> None:
    """Calls `route.remove`."""
    session.done(session.ask(ENGINE, "route.remove", route=route), "route.remove", route=route)


@route.command("test")
@click.argument("number")
@click.option("--from", "phone", metavar="PHONE")
@click.option("--agent", metavar="AGENT")
@click.option("--queue", metavar="QUEUE")
@click.option("--by-trunk", "trunk", metavar="TRUNK")
@click.option("--at", metavar="TIME")
@click.pass_obj
def test(session: Session, /, number: str, **given: Any) -> None:
    """Shows `route.test`: what the number means, each step of the decision, and the ways in their order."""
    found = session.ask(ENGINE, "route.test", number=number, **given)
    session.show(found, lambda: _path(session.reader, found, session.language))


def _path(reader: Reader, found: Mapping[str, Any], language: str) -> str:
    said = reader.words
    lines = [reader.fields(NUMBER, found["number"]), ""]
    for reason in found["reasons"]:
        filled = {"why": "", "calendar": "", **reason}
        filled["subject"] = reason.get("subject") or "-"
        filled["class"] = said.state(str(filled.get("class", "")))
        lines.append(f"- {said.text('route', reason['code'], **filled)}")
    if found["refused"]:
        details = {"number": found["number"]["dialled"], "rule": "", "spent": "", **found["details"]}
        sentence = explain(found["refused"], details, language)
        return "\n".join([*lines, "", sentence.what, sentence.why, sentence.next])
    return "\n".join([*lines, "", reader.table(WAYS, found["ways"])])
