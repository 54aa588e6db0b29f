"""`callstead codes`: what desk phones dial to sign in, pause, park and pick up."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

CODES = (Column("action", Kind.STATE), Column("code"), Column("takes", Kind.TRUTH, "takes_digits"))
REASONS = (Column("digits"), Column("reason"))


@click.group(cls=Noun)
def codes() -> None:
    """The noun `codes`."""


@codes.command("list")
@click.pass_obj
def list_codes(session: Session) -> None:
    """Shows `codes.list`: the codes, and the pauses by their digits."""
    found = session.ask(ENGINE, "codes.list")
    session.show(found, lambda: _text(session.reader, found))


@codes.command("set")
@click.argument("action")
@click.argument("code", default="")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_code(session: Session, action: str, code: str, reason: str) -> None:
    """Calls `codes.set`; without a code the action is taken off the phones."""
    result = session.ask(ENGINE, "codes.set", action=action, code=code, reason=reason)
    session.done(result, "codes.set", action=action, code=code or "-")


@codes.command("reason")
@click.argument("digits")
@click.argument("text", default="")
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_reason(session: Session, digits: str, text: str, reason: str) -> None:
    """Calls `codes.reason`; without a text the digits stand for no pause any more."""
    result = session.ask(ENGINE, "codes.reason", digits=digits, text=text, reason=reason)
    session.done(result, "codes.reason", digits=digits, reason=text or "-")


def _text(reader: Reader, found: Mapping[str, Any]) -> str:
    return f"{reader.table(CODES, found['codes'])}\n\n{reader.table(REASONS, found['reasons'])}"
