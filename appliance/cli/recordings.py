"""`callstead recording`: what was recorded, given out for a reason, and checked."""

import base64
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from appliance.cli.errors import FileExists, FileUnwritable
from appliance.cli.failure import REFUSED
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS

COLUMNS = (
    Column("id"),
    Column("contact"),
    Column("started_at", Kind.MOMENT),
    Column("duration_ms", Kind.MILLISECONDS),
    Column("bytes", Kind.BYTES),
    Column("retention", Kind.STATE),
    Column("standing", Kind.STATE),
)
MODULES = {
    "show": "appliance.cli.custody:show",
    "class": "appliance.cli.custody:classify",
    "class-call": "appliance.cli.custody:classify_call",
    "hold": "appliance.cli.custody:hold",
    "release": "appliance.cli.custody:release",
    "request": "appliance.cli.custody:request",
    "approve": "appliance.cli.custody:approve",
    "policy": "appliance.cli.custody:policy",
    "policy-set": "appliance.cli.custody:policy_set",
    "keys": "appliance.cli.keys:keys",
    "copy": "appliance.cli.copies:copy",
    "transcribe": "appliance.cli.transcripts:transcribe",
    "transcript": "appliance.cli.transcripts:transcript",
    "search": "appliance.cli.transcripts:search",
    "anchor": "appliance.cli.anchors:anchor",
}
FINDINGS = (Column("kind", Kind.STATE), Column("name", label="file"), Column("detail"))


@click.group(cls=Noun, modules=MODULES)
def recording() -> None:
    """The noun `recording`."""


@recording.command("list")
@click.option("--contact", type=click.UUID)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_recordings(session: Session, contact: UUID | None, day: datetime | None, limit: int) -> None:
    """Shows `recording.list`, newest first; `day` is one in the site's time zone."""
    called, date = str(contact) if contact else None, day.date().isoformat() if day else None
    rows = session.ask(JOBS, "recording.list", contact=called, day=date, limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@recording.command("export")
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path))
@click.pass_obj
def export(session: Session, id: UUID, reason: str, file: Path) -> None:
    """Writes the WAV that `recording.export` streams; the file appears only when all of it has come."""
    written = write_clear(file, session.follow(JOBS, "recording.export", id=str(id), reason=reason))
    session.done({"id": str(id), "file": str(file), "bytes": written}, "recording.export", file=file)


@recording.command("play")
@click.argument("id", type=click.UUID)
@click.option("--phone", required=True, metavar="PHONE")
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def play(session: Session, id: UUID, phone: str, reason: str) -> None:
    """Follows `recording.play` at a phone; Ctrl-C hangs it up."""
    parts = session.follow(JOBS, "recording.play", id=str(id), phone=phone, reason=reason)
    result = session.stages("hearing", parts)
    session.done(result, "recording.play", id=id, phone=phone, seconds=result["heard_ms"] // 1000)


@recording.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Shows what `recording.verify` finds, however long it takes; exit status 3 if it finds anything."""
    session: Session = context.obj
    result = session.ask(JOBS, "recording.verify", within=None)
    session.show(result, lambda: _findings(session, result))
    context.exit(REFUSED if result["findings"] else 0)


def _findings(session: Session, result: dict[str, Any]) -> str:
    findings = result["findings"]
    key = "recordings_wrong" if findings else "recordings_right"
    said = session.words.text("text", key, checked=result["checked"], count=len(findings))
    return f"{said}\n\n{session.reader.table(FINDINGS, findings)}" if findings else said


def write_clear(file: Path, parts: Iterable[dict[str, str]]) -> int:
    """The bytes written into a new file, which only its owner may read; what is not complete is removed."""
    if file.exists():
        raise FileExists(file=str(file))
    partial = file.with_name(f".{file.name}.part")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "wb") as output:
                written = sum(output.write(base64.b64decode(part["data"])) for part in parts)
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as fault:
        raise FileUnwritable(file=str(file), problem=fault.strerror or repr(fault)) from None
    return written
