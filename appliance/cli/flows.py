"""`callstead flow`: what a caller is led through."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from appliance.cli.failure import REFUSED, problem_lines
from appliance.cli.rehearsal import path_text
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE
from appliance.errors import LANGUAGES

HEAD = (Column("flow"), Column("version", Kind.NUMBER, "flow_version"))
COLUMNS = (*HEAD, Column("start"), Column("nodes", Kind.NUMBER))
HISTORY = (
    Column("version", Kind.NUMBER, "flow_version"),
    Column("at", Kind.MOMENT, "published_at"),
    Column("author"),
    Column("nodes", Kind.NUMBER),
    Column("reason"),
)
REACH = (
    Column("kind", Kind.STATE, "comes_to"),
    Column("target"),
    Column("presses", Kind.NUMBER),
    Column("keys", label="keys_pressed"),
)
FILE = click.Path(path_type=Path)
TEST_LIMIT = 60.0
"""Seconds: look-ups in a flow are really asked."""


@click.group(cls=Noun)
def flow() -> None:
    """The noun `flow`."""


@flow.command("list")
@click.pass_obj
def list_flows(session: Session) -> None:
    """Shows `flow.list`."""
    rows = session.ask(ENGINE, "flow.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@flow.command("show")
@click.argument("flow")
@click.pass_obj
def show(session: Session, flow: str) -> None:
    """Shows `flow.show`, for people as a TOML file that `flow publish` takes again."""
    row = session.ask(ENGINE, "flow.show", flow=flow)
    session.show(row, lambda: _document(session.reader, row))


@flow.command("check")
@click.argument("file", type=FILE)
@click.pass_context
def check(context: click.Context, file: Path) -> None:
    """Shows the problems that `flow.check` finds in a file; exit status 3 if there are any."""
    session: Session = context.obj
    result = session.ask(ENGINE, "flow.check", document=_read(file))
    problems = result["problems"]
    key = "problems" if problems else "no_problems"
    lines = [session.words.text("text", key, count=len(problems)), *problem_lines(problems, session.words)]
    session.show(result, lambda: "\n".join(lines))
    context.exit(REFUSED if problems else 0)


@flow.command("publish")
@click.argument("flow")
@click.argument("file", type=FILE)
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def publish(session: Session, flow: str, file: Path, reason: str) -> None:
    """Calls `flow.publish`; new calls follow the new version, those in the old one finish it."""
    result = session.ask(ENGINE, "flow.publish", flow=flow, document=_read(file), reason=reason)
    session.done(result, "flow.publish", flow=flow)


@flow.command("test")
@click.argument("flow")
@click.option("--file", type=FILE)
@click.option("--keys", default="", metavar="KEYS")
@click.option("--at", metavar="2026-10-01T09:30")
@click.option("--caller", metavar="NUMBER")
@click.option("--dialled", metavar="NUMBER")
@click.option("--vip", is_flag=True)
@click.option("--nobody", is_flag=True)
@click.option("--data", type=FILE)
@click.option("--language", type=click.Choice(LANGUAGES))
@click.pass_obj
def test(session: Session, /, flow: str, file: Path | None, data: Path | None, nobody: bool, **given: Any) -> None:
    """Shows `flow.test`: the path of a caller who is not there, through the published flow or through a file."""
    document = _read(file) if file else None
    answers = _read(data) if data else None
    result = session.ask(
        ENGINE, "flow.test", within=TEST_LIMIT, flow=flow, document=document, data=answers, answered=not nobody, **given
    )
    session.show(result, lambda: path_text(result, session.words))


@flow.command("reach")
@click.argument("flow")
@click.option("--file", type=FILE)
@click.pass_obj
def reach(session: Session, flow: str, file: Path | None) -> None:
    """Shows `flow.reach`: every place that callers can come to, and the fewest keys it takes."""
    rows = session.ask(ENGINE, "flow.reach", flow=flow, document=_read(file) if file else None)
    session.show(rows, lambda: session.reader.table(REACH, rows))


@flow.command("history")
@click.argument("flow")
@click.pass_obj
def history(session: Session, flow: str) -> None:
    """Shows `flow.history`, the newest first."""
    rows = session.ask(ENGINE, "flow.history", flow=flow)
    session.show(rows, lambda: session.reader.table(HISTORY, rows))


@flow.command("diff")
@click.argument("flow")
@click.argument("old", type=click.IntRange(1))
@click.argument("new", type=click.IntRange(1), required=False)
@click.pass_obj
def diff(session: Session, flow: str, old: int, new: int | None) -> None:
    """Shows the lines in which two versions differ; without NEW, the present one."""
    before, after = (session.ask(ENGINE, "flow.show", flow=flow, version=number) for number in (old, new))
    text = _difference(before, after)
    session.show({"flow": flow, "old": before["version"], "new": after["version"], "diff": text}, lambda: text)


@flow.command("undo")
@click.argument("flow")
@click.argument("version", type=click.IntRange(1))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def undo(session: Session, flow: str, version: int, reason: str) -> None:
    """Calls `flow.undo`; an older version is published again."""
    result = session.ask(ENGINE, "flow.undo", flow=flow, version=version, reason=reason)
    session.done(result, "flow.undo", flow=flow, version=result["version"])


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    from difflib import unified_diff

    from appliance.cli.documents import write_toml

    old, new = (write_toml(row["document"]).splitlines() for row in (before, after))
    old_name, new_name = (f"{row['flow']} {row['version']}" for row in (before, after))
    return "\n".join(unified_diff(old, new, old_name, new_name, lineterm=""))


def _read(file: Path) -> dict[str, Any]:
    from appliance.cli.documents import read_toml

    return read_toml(file)


def _document(reader: Reader, row: Mapping[str, Any]) -> str:
    from appliance.cli.documents import write_toml

    head = "\n".join(f"# {line}" for line in reader.fields(HEAD, row).splitlines())
    return f"{head}\n\n{write_toml(row['document'])}".rstrip()
