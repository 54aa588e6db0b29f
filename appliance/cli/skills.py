"""`callstead skill`: who can do what, and how well."""

import click

from appliance.cli.kinds import LEVEL
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column
from appliance.cli.sockets import ENGINE

COLUMNS = (Column("skill"), Column("agents", label="skill_agents"))


@click.group(cls=Noun)
def skill() -> None:
    """The noun `skill`."""


@skill.command("list")
@click.pass_obj
def list_skills(session: Session) -> None:
    """Shows `skill.list`: `agents` of a skill are levels by number."""
    rows = session.ask(ENGINE, "skill.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@skill.command("grant")
@click.argument("agent")
@click.argument("skill")
@click.argument("level", type=LEVEL)
@click.pass_obj
def grant(session: Session, agent: str, skill: str, level: int) -> None:
    """Calls `skill.grant`."""
    result = session.ask(ENGINE, "skill.grant", agent=agent, skill=skill, level=level)
    session.done(result, "skill.grant", agent=agent, skill=skill, level=level)


@skill.command("revoke")
@click.argument("agent")
@click.argument("skill")
@click.pass_obj
def revoke(session: Session, agent: str, skill: str) -> None:
    """Calls `skill.revoke`."""
    result = session.ask(ENGINE, "skill.revoke", agent=agent, skill=skill)
    session.done(result, "skill.revoke", agent=agent, skill=skill)
