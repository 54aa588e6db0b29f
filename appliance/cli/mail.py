"""`callstead mail`: the server that takes our mails, and what became of each."""

from typing import IO, Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

SERVER = (
    Column("host"),
    Column("port", Kind.NUMBER),
    Column("security"),
    Column("user"),
    Column("password", Kind.TRUTH),
    Column("sender"),
    Column("ca"),
)
COLUMNS = (
    Column("id"),
    Column("created_at", Kind.MOMENT),
    Column("recipient"),
    Column("box"),
    Column("state", Kind.STATE),
    Column("tries", Kind.NUMBER),
    Column("due_at", Kind.MOMENT),
    Column("problem"),
)
PATIENCE = 90.0


@click.group(cls=Noun)
def mail() -> None:
    """The noun `mail`."""


@mail.command("show")
@click.pass_obj
def show(session: Session) -> None:
    """Shows `mail.show`; the password is never shown."""
    row = session.ask(JOBS, "mail.show")
    session.show(row, lambda: session.reader.fields(SERVER, row))


@mail.command("set")
@click.option("--host", metavar="HOST")
@click.option("--port", type=click.IntRange(1, 65535))
@click.option("--security", type=click.Choice(["starttls", "tls", "none"]))
@click.option("--user", metavar="USER")
@click.option("--password-file", type=click.File("r"))
@click.option("--sender", metavar="ADDRESS")
@click.option("--ca", metavar="FILE")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_server(session: Session, /, password_file: IO[str] | None, reason: str, **given: Any) -> None:
    """Calls `mail.set` with what was given; the password comes from a file or `-`."""
    changes = changed(given)
    if password_file:
        changes["password"] = password_file.read().strip()
    if not changes:
        raise NothingToChange(command="callstead mail set", queue="mail")
    result = session.ask(JOBS, "mail.set", changes=changes, reason=reason)
    session.done(result, "mail.set", host=result["host"])


@mail.command("test")
@click.argument("to", metavar="ADDRESS")
@click.pass_obj
def test(session: Session, to: str) -> None:
    """Calls `mail.test`, which waits for the server."""
    session.done(session.ask(JOBS, "mail.test", to=to, within=PATIENCE), "mail.test", to=to)


@mail.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_mails(session: Session, limit: int) -> None:
    """Shows `mail.list`, newest first."""
    rows = session.ask(JOBS, "mail.list", limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@mail.command("retry")
@click.argument("id", type=click.UUID)
@click.pass_obj
def retry(session: Session, id: object) -> None:
    """Calls `mail.retry`."""
    session.done(session.ask(JOBS, "mail.retry", id=str(id)), "mail.retry", id=id)
