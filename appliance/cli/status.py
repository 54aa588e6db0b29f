"""`callstead status`: the centre at a glance."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.alarms import everywhere, lines
from appliance.cli.queues import FIGURES
from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

BOX = (
    Column("ready", Kind.TRUTH, "centre_ready"),
    Column("version"),
    Column("node"),
    Column("started_at", Kind.MOMENT),
)
GROUPS = ("asterisk", "calls", "agents", "ledger", "recorder")


@click.command(cls=Verb)
@click.pass_obj
def status(session: Session) -> None:
    """Shows `status`: what runs, what is wrong, what is on the line, and the queues."""
    result = dict(session.ask(ENGINE, "status"))
    result["alarms"] = everywhere(session, result["alarms"])
    session.show(result, lambda: _text(session.reader, result))


def _text(reader: Reader, result: Mapping[str, Any]) -> str:
    groups = [name for name in GROUPS if result.get(name)]
    row = dict(result) | {name: _counts(reader, result[name]) for name in groups}
    box = reader.fields((*BOX, *(Column(name, label=f"group_{name}") for name in groups)), row)
    wrong = [f"{title}\n" + "\n".join(lines(reader, rows)) for title, rows in _alarms(reader, result)]
    return "\n\n".join([box, *wrong, reader.table(FIGURES, result["queues"])])


def _alarms(reader: Reader, result: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Nothing where nothing is wrong."""
    rows = result["alarms"]
    return [(reader.words.text("text", "alarms", count=len(rows)), rows)] if rows else []


def _counts(reader: Reader, group: Mapping[str, Any]) -> str:
    """`label value` for each field of a group, a field without a label under its own name."""
    labels = reader.words.tables["status"]
    said = [f"{labels.get(key, key)} {_value(reader, key, value)}" for key, value in group.items()]
    return reader.words.text("text", "comma").join(said)


def _value(reader: Reader, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return reader.cell(Kind.TRUTH, value)
    return reader.cell(Kind.MOMENT if key.endswith("_at") else Kind.TEXT, value)
