"""`callstead call ...-recording`: what is kept of a call that still runs."""

from uuid import UUID

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.sockets import ENGINE

ID = click.argument("id", type=click.UUID)


@click.command("pause-recording", cls=Verb)
@ID
@click.option("--for", "seconds", type=click.IntRange(1, 3600), metavar="SECONDS")
@click.pass_obj
def pause(session: Session, id: UUID, seconds: int | None) -> None:
    """Calls `call.pause_recording`; when it returns, nothing more is kept."""
    session.done(
        session.ask(ENGINE, "call.pause_recording", id=str(id), seconds=seconds), "call.pause-recording", id=id
    )


@click.command("resume-recording", cls=Verb)
@ID
@click.pass_obj
def resume(session: Session, id: UUID) -> None:
    """Calls `call.resume_recording`."""
    session.done(session.ask(ENGINE, "call.resume_recording", id=str(id)), "call.resume-recording", id=id)


@click.command("keep-recording", cls=Verb)
@ID
@click.pass_obj
def keep(session: Session, id: UUID) -> None:
    """Calls `call.keep_recording`."""
    session.done(session.ask(ENGINE, "call.keep_recording", id=str(id)), "call.keep-recording", id=id)


@click.command("drop-recording", cls=Verb)
@ID
@click.pass_obj
def drop(session: Session, id: UUID) -> None:
    """Calls `call.drop_recording`."""
    session.done(session.ask(ENGINE, "call.drop_recording", id=str(id)), "call.drop-recording", id=id)
