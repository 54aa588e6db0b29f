"""`callstead recording keys`: the keys that recordings and passwords are closed by, and their change."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("key"),
    Column("state", Kind.STATE),
    Column("recordings", Kind.NUMBER, "key_recordings"),
    Column("passwords", Kind.NUMBER, "key_passwords"),
    Column("at", Kind.MOMENT),
    Column("who"),
    Column("reason"),
)


@click.group("keys", cls=Noun)
def keys() -> None:
    """The noun `recording keys`."""


@keys.command("list")
@click.pass_obj
def list_keys(session: Session) -> None:
    """Shows `recording.keys.list`: the key in force first."""
    rows = session.ask(JOBS, "recording.keys.list", within=None)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@keys.command("rotate")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def rotate(session: Session, reason: str) -> None:
    """Calls `recording.keys.rotate`; recordings follow in the background."""
    result = session.ask(JOBS, "recording.keys.rotate", reason=reason)
    session.done(result, "recording.keys.rotate", new=result["new"], old=result["old"])


@keys.command("destroy")
@click.argument("key")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def destroy(session: Session, key: str, reason: str) -> None:
    """Calls `recording.keys.destroy`: for ever."""
    result = session.ask(JOBS, "recording.keys.destroy", within=None, key=key, reason=reason)
    session.done(result, "recording.keys.destroy", name=key)
