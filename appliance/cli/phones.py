"""`callstead phone`: the devices, who uses them, and their accounts."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (Column("phone"), Column("agent"), Column("in_use", Kind.TRUTH), Column("encryption"), Column("channel"))
REASON = click.option("--reason", default="", metavar="TEXT")


@click.group(cls=Noun)
def phone() -> None:
    """The noun `phone`."""


@phone.command("list")
@click.pass_obj
def list_phones(session: Session) -> None:
    """Shows `phone.list`."""
    rows = session.ask(ENGINE, "phone.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@phone.command("set")
@click.argument("phone")
@click.option("--encryption", type=click.Choice(("required", "preferred", "off")))
@click.option("--new-secret", is_flag=True)
@REASON
@click.pass_obj
def set_phone(session: Session, phone: str, encryption: str | None, new_secret: bool, reason: str) -> None:
    """Calls `phone.set`; a password that was made by it is shown this once."""
    result = session.ask(ENGINE, "phone.set", phone=phone, encryption=encryption, new_secret=new_secret, reason=reason)
    secret = result["secret"] or ""
    session.done(result, "phone.set-secret" if secret else "phone.set", phone=phone, secret=secret)


@phone.command("remove")
@click.argument("phone")
@REASON
@click.pass_obj
def remove(session: Session, phone: str, reason: str) -> None:
    """Calls `phone.remove`."""
    session.done(session.ask(ENGINE, "phone.remove", phone=phone, reason=reason), "phone.remove", phone=phone)
