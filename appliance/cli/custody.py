"""`callstead recording ...`: what is done with a sealed recording beside listening to it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from appliance.cli.documents import read_toml, write_toml
from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import JOBS

FIELDS = (
    Column("id"),
    Column("contact"),
    Column("started_at", Kind.MOMENT),
    Column("duration_ms", Kind.MILLISECONDS),
    Column("bytes", Kind.BYTES),
    Column("cut", Kind.TRUTH),
    Column("retention", Kind.STATE),
    Column("hold", label="legal_hold"),
    Column("deleted_at", Kind.MOMENT),
    Column("deletion"),
    Column("requests"),
)
PARTIES = (
    Column("role", Kind.STATE),
    Column("party"),
    Column("from_ms", Kind.MILLISECONDS),
    Column("to_ms", Kind.MILLISECONDS),
)
PAUSES = (
    Column("from_ms", Kind.MILLISECONDS),
    Column("to_ms", Kind.MILLISECONDS),
)
CHANGES = (
    Column("at", Kind.MOMENT),
    Column("kind", Kind.STATE, "deed"),
    Column("who"),
    Column("value", Kind.STATE),
    Column("reason"),
)


ID = click.argument("id", type=click.UUID)
REASON = click.option("--reason", required=True, metavar="TEXT")


@click.command("show", cls=Verb)
@ID
@click.pass_obj
def show(session: Session, id: UUID) -> None:
    """Shows `recording.show`: how it stands, who is heard when, and what was done with it."""
    row = session.ask(JOBS, "recording.show", id=str(id))
    session.show(row, lambda: _text(session.reader, row))


@click.command("class", cls=Verb)
@ID
@click.argument("retention")
@REASON
@click.pass_obj
def classify(session: Session, id: UUID, retention: str, reason: str) -> None:
    """Calls `recording.class`."""
    result = session.ask(JOBS, "recording.class", id=str(id), retention=retention, reason=reason)
    session.done(result, "recording.class", id=id, retention=retention)


@click.command("class-call", cls=Verb)
@click.argument("call", type=click.UUID)
@click.argument("retention")
@REASON
@click.pass_obj
def classify_call(session: Session, call: UUID, retention: str, reason: str) -> None:
    """Calls `recording.class_call`."""
    result = session.ask(JOBS, "recording.class_call", id=str(call), retention=retention, reason=reason)
    session.done(result, "recording.class-call", id=call, retention=retention, count=len(result["moved"]))


@click.command("hold", cls=Verb)
@ID
@REASON
@click.pass_obj
def hold(session: Session, id: UUID, reason: str) -> None:
    """Calls `recording.hold`."""
    session.done(session.ask(JOBS, "recording.hold", id=str(id), reason=reason), "recording.hold", id=id)


@click.command("release", cls=Verb)
@ID
@REASON
@click.pass_obj
def release(session: Session, id: UUID, reason: str) -> None:
    """Calls `recording.release`."""
    session.done(session.ask(JOBS, "recording.release", id=str(id), reason=reason), "recording.release", id=id)


@click.command("request", cls=Verb)
@ID
@REASON
@click.pass_obj
def request(session: Session, id: UUID, reason: str) -> None:
    """Calls `recording.request`."""
    result = session.ask(JOBS, "recording.request", id=str(id), reason=reason)
    session.done(result, "recording.request", request=result["request"])


@click.command("approve", cls=Verb)
@ID
@click.argument("request")
@REASON
@click.pass_obj
def approve(session: Session, id: UUID, request: str, reason: str) -> None:
    """Calls `recording.approve`."""
    result = session.ask(JOBS, "recording.approve", id=str(id), request=request, reason=reason)
    session.done(result, "recording.approve", request=request)


@click.command("policy", cls=Verb)
@click.pass_obj
def policy(session: Session) -> None:
    """Shows `recording.policy`, for people as a TOML file that `recording policy-set` takes again."""
    row = session.ask(JOBS, "recording.policy")
    session.show(row, lambda: write_toml(row).rstrip())


@click.command("policy-set", cls=Verb)
@click.argument("file", type=click.Path(path_type=Path))
@REASON
@click.pass_obj
def policy_set(session: Session, file: Path, reason: str) -> None:
    """Calls `recording.policy_set`: the whole policy anew."""
    result = session.ask(JOBS, "recording.policy_set", document=read_toml(file), reason=reason)
    session.done(result, "recording.policy-set")


def _text(reader: Reader, row: Mapping[str, Any]) -> str:
    parts = [reader.fields(FIELDS, row)]
    for title, columns in (("parties", PARTIES), ("pauses", PAUSES), ("changes", CHANGES)):
        if row[title]:
            parts.append(f"{reader.words.text('text', title)}\n{reader.table(columns, row[title])}")
    return "\n\n".join(parts)
