"""`callstead token`: what other systems come in with at /api/v1."""

from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("id"),
    Column("name"),
    Column("maker"),
    Column("system"),
    Column("hint"),
    Column("rights"),
    Column("works", Kind.TRUTH),
    Column("expires_at", Kind.MOMENT),
    Column("used_at", Kind.MOMENT),
)


@click.group(cls=Noun)
def token() -> None:
    """The noun `token`."""


@token.command("list")
@click.pass_obj
def list_tokens(session: Session) -> None:
    """Shows `token.list`."""
    rows = session.ask(JOBS, "token.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@token.command("add")
@click.argument("login", metavar="LOGIN")
@click.argument("name", metavar="NAME")
@click.option("--right", "rights", multiple=True, required=True, metavar="RIGHT")
@click.option("--system", default="", metavar="TEXT")
@click.option("--queue", "queues", multiple=True, metavar="NAME")
@click.option("--team", "teams", multiple=True, metavar="NAME")
@click.option("--days", type=click.IntRange(1, 730), default=90)
@click.pass_obj
def add(
    session: Session,
    /,
    login: str,
    name: str,
    rights: tuple[str, ...],
    queues: tuple[str, ...],
    teams: tuple[str, ...],
    **plain: Any,
) -> None:
    """Calls `token.add`; prints the token this one time. Without queues and teams it has all of the person's."""
    given: dict[str, Any] = {of: list(names) for of, names in (("queues", queues), ("teams", teams)) if names}
    result = session.ask(JOBS, "token.add", login=login, name=name, rights=list(rights), **given, **plain)
    session.done(result, "token.add", name=result["token"]["name"], text=result["text"])


@token.command("revoke")
@click.argument("id", metavar="ID", type=click.UUID)
@click.pass_obj
def revoke(session: Session, id: Any) -> None:
    """Calls `token.revoke`."""
    result = session.ask(JOBS, "token.revoke", id=str(id))
    session.done(result, "token.revoke", name=result["name"])
