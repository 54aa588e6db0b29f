"""`callstead simulate` and `callstead replay`: what would become of calls, and what would have become of them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import JOBS

LIMIT = 330.0
FILE = click.Path(path_type=Path)
QUEUES = (
    Column("queue"),
    Column("offered", Kind.NUMBER),
    Column("answered", Kind.NUMBER),
    Column("abandoned", Kind.NUMBER),
    Column("timed_out", Kind.NUMBER),
    Column("service_level", Kind.PERCENT),
    Column("target_percent", Kind.NUMBER),
    Column("mean_wait_s", Kind.SECONDS),
    Column("longest_wait_s", Kind.SECONDS),
)
GROUPS = (
    Column("group"),
    Column("calls", Kind.NUMBER),
    Column("present_hours", Kind.NUMBER),
    Column("occupancy", Kind.PERCENT),
)
FORMULAS = (
    Column("queue"),
    Column("busiest_calls", Kind.NUMBER),
    Column("load_erlang", Kind.NUMBER),
    Column("agents_there", Kind.NUMBER),
    Column("erlang_c", Kind.NUMBER),
    Column("erlang_a", Kind.NUMBER),
    Column("lines_erlang_b", Kind.NUMBER),
)
LINES = (
    Column("lines", Kind.NUMBER, "simulated_lines"),
    Column("most_used", Kind.NUMBER),
    Column("no_line", Kind.NUMBER),
    Column("needed", Kind.NUMBER, "lines_needed"),
)
NEEDED = (Column("group"), Column("agents", Kind.NUMBER, "agents_needed"))
SIDES = {"seen": "replay_seen", "replayed": "replay_replayed", "changed": "replay_changed"}


@click.command(cls=Verb)
@click.argument("file", type=FILE)
@click.option("--seed", type=click.IntRange(min=0))
@click.pass_obj
def simulate(session: Session, file: Path, seed: int | None) -> None:
    """Shows `simulation.run` of the centre that a file describes."""
    result = session.ask(JOBS, "simulation.run", within=LIMIT, document=_read(file), seed=seed)
    session.show(result, lambda: _text(session.reader, result))


@click.command(cls=Verb)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="YYYY-MM-DD")
@click.option("--rules", type=FILE)
@click.option("--seed", type=click.IntRange(min=0))
@click.pass_obj
def replay(session: Session, day: datetime, rules: Path | None, seed: int | None) -> None:
    """Shows `simulation.replay` of a day, as it was, simulated, and under the rules of a file."""
    date, changed = day.date().isoformat(), _read(rules) if rules else {}
    result = session.ask(JOBS, "simulation.replay", within=LIMIT, day=date, rules=changed, seed=seed)
    session.show(result, lambda: _sides(session.reader, result, bool(rules)))


def _read(file: Path) -> dict[str, Any]:
    from appliance.cli.documents import read_toml

    return read_toml(file)


def _text(reader: Reader, result: Mapping[str, Any]) -> str:
    parts = [
        reader.table(QUEUES, result["queues"]),
        reader.table(GROUPS, result["groups"]),
        reader.fields(LINES, result["lines"]),
        reader.words.text("text", "simulate_formulas") + "\n" + reader.table(FORMULAS, result["formulas"]),
    ]
    return "\n\n".join([*parts, *_needed(reader, result.get("needed"))])


def _needed(reader: Reader, needed: Mapping[str, Any] | None) -> list[str]:
    if needed is None:
        return [reader.words.text("text", "simulate_not_sized")]
    if not needed["reached"]:
        return [reader.words.text("text", "simulate_out_of_reach")]
    said = reader.words.text("text", "simulate_needed", agents=needed["agents"])
    groups = [{"group": name, "agents": agents} for name, agents in needed["groups"].items()]
    return [f"{said}\n{reader.table(NEEDED, groups)}"]


def _sides(reader: Reader, result: Mapping[str, Any], changed: bool) -> str:
    sides = {side: key for side, key in SIDES.items() if changed or side != "changed"}
    tables = [f"{reader.words.text('text', key)}\n{reader.table(QUEUES, result[side])}" for side, key in sides.items()]
    return "\n\n".join(tables)
