"""`callstead account`: the company's accounts that people sign in to the console with."""

from pathlib import Path
from typing import IO

import click

from appliance.cli.documents import read_toml
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

FOUND = (
    Column("found", Kind.TRUTH),
    Column("login"),
    Column("name"),
    Column("mail"),
    Column("standing"),
    Column("groups"),
    Column("roles"),
    Column("queues"),
    Column("teams"),
    Column("server"),
    Column("dn"),
)
PROVIDER = (Column("issuer"), Column("client"), Column("enabled", Kind.TRUTH), Column("secret", Kind.TRUTH))
DIRECTORY = (
    Column("servers"),
    Column("base"),
    Column("user"),
    Column("enabled", Kind.TRUTH),
    Column("password", Kind.TRUTH),
)
CHECKED = (Column("issuer"), Column("authorization"), Column("token"), Column("keys"))
WAYS = ("openid-provider", "ldap-directory")
PATIENCE = 120.0


@click.group(cls=Noun)
def account() -> None:
    """The noun `account`."""


@account.command("show")
@click.pass_obj
def show(session: Session) -> None:
    """Shows `account.show`; secrets are never shown."""
    ways = session.ask(JOBS, "account.show")
    parts = [(columns, ways[way]) for columns, way in zip((PROVIDER, DIRECTORY), WAYS, strict=True) if ways[way]]
    session.show(ways, lambda: "\n\n".join(session.reader.fields(columns, row) for columns, row in parts))


@account.command("set")
@click.argument("way", type=click.Choice(WAYS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--secret-file", type=click.File("r"))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_way(session: Session, way: str, file: Path, secret_file: IO[str] | None, reason: str) -> None:
    """Calls `account.set`; the secret comes from a file or `-`, so that it stands in no history of commands."""
    secret = secret_file.read().strip() if secret_file else ""
    session.ask(JOBS, "account.set", way=way, document=read_toml(file), secret=secret, reason=reason)
    session.done({"way": way}, "account.set", way=way)


@account.command("try")
@click.argument("login", metavar="LOGIN")
@click.pass_obj
def find(session: Session, login: str) -> None:
    """Shows `account.try`: who that is in the directory, and what role would come; no password is asked."""
    row = session.ask(JOBS, "account.try", login=login, within=PATIENCE)
    session.show(row, lambda: session.reader.fields(FOUND, row))


@account.command("check")
@click.pass_obj
def check(session: Session) -> None:
    """Shows `account.check`: what the provider says of itself."""
    row = session.ask(JOBS, "account.check", within=PATIENCE)
    session.show(row, lambda: session.reader.fields(CHECKED, row))


@account.command("look")
@click.pass_obj
def look(session: Session) -> None:
    """Calls `account.look`, which asks the directory about everybody who is linked to it."""
    result = session.ask(JOBS, "account.look", within=PATIENCE)
    session.done(result, "account.look", ended=result["ended"])
