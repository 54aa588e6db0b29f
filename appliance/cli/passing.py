"""`callstead call transfer` and its kin: calls that are passed on, asked about and brought together."""

from typing import Any
from uuid import UUID

import click

from appliance.cli.calls import call
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE

ACTING = click.option("--agent", metavar="AGENT")


def _order(session: Session, command: str, id: UUID, **about: Any) -> None:
    session.done(session.ask(ENGINE, command, id=str(id), **about), command, id=id)


@call.command("transfer")
@click.argument("id", type=click.UUID)
@click.argument("to")
@click.option("--back", is_flag=True)
@ACTING
@click.pass_obj
def transfer(session: Session, id: UUID, to: str, back: bool, agent: str | None) -> None:
    """Calls `call.transfer`; TO is agent:N, phone:N, number:N, queue:NAME or flow:NAME."""
    _order(session, "call.transfer", id, to=to, back=back, agent=agent)


@call.command("consult")
@click.argument("id", type=click.UUID)
@click.argument("to")
@ACTING
@click.pass_obj
def consult(session: Session, id: UUID, to: str, agent: str | None) -> None:
    """Calls `call.consult`; TO is agent:N, phone:N or number:N."""
    _order(session, "call.consult", id, to=to, agent=agent)


def _order_of_agent(command: str) -> None:
    """A command that says no more than which call is meant, and which of its agents acts."""

    @call.command(command.removeprefix("call."))
    @click.argument("id", type=click.UUID)
    @ACTING
    @click.pass_obj
    def order(session: Session, id: UUID, agent: str | None) -> None:
        _order(session, command, id, agent=agent)


for _command in ("call.hold", "call.requeue", "call.toggle", "call.complete", "call.cancel", "call.conference"):
    _order_of_agent(_command)


@call.command("drop")
@click.argument("id", type=click.UUID)
@click.argument("party")
@click.pass_obj
def drop(session: Session, id: UUID, party: str) -> None:
    """Calls `call.drop`; PARTY is an agent, a phone or a number."""
    _order(session, "call.drop", id, party=party)


@call.command("park")
@click.argument("id", type=click.UUID)
@click.option("--slot", metavar="SLOT")
@ACTING
@click.pass_obj
def park(session: Session, id: UUID, slot: str | None, agent: str | None) -> None:
    """Calls `call.park`; without a slot the first free one is taken."""
    _order(session, "call.park", id, slot=slot, agent=agent)


@call.command("pickup")
@click.argument("id", type=click.UUID)
@click.argument("to")
@click.pass_obj
def pickup(session: Session, id: UUID, to: str) -> None:
    """Calls `call.pickup`; TO is agent:N or phone:N."""
    _order(session, "call.pickup", id, to=to)
