"""`callstead resources`: what lines, faxes, agents and queues hold right now."""

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

LINES = (
    Column("trunk"),
    Column("calls", Kind.NUMBER, "lines_taken"),
    Column("faxes", Kind.NUMBER, "by_faxes"),
    Column("free", Kind.NUMBER, "lines_free"),
    Column("kept", Kind.NUMBER, "lines_kept"),
    Column("state", Kind.STATE),
)
FAXES = (
    Column("fax"),
    Column("direction", Kind.STATE, "fax_direction"),
    Column("state", Kind.STATE),
    Column("number"),
    Column("trunk"),
    Column("since", Kind.MOMENT),
)
AGENTS = (
    Column("agent"),
    Column("state", Kind.STATE),
    Column("phone"),
    Column("since", Kind.MOMENT),
    Column("calls", label="in_hand"),
)
QUEUES = (
    Column("queue"),
    Column("waiting", Kind.NUMBER),
    Column("longest_wait_s", Kind.SECONDS),
    Column("agents_ready", Kind.NUMBER),
    Column("agents_signed_in", Kind.NUMBER),
)
TOTALS = (
    Column("receiving", Kind.NUMBER, "faxes_receiving"),
    Column("dialling", Kind.NUMBER, "faxes_dialling"),
    Column("sending", Kind.NUMBER, "faxes_sending"),
    Column("waiting", Kind.NUMBER, "faxes_waiting"),
    Column("most", Kind.NUMBER, "faxes_at_once"),
)


@click.command(cls=Verb)
@click.pass_obj
def resources(session: Session) -> None:
    """Shows `resources`."""
    now, reader = session.ask(ENGINE, "resources"), session.reader
    session.show(
        now,
        lambda: "\n\n".join(
            [
                reader.table(LINES, now["lines"]),
                reader.fields(TOTALS, now["faxes"]),
                *([reader.table(FAXES, now["fax_sessions"])] if now["fax_sessions"] else []),
                reader.table(AGENTS, now["agents"]),
                reader.table(QUEUES, now["queues"]),
            ]
        ),
    )
