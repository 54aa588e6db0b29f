"""`callstead queue`: who waits for whom, and the rules of each line."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.kinds import SkillLevel
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
    Column("priority", Kind.NUMBER),
    Column("wrap_up", Kind.SECONDS),
    Column("ring_time", Kind.SECONDS),
    Column("max_wait", Kind.SECONDS),
    Column("overflow_to"),
    Column("overflow_after", Kind.SECONDS),
)
CALLS = (Column("id"), Column("since", Kind.MOMENT), Column("priority", Kind.NUMBER))
SECONDS = click.IntRange(min=0)


@click.group(cls=Noun)
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


@queue.command("set")
@click.argument("queue")
@click.option("--skill", "skills", type=SkillLevel(), multiple=True)
@click.option("--priority", type=int)
@click.option("--target-percent", type=click.IntRange(1, 100))
@click.option("--target-seconds", type=SECONDS)
@click.option("--wrap-up", type=SECONDS)
@click.option("--ring-time", type=click.IntRange(min=1))
@click.option("--max-wait", type=SECONDS)
@click.option("--overflow-to", metavar="QUEUE")
@click.option("--overflow-after", type=SECONDS)
@click.pass_obj
def set_queue(session: Session, /, queue: str, **given: Any) -> None:
    """Calls `queue.set` with what was given and nothing else; skills replace all skills the queue asked for."""
    changes = _changes(given)
    if not changes:
        raise NothingToChange(command="callstead queue set", queue=queue)
    session.done(session.ask(ENGINE, "queue.set", queue=queue, changes=changes), "queue.set", queue=queue)


def _text(reader: Reader, row: Mapping[str, Any]) -> str:
    return (
        f"{reader.fields(COLUMNS + ESTIMATES + RULES, {**row['rules'], **row})}\n\n{reader.table(CALLS, row['calls'])}"
    )


def _changes(given: Mapping[str, Any]) -> dict[str, Any]:
    skills = dict(given["skills"])
    plain = {name: value for name, value in given.items() if name != "skills" and value is not None}
    return plain | ({"skills": skills} if skills else {})
