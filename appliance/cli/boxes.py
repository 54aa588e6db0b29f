"""`callstead voicemail box`: whose messages are kept where, and who hears of them."""

from typing import IO, Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

WHOSE = (Column("box"), Column("agent"), Column("queue"), Column("number"), Column("mail"))
COLUMNS = (*WHOSE, Column("new", Kind.NUMBER), Column("saved", Kind.NUMBER))
RULES = (
    Column("greeting"),
    Column("language"),
    Column("seconds", Kind.SECONDS),
    Column("takes"),
    Column("listeners"),
    Column("phones"),
    Column("pin", Kind.TRUTH),
    Column("own_phone", Kind.TRUTH),
    Column("attach"),
    Column("attach_fax"),
)


@click.group(cls=Noun)
def box() -> None:
    """The noun `voicemail box`."""


@box.command("list")
@click.pass_obj
def list_boxes(session: Session) -> None:
    """Shows `voicemail.box_list`."""
    rows = session.ask(ENGINE, "voicemail.box_list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@box.command("show")
@click.argument("box")
@click.pass_obj
def show(session: Session, box: str) -> None:
    """Shows `voicemail.box_show`; PINs are never shown."""
    row = session.ask(ENGINE, "voicemail.box_show", box=box)
    session.show(row, lambda: session.reader.fields((*WHOSE, *RULES), row))


@box.command("set")
@click.argument("box")
@click.option("--agent", metavar="AGENT")
@click.option("--queue", metavar="QUEUE")
@click.option("--number", metavar="DIGITS")
@click.option("--greeting", metavar="PROMPT")
@click.option("--language", type=click.Choice(["zh", "en", ""]))
@click.option("--seconds", type=click.IntRange(1, 900))
@click.option("--takes", type=click.Choice(["no-answer", "busy", "do-not-disturb", "unreachable", ""]), multiple=True)
@click.option("--listener", "listeners", metavar="AGENT", multiple=True)
@click.option("--phone", "phones", metavar="PHONE", multiple=True)
@click.option("--pin-file", type=click.File("r"))
@click.option("--own-phone", type=bool)
@click.option("--mail", metavar="ADDRESS")
@click.option("--attach", type=click.Choice(["wav", "mp3", "none"]))
@click.option("--attach-fax", type=click.Choice(["pdf", "tiff", "none"]))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_box(session: Session, /, box: str, pin_file: IO[str] | None, reason: str, **given: Any) -> None:
    """Calls `voicemail.box_set` with what was given; the PIN comes from a file or `-`, "" in it takes it away."""
    changes = changed(given)
    if pin_file:
        changes["pin"] = pin_file.read().strip()
    if not changes:
        raise NothingToChange(command="callstead voicemail box set", queue=box)
    result = session.ask(ENGINE, "voicemail.box_set", box=box, changes=changes, reason=reason)
    session.done(result, "voicemail.box.set", box=box)


@box.command("remove")
@click.argument("box")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove(session: Session, box: str, reason: str) -> None:
    """Calls `voicemail.box_remove`."""
    result = session.ask(ENGINE, "voicemail.box_remove", box=box, reason=reason)
    session.done(result, "voicemail.box.remove", box=box)
