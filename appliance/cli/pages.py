"""`callstead page`: one voice to many phones and loudspeakers."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("group"),
    Column("since", Kind.MOMENT),
    Column("agent"),
    Column("phone"),
    Column("account"),
    Column("prompts"),
    Column("called"),
    Column("reached"),
    Column("left", Kind.TEXT, "left_alone"),
)


@click.group(cls=Noun)
def page() -> None:
    """The noun `page`."""


@page.command("start")
@click.argument("group")
@click.option("--prompt", "prompts", metavar="PROMPT", multiple=True)
@click.option("--language", type=click.Choice(["zh", "en"]))
@click.option("--phone", default="", metavar="PHONE")
@click.pass_obj
def start(session: Session, group: str, prompts: tuple[str, ...], language: str | None, phone: str) -> None:
    """Calls `page.start` with prompts, or with a phone at which somebody speaks."""
    said = list(prompts) or None
    result = session.ask(ENGINE, "page.start", group=group, prompts=said, language=language, phone=phone or None)
    session.done(result, "page.start", group=group, called=len(result["called"]), left=len(result["left"]))


@page.command("list")
@click.pass_obj
def list_pages(session: Session) -> None:
    """Shows `page.list`: what runs now."""
    rows = session.ask(ENGINE, "page.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@page.command("stop")
@click.argument("group")
@click.pass_obj
def stop(session: Session, group: str) -> None:
    """Calls `page.stop`."""
    result = session.ask(ENGINE, "page.stop", group=group)
    session.done(result, "page.stop", group=group, reached=len(result["reached"]))
