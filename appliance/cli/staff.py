"""`callstead agent set`: what is configured of a person."""

from typing import IO

import click

from appliance.cli.agents import agent
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE
from appliance.errors import LANGUAGES


@agent.command("set")
@click.argument("agent")
@click.option("--name", metavar="TEXT")
@click.option("--phone", metavar="NAME")
@click.option("--team", metavar="NAME")
@click.option("--language", type=click.Choice(LANGUAGES))
@click.option("--pin-file", type=click.File("r"))
@click.pass_obj
def change(
    session: Session,
    agent: str,
    name: str | None,
    phone: str | None,
    team: str | None,
    language: str | None,
    pin_file: IO[str] | None,
) -> None:
    """Calls `agent.set`; only what is named is changed. A PIN comes from a file or `-`; an empty one takes it away."""
    pin = pin_file.read().strip() if pin_file else None
    result = session.ask(
        ENGINE, "agent.set", agent=agent, name=name, phone=phone, team=team, language=language, pin=pin
    )
    session.done(result, "agent.set", agent=agent)
