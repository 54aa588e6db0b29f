"""`callstead webhook`: other systems that are told of what happens, and what became of each message."""

from pathlib import Path
from typing import IO, Any

import click

from appliance.cli.documents import text_of
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("webhook"),
    Column("url"),
    Column("on", Kind.TRUTH),
    Column("numbers", Kind.TRUTH, "whole_numbers"),
    Column("waiting", Kind.NUMBER, "unsent"),
    Column("taken", Kind.NUMBER),
    Column("given_up", Kind.NUMBER),
    Column("unwanted", Kind.NUMBER),
)
MESSAGES = (
    Column("id"),
    Column("created_at", Kind.MOMENT),
    Column("webhook"),
    Column("kind"),
    Column("outcome", Kind.STATE),
    Column("tries", Kind.NUMBER),
    Column("trouble"),
    Column("status", Kind.NUMBER),
    Column("took_ms", Kind.MILLISECONDS),
    Column("answer"),
)
OUTCOMES = ("waiting", "taken", "given-up", "unwanted")
PATIENCE = 30.0


@click.group(cls=Noun)
def webhook() -> None:
    """The noun `webhook`."""


@webhook.command("list")
@click.pass_obj
def list_webhooks(session: Session) -> None:
    """Shows `webhook.list`; secrets are never shown."""
    rows = session.ask(JOBS, "webhook.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@webhook.command("set")
@click.argument("webhook")
@click.option("--url", metavar="URL")
@click.option("--kind", "kinds", multiple=True, metavar="KIND")
@click.option("--numbers", type=bool)
@click.option("--on", type=bool)
@click.option("--ca", "ca_file", type=click.Path(path_type=Path))
@click.option("--secret-file", type=click.File("r"))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_webhook(
    session: Session,
    /,
    webhook: str,
    ca_file: Path | None,
    secret_file: IO[str] | None,
    reason: str,
    **given: Any,
) -> None:
    """Calls `webhook.set` with what was given; a secret that was made for a new one is printed this one time."""
    changes = changed(given)
    if ca_file:
        changes["ca"] = text_of(ca_file)
    if secret_file:
        changes["secret"] = secret_file.read().strip()
    result = session.ask(JOBS, "webhook.set", webhook=webhook, changes=changes, reason=reason)
    if made := result.get("made"):
        session.done(result, "webhook.made", webhook=webhook, url=result["url"], secret=made)
    else:
        session.done(result, "webhook.set", webhook=webhook, url=result["url"])


@webhook.command("secret")
@click.argument("webhook")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def secret(session: Session, webhook: str, reason: str) -> None:
    """Calls `webhook.secret`; prints the new one this one time."""
    result = session.ask(JOBS, "webhook.secret", webhook=webhook, reason=reason)
    session.done(result, "webhook.secret", webhook=webhook, secret=result["made"])


@webhook.command("remove")
@click.argument("webhook")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def remove(session: Session, webhook: str, reason: str) -> None:
    """Calls `webhook.remove`."""
    session.done(session.ask(JOBS, "webhook.remove", webhook=webhook, reason=reason), "webhook.remove", webhook=webhook)


@webhook.command("test")
@click.argument("webhook")
@click.pass_obj
def test(session: Session, webhook: str) -> None:
    """Calls `webhook.test`, which waits for the other side."""
    result = session.ask(JOBS, "webhook.test", webhook=webhook, within=PATIENCE)
    session.done(result, "webhook.test", webhook=webhook, status=result["status"], took_ms=result["took_ms"])


@webhook.command("messages")
@click.argument("webhook", required=False, default="")
@click.option("--outcome", type=click.Choice(OUTCOMES), default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50)
@click.pass_obj
def messages(session: Session, webhook: str, outcome: str | None, limit: int) -> None:
    """Shows `webhook.messages`, the newest first."""
    rows = session.ask(JOBS, "webhook.messages", webhook=webhook, outcome=outcome or "", limit=limit)
    session.show(rows, lambda: session.reader.table(MESSAGES, rows))


@webhook.command("resend")
@click.argument("webhook")
@click.option("--message", type=click.UUID, metavar="ID")
@click.pass_obj
def resend(session: Session, webhook: str, message: object | None) -> None:
    """Calls `webhook.resend` for one message, or `webhook.resend_all` for whatever was given up."""
    if message:
        session.done(session.ask(JOBS, "webhook.resend", id=str(message)), "webhook.resend", message=message)
        return
    result = session.ask(JOBS, "webhook.resend_all", webhook=webhook)
    session.done(result, "webhook.resend-all", webhook=webhook, messages=result["messages"])
