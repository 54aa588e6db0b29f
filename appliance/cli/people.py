"""`callstead person`: who may sign in to the console."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS
from appliance.errors import LANGUAGES

COLUMNS = (
    Column("login"),
    Column("name"),
    Column("roles"),
    Column("agent"),
    Column("active", Kind.TRUTH),
    Column("second_factor", Kind.TRUTH),
    Column("invited", Kind.TRUTH),
)
ROLES = (Column("name"), Column("title"), Column("rights"))


@click.group(cls=Noun)
def person() -> None:
    """The noun `person`."""


@person.command("list")
@click.pass_obj
def list_people(session: Session) -> None:
    """Shows `person.list`."""
    rows = session.ask(JOBS, "person.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@person.command("roles")
@click.pass_obj
def list_roles(session: Session) -> None:
    """Shows `person.roles`."""
    rows = session.ask(JOBS, "person.roles")
    session.show(rows, lambda: session.reader.table(ROLES, rows))


@person.command("add")
@click.argument("login", metavar="LOGIN")
@click.argument("name", metavar="NAME")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE")
@click.option("--agent", default="", metavar="NUMBER")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0])
@click.pass_obj
def add(session: Session, login: str, name: str, roles: tuple[str, ...], agent: str, language: str) -> None:
    """Calls `person.add`; prints the one-time link."""
    given: dict[str, Any] = {"login": login, "name": name, "roles": list(roles), "agent": agent, "language": language}
    result = session.ask(JOBS, "person.add", **given)
    session.done(result, "person.add", login=result["person"]["login"], link=result["link"])


@person.command("set")
@click.argument("login", metavar="LOGIN")
@click.option("--name", metavar="TEXT")
@click.option("--role", "roles", multiple=True, metavar="ROLE")
@click.option("--agent", metavar="NUMBER")
@click.option("--language", type=click.Choice(LANGUAGES))
@click.option("--active", type=click.BOOL, metavar="BOOL")
@click.pass_obj
def set_person(session: Session, /, login: str, roles: tuple[str, ...], **given: Any) -> None:
    """Calls `person.set` with what was given."""
    changes = changed(given) | ({"roles": list(roles)} if roles else {})
    if not changes:
        raise NothingToChange(command="callstead person set", queue=login)
    result = session.ask(JOBS, "person.set", login=login, changes=changes)
    session.done(result, "person.set", login=result["login"])


@person.command("reset")
@click.argument("login", metavar="LOGIN")
@click.option("--second-factor", is_flag=True)
@click.pass_obj
def reset(session: Session, login: str, second_factor: bool) -> None:
    """Calls `person.reset`; prints the one-time link."""
    result = session.ask(JOBS, "person.reset", login=login, second_factor=second_factor)
    session.done(result, "person.reset", **result)


@person.command("first")
@click.pass_obj
def first(session: Session) -> None:
    """Calls `person.first`; prints the one-time link, if there is no administrator yet."""
    result = session.ask(JOBS, "person.first")
    session.done(result, "person.first" if result["link"] else "person.first-there", link=result["link"])
