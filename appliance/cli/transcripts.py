"""`callstead recording transcribe`, `transcript` and `search`: what was said in recordings."""

from typing import Any
from uuid import UUID

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import JOBS

LINES = (
    Column("from_ms", Kind.MILLISECONDS, "from"),
    Column("side", Kind.STATE),
    Column("sure_percent", Kind.PERCENT, "sure"),
    Column("text", Kind.TEXT, "said"),
)
MARKS = (
    Column("list"),
    Column("phrase"),
    Column("side", Kind.STATE),
    Column("from_ms", Kind.MILLISECONDS, "from"),
    Column("heard", Kind.TRUTH, "was_heard"),
)
SEARCHING = 120.0


@click.command("transcribe", cls=Verb)
@click.argument("id", type=click.UUID)
@click.option("--model", default="", metavar="NAME")
@click.option("--language", type=click.Choice(["zh", "en"]))
@click.pass_obj
def transcribe(session: Session, id: UUID, model: str, language: str | None) -> None:
    """Calls `recording.transcribe`."""
    result = session.ask(JOBS, "recording.transcribe", id=str(id), model=model, language=language)
    session.done(result, "recording.transcribe", id=id)


@click.command("transcript", cls=Verb)
@click.argument("id", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def transcript(session: Session, id: UUID, reason: str) -> None:
    """Shows `recording.transcript`: what was said, and the marks of the phrase lists."""
    found = session.ask(JOBS, "recording.transcript", id=str(id), reason=reason)
    session.show(found, lambda: _text(session.reader, found))


@click.command("search", cls=Verb)
@click.option("--list", "list_", default="", metavar="LIST")
@click.option("--side", type=click.Choice(["agent", "customer"]), default=None)
@click.option("--text", default="", metavar="TEXT")
@click.option("--reason", default="", metavar="TEXT")
@click.option("--limit", type=click.IntRange(1, 1000), default=100)
@click.pass_obj
def search(session: Session, list_: str, side: str | None, text: str, reason: str, limit: int) -> None:
    """Shows `recording.search`: marks, or where a text was said."""
    about = {"list": list_, "side": side or "", "text": text, "reason": reason}
    found = session.ask(JOBS, "recording.search", within=SEARCHING, limit=limit, **about)
    session.show(found, lambda: session.reader.table((Column("recording"), *MARKS), found["marks"]))


def _text(reader: Reader, found: dict[str, Any]) -> str:
    return f"{reader.table(LINES, found['lines'])}\n\n{reader.table(MARKS, found['marks'])}"
