"""`callstead queue`: who waits for whom, and the rules of each line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

FIGURES = (
    Column("queue"),
    Column("waiting", Kind.NUMBER),
    Column("longest_wait_s", Kind.SECONDS),
    Column("offered", Kind.NUMBER),
    Column("answered", Kind.NUMBER),
    Column("abandoned", Kind.NUMBER),
    Column("service_level", Kind.PERCENT),
)
COLUMNS = (
    FIGURES[0],
    Column("name"),
    *FIGURES[1:3],
    Column("agents_ready", Kind.NUMBER),
    Column("agents_signed_in", Kind.NUMBER),
    *FIGURES[3:],
    Column("target_percent", Kind.NUMBER),
    Column("target_seconds", Kind.NUMBER),
)
ESTIMATES = (Column("estimates", Kind.NUMBER), Column("estimates_kept", Kind.PERCENT))
RULES = (
    Column("skills"),
    Column("strategy", Kind.STATE),
    Column("order"),
    Column("relax"),
    Column("priority", Kind.NUMBER),
    Column("ageing", Kind.NUMBER),
    Column("rescue", Kind.NUMBER),
    Column("rescue_seconds", Kind.SECONDS),
    Column("most_talking", Kind.NUMBER),
    Column("wrap_up", Kind.SECONDS),
    Column("ring_time", Kind.SECONDS),
    Column("max_wait", Kind.SECONDS),
    Column("overflow_to"),
    Column("overflow_after", Kind.SECONDS),
)
MORE_RULES = (
    Column("overflow"),
    Column("max_waiting", Kind.NUMBER),
    Column("needs_agents", Kind.TRUTH),
    Column("leaves_empty", Kind.TRUTH),
    Column("switch", Kind.STATE),
    Column("announce_first", Kind.SECONDS),
    Column("announce_every", Kind.SECONDS),
    Column("announce_position", Kind.TRUTH),
    Column("announce_wait", Kind.TRUTH),
    Column("announce_steps"),
    Column("comfort"),
    Column("callback_attempts", Kind.NUMBER),
    Column("callback_spacing", Kind.SECONDS),
    Column("callback_machine_spacing", Kind.SECONDS),
    Column("callback_ring", Kind.SECONDS),
    Column("callback_hours"),
    Column("callback_calendar"),
    Column("callback_window", Kind.SECONDS),
    Column("callback_lead", Kind.SECONDS),
    Column("callback_mode", Kind.STATE),
    Column("callback_preview", Kind.SECONDS),
    Column("callback_refusals", Kind.NUMBER),
    Column("callback_never"),
    Column("closed_message"),
    Column("emergency_message"),
    Column("music"),
    Column("script"),
    Column("outbound_number"),
    Column("hide_number", Kind.TRUTH),
)
ABANDONED = (
    Column("at", Kind.MOMENT),
    Column("caller"),
    Column("queue"),
    Column("wait_s", Kind.SECONDS),
    Column("id"),
)
RECALLED = (*ABANDONED, Column("callback"), Column("refused"))
CALLS = (Column("id"), Column("since", Kind.MOMENT), Column("priority", Kind.NUMBER))


@click.group(cls=Noun, modules={"set": "appliance.cli.rules:set_rules"})
def queue() -> None:
    """The noun `queue`."""


@queue.command("list")
@click.pass_obj
def list_queues(session: Session) -> None:
    """Shows `queue.list`."""
    rows = session.ask(ENGINE, "queue.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@queue.command("show")
@click.argument("queue")
@click.pass_obj
def show(session: Session, queue: str) -> None:
    """Shows `queue.show`: the figures, the rules and the calls in line."""
    row = session.ask(ENGINE, "queue.show", queue=queue)
    session.show(row, lambda: _text(session.reader, row))


@queue.command("switch")
@click.argument("queue")
@click.argument("to", type=click.Choice(["open", "closed", "emergency"]))
@click.option("--reason", default="")
@click.pass_obj
def switch(session: Session, queue: str, to: str, reason: str) -> None:
    """Calls `queue.switch`."""
    result = session.ask(ENGINE, "queue.switch", queue=queue, to=to, reason=reason)
    session.done(result, "queue.switch", queue=queue, to=to)


@queue.command("abandoned")
@click.option("--since", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), metavar="TIME")
@click.option("--queue", metavar="QUEUE")
@click.option("--call-back", "call_back", is_flag=True)
@click.pass_obj
def abandoned(session: Session, since: datetime | None, queue: str | None, call_back: bool) -> None:
    """Shows `queue.abandoned`, or with `--call-back` what `queue.recall` made of it."""
    moment = since.replace(tzinfo=session.zone()).isoformat() if since else None
    rows = session.ask(ENGINE, "queue.recall" if call_back else "queue.abandoned", since=moment, queue=queue)
    session.show(rows, lambda: session.reader.table(RECALLED if call_back else ABANDONED, rows))


def _text(reader: Reader, row: Mapping[str, Any]) -> str:
    figures = reader.fields(COLUMNS + ESTIMATES + RULES + MORE_RULES, {**row["rules"], **row})
    return f"{figures}\n\n{reader.table(CALLS, row['calls'])}"
