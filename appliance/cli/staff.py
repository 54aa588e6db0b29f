"""`callstead agent set`: what is configured of a person."""

from typing import IO, Any

import click

from appliance.cli.agents import agent
from appliance.cli.errors import NothingToChange
from appliance.cli.kinds import SkillLevel
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE
from appliance.errors import LANGUAGES

EMPTIED = ("skills", "queues")


@agent.command("set")
@click.argument("agent")
@click.option("--name", metavar="TEXT")
@click.option("--phone", metavar="NAME")
@click.option("--team", metavar="NAME")
@click.option("--language", type=click.Choice(LANGUAGES))
@click.option("--outbound-number", metavar="NUMBER")
@click.option("--hide-number", type=bool)
@click.option("--pin-file", type=click.File("r"))
@click.option("--skill", "skills", type=SkillLevel(), multiple=True)
@click.option("--queue", "queues", multiple=True, metavar="NAME")
@click.option("--sign-in-with-phone", type=bool)
@click.option("--lines", type=click.IntRange(1, 8))
@click.option("--capacity", type=click.IntRange(1, 8))
@click.option("--clear", type=click.Choice(EMPTIED), multiple=True)
@click.pass_obj
def change(
    session: Session,
    /,
    agent: str,
    pin_file: IO[str] | None,
    skills: tuple[tuple[str, int], ...],
    queues: tuple[str, ...],
    clear: tuple[str, ...],
    **plain: Any,
) -> None:
    """Calls `agent.set`; only what is named is changed. A PIN comes from a file or `-`; an empty one takes it away."""
    given: dict[str, Any] = {"pin": pin_file.read().strip()} if pin_file else {}
    given |= {what: {} if what == "skills" else [] for what in clear}
    given |= {what: value for what, value in plain.items() if value is not None}
    given |= {"skills": dict(skills)} if skills else {}
    given |= {"queues": list(queues)} if queues else {}
    if not given:
        raise NothingToChange(command="callstead agent set", queue=agent)
    session.done(session.ask(ENGINE, "agent.set", agent=agent, **given), "agent.set", agent=agent)
