"""`callstead card`: the telephony cards of this machine. Asks the kernel itself, so it works before anything runs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader, plain
from appliance.errors import Sentence, explain
from dahdi_conf.cards import catalogue
from dahdi_conf.detect import detect
from dahdi_conf.inventory import cards
from dahdi_conf.scan import scan

CARD = "card"
"""The table of the catalogues that explains what is wrong with cards."""

COLUMNS = (
    Column("card"),
    Column("model"),
    Column("address"),
    Column("driver"),
    Column("spans"),
    Column("echo_canceller"),
    Column("state", Kind.STATE),
)

Row = Mapping[str, Any]


@click.group(cls=Noun)
def card() -> None:
    """The noun `card`."""


@card.command("list")
@click.option("--root", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("/"))
@click.pass_obj
def list_cards(session: Session, root: Path) -> None:
    """Shows what `scan` and `detect` find below the root."""
    rows = cards(detect(scan(root), catalogue()))
    session.show(rows, lambda: _text(session.reader, rows))


def _text(reader: Reader, rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "\n".join(_lines(reader, _sentence(reader, "none", {})))
    table = reader.table(COLUMNS, [_row(row) for row in rows])
    troubles = ("\n".join(_trouble(reader, row, reason)) for row in rows for reason in _reasons(row))
    return "\n\n".join([table, *troubles])


def _row(row: Row) -> dict[str, Any]:
    return {
        "card": row["identity"],
        "model": f"{row['maker']} {row['model']}".strip(),
        "address": f"{row['bus']} {row['address']}",
        "driver": row["driver"],
        "spans": ", ".join(_sizes(row)),
        "echo_canceller": row["echo_canceller"],
        "state": row["state"],
    }


def _sizes(row: Row) -> Iterator[str]:
    """How many spans of each kind, or ports: `4 E1`, `4 FXO`; what nobody can tell is `?`."""
    counts = Counter(span["kind"] for span in row["spans"] if span["kind"] != "analog")
    counts += Counter(_port(port["type"]) for span in row["spans"] for port in span["ports"] if port["type"] != "empty")
    yield from (f"{count} {kind}" for kind, count in counts.items())


def _port(type: str) -> str:
    return {"in": "IN", "out": "OUT", "unknown": "?", "failed": "!"}.get(type, type)


def _reasons(row: Row) -> list[Row]:
    return [reason for reason in (row["reason"], *row["notes"]) if reason]


def _trouble(reader: Reader, row: Row, reason: Row) -> Iterator[str]:
    values = {**row, "name": f"{row['maker']} {row['model']}".strip() or row["ids"], "about": reason["about"]}
    yield from _lines(reader, _sentence(reader, reason["code"], values))
    yield from (f"  {reader.words.text('text', 'kernel_said', text=plain(line))}" for line in reason["kernel"][-3:])


def _lines(reader: Reader, sentence: Sentence) -> Iterator[str]:
    yield sentence.what
    parts = (("why", sentence.why), ("next", sentence.next))
    yield from (f"  {reader.words.text('text', key, text=text)}" for key, text in parts if text)


def _sentence(reader: Reader, code: str, values: Row) -> Sentence:
    return explain(code, values, reader.words.language, CARD)
