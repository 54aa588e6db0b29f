"""`callstead agent`: the people, where they sit, and what they may take."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import click

from appliance.cli.kinds import SkillLevel
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("agent"),
    Column("name"),
    Column("state", Kind.STATE),
    Column("reason"),
    Column("since", Kind.MOMENT),
    Column("phone"),
    Column("skills"),
    Column("queues"),
)
MORE = (Column("sign_in_with_phone", Kind.TRUTH), Column("lines", Kind.NUMBER), Column("capacity", Kind.NUMBER))
CALLS = (Column("contact"), Column("state", Kind.STATE), Column("since", Kind.MOMENT))


@click.group(cls=Noun)
def agent() -> None:
    """The noun `agent`."""


@agent.command("list")
@click.pass_obj
def list_agents(session: Session) -> None:
    """Shows `agent.list`."""
    rows = session.ask(ENGINE, "agent.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@agent.command("show")
@click.argument("agent")
@click.pass_obj
def show(session: Session, agent: str) -> None:
    """Shows `agent.show`."""
    row = session.ask(ENGINE, "agent.show", agent=agent)
    session.show(row, lambda: _text(session.reader, row))


@agent.command("login")
@click.argument("agent")
@click.option("--phone", metavar="NAME")
@click.pass_obj
def login(session: Session, agent: str, phone: str | None) -> None:
    """Calls `agent.login`: the person sits down at a phone, at their own when none is named."""
    session.done(session.ask(ENGINE, "agent.login", agent=agent, phone=phone), "agent.login", agent=agent)


@agent.command("logout")
@click.argument("agent")
@click.option("--force", is_flag=True)
@click.pass_obj
def logout(session: Session, agent: str, force: bool) -> None:
    """Calls `agent.logout`; forced, the call in hand is taken away."""
    session.done(session.ask(ENGINE, "agent.logout", agent=agent, force=force or None), "agent.logout", agent=agent)


@agent.command("dnd")
@click.argument("agent")
@click.option("--off", is_flag=True)
@click.pass_obj
def dnd(session: Session, agent: str, off: bool) -> None:
    """Calls `agent.dnd`: do-not-disturb, or its end."""
    session.done(session.ask(ENGINE, "agent.dnd", agent=agent, on=not off), "agent.dnd", agent=agent)


@agent.command("extend")
@click.argument("agent")
@click.option("--seconds", type=click.IntRange(1, 3600), required=True)
@click.option("--call", type=click.UUID)
@click.pass_obj
def extend(session: Session, agent: str, seconds: int, call: UUID | None) -> None:
    """Calls `agent.extend`: the wrap-up, of one call where several run, ends so many seconds from now."""
    result = session.ask(ENGINE, "agent.extend", agent=agent, seconds=seconds, call=call and str(call))
    session.done(result, "agent.extend", agent=agent)


@agent.command("ready")
@click.argument("agent")
@click.option("--call", type=click.UUID)
@click.pass_obj
def ready(session: Session, agent: str, call: UUID | None) -> None:
    """Calls `agent.ready`; with a call its wrap-up alone is over."""
    told = session.ask(ENGINE, "agent.ready", agent=agent, call=call and str(call))
    session.done(told, "agent.wrapped" if call else "agent.ready", agent=agent, **({"call": call} if call else {}))


@agent.command("pause")
@click.argument("agent")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def pause(session: Session, agent: str, reason: str) -> None:
    """Calls `agent.pause`."""
    result = session.ask(ENGINE, "agent.pause", agent=agent, reason=reason)
    session.done(result, "agent.pause", agent=agent, reason=reason)


@agent.command("add")
@click.argument("agent")
@click.option("--name", required=True, metavar="TEXT")
@click.option("--phone", metavar="NAME")
@click.option("--skill", "skills", type=SkillLevel(), multiple=True)
@click.option("--queue", "queues", multiple=True, metavar="NAME")
@click.pass_obj
def add(
    session: Session,
    agent: str,
    name: str,
    phone: str | None,
    skills: tuple[tuple[str, int], ...],
    queues: tuple[str, ...],
) -> None:
    """Calls `agent.add`; no queues means all that fit the skills."""
    levels, named = dict(skills), list(queues)
    result = session.ask(ENGINE, "agent.add", agent=agent, name=name, phone=phone, skills=levels, queues=named)
    session.done(result, "agent.add", agent=agent, name=name)


@agent.command("remove")
@click.argument("agent")
@click.pass_obj
def remove(session: Session, agent: str) -> None:
    """Calls `agent.remove`."""
    session.done(session.ask(ENGINE, "agent.remove", agent=agent), "agent.remove", agent=agent)


def _text(reader: Reader, row: Mapping[str, Any]) -> str:
    """The agent, and below the calls that the agent has, where there are any."""
    shown = reader.fields(COLUMNS + MORE, row)
    calls = row.get("calls")
    return f"{shown}\n\n{reader.words.text('text', 'calls')}\n{reader.table(CALLS, calls)}" if calls else shown
