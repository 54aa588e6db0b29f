"""`callstead flow`: what a caller is led through."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from appliance.cli.failure import REFUSED, problem_lines
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

HEAD = (Column("flow"), Column("version", Kind.NUMBER, "flow_version"))
COLUMNS = (*HEAD, Column("start"), Column("nodes", Kind.NUMBER))
FILE = click.Path(path_type=Path)


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


def _read(file: Path) -> dict[str, Any]:
    from appliance.cli.documents import read_toml

    return read_toml(file)


def _document(reader: Reader, row: Mapping[str, Any]) -> str:
    from appliance.cli.documents import write_toml

    head = "\n".join(f"# {line}" for line in reader.fields(HEAD, row).splitlines())
    return f"{head}\n\n{write_toml(row['document'])}".rstrip()
