"""`callstead lookup-host`: the hosts that flows may ask for data."""

from typing import IO

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (Column("host"), Column("url"), Column("token", Kind.TRUTH))


@click.group(cls=Noun)
def lookup_host() -> None:
    """The noun `lookup-host`."""


@lookup_host.command("list")
@click.pass_obj
def list_hosts(session: Session) -> None:
    """Shows `lookup-host.list`; tokens are never shown."""
    rows = session.ask(ENGINE, "lookup-host.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@lookup_host.command("set")
@click.argument("host")
@click.argument("url")
@click.option("--token-file", type=click.File("r"))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_host(session: Session, host: str, url: str, token_file: IO[str] | None, reason: str) -> None:
    """Calls `lookup-host.set`; the token comes from a file or `-`, so that it stands in no history of commands."""
    token = token_file.read().strip() if token_file else ""
    result = session.ask(ENGINE, "lookup-host.set", host=host, url=url, token=token, reason=reason)
    session.done(result, "lookup-host.set", host=host, url=url)


@lookup_host.command("remove")
@click.argument("host")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove(session: Session, host: str, reason: str) -> None:
    """Calls `lookup-host.remove`."""
    result = session.ask(ENGINE, "lookup-host.remove", host=host, reason=reason)
    session.done(result, "lookup-host.remove", host=host)
