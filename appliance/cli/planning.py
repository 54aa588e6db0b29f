"""`callstead plan`: people and lines for the traffic to come, from the traffic that was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import JOBS

LIMIT = 300.0
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = click.DateTime(["%Y-%m-%d"])
PERCENT = click.FloatRange(min=0)
QUARTERS = (
    Column("time", Kind.TEXT, "plan_time"),
    Column("calls", Kind.NUMBER),
    Column("load_erlang", Kind.NUMBER),
    Column("agents", Kind.NUMBER, "agents_needed"),
    Column("scheduled", Kind.NUMBER),
)
TRUNKS = (
    Column("trunk"),
    Column("erlangs_seen", Kind.NUMBER),
    Column("erlangs", Kind.NUMBER, "erlangs_expected"),
    Column("lines", Kind.NUMBER, "lines_needed"),
)


@click.command(cls=Verb)
@click.option("--from", "since", type=DAY, required=True, metavar="YYYY-MM-DD")
@click.option("--to", "until", type=DAY, required=True, metavar="YYYY-MM-DD")
@click.option("--growth", type=float, default=0.0, metavar="PERCENT")
@click.option("--loss", type=PERCENT, default=1.0, metavar="PERCENT")
@click.option("--shrinkage", type=PERCENT, default=0.0, metavar="PERCENT")
@click.option("--weekday", "weekdays", type=click.Choice(WEEKDAYS), multiple=True)
@click.pass_obj
def plan(session: Session, /, since: datetime, until: datetime, weekdays: tuple[str, ...], **shares: float) -> None:
    """Shows `plan.show`."""
    zone = session.zone()
    bounds = {"since": since.replace(tzinfo=zone).isoformat(), "until": until.replace(tzinfo=zone).isoformat()}
    result = session.ask(JOBS, "plan.show", within=LIMIT, **bounds, **shares, weekdays=list(weekdays) or None)
    session.show(result, lambda: _text(session.reader, result))


def _text(reader: Reader, result: Mapping[str, Any]) -> str:
    said = reader.words
    parts = [
        said.text("text", "plan_queue", **queue) + "\n" + reader.table(QUARTERS, queue["quarters"])
        for queue in result["queues"]
    ]
    lines = said.text("text", "plan_lines") + "\n" + reader.table(TRUNKS, result["trunks"])
    return "\n\n".join([*parts, said.text("text", "plan_seats", seats=result["seats"]), lines])
