"""`callstead notice`: messages to agents at their screens."""

from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.sockets import ENGINE


@click.group(cls=Noun)
def notice() -> None:
    """The noun `notice`."""


@notice.command("send")
@click.argument("text")
@click.option("--agent", "agents", metavar="AGENT", multiple=True)
@click.option("--team", "teams", metavar="TEAM", multiple=True)
@click.option("--queue", "queues", metavar="QUEUE", multiple=True)
@click.option("--urgent", is_flag=True)
@click.pass_obj
def send(
    session: Session,
    text: str,
    agents: tuple[str, ...],
    teams: tuple[str, ...],
    queues: tuple[str, ...],
    urgent: bool,
) -> None:
    """Calls `notice.send`; without anybody named it goes to everybody."""
    to: dict[str, Any] = {"agents": list(agents) or None, "teams": list(teams) or None, "queues": list(queues) or None}
    result = session.ask(ENGINE, "notice.send", text=text, urgent=urgent or None, **to)
    if agents or teams or queues:
        session.done(result, "notice.send", agents=len(result["agents"]))
    else:
        session.done(result, "notice.send.everybody")
