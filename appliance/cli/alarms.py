"""`callstead alarms`: what is wrong with the box now, why, and what to do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Kind, Reader, plain
from appliance.cli.sockets import ENGINE, JOBS
from appliance.errors import ALARM, Refusal, explain
from appliance.node.alarms.model import SEVERITIES, Severity

SILENT = "process-silent"
SILENCE = ("control-unreachable", "control-lost", "control-timeout")
GRAVITY = [severity.value for severity in Severity]

Row = Mapping[str, Any]


@click.command(cls=Verb)
@click.option("--dismiss", metavar="CODE")
@click.option("--subject", default="", metavar="TEXT")
@click.pass_obj
def alarms(session: Session, dismiss: str | None, subject: str) -> None:
    """Shows what stands in every process, or takes away one alarm whose end nothing can see."""
    rows = everywhere(session, asked(session, ENGINE))
    if dismiss is not None:
        raised = (row["process"] for row in rows if (row["code"], row["subject"]) == (dismiss, subject))
        session.ask(next(raised, ENGINE), "alarm.dismiss", code=dismiss, subject=subject)
        session.done({"code": dismiss, "subject": subject}, "alarms", code=dismiss)
    else:
        session.show(rows, lambda: "\n\n".join(_told(session.reader, row) for row in rows) or _none(session.reader))


def everywhere(session: Session, engine: Sequence[Row]) -> list[Row]:
    """The alarms of the engine, given, and of all other processes; the gravest first."""
    rows = [*engine, *asked(session, JOBS)]
    return sorted(rows, key=lambda row: (GRAVITY.index(row["severity"]), row["since"]))


def asked(session: Session, process: str) -> list[Row]:
    """The alarms of one process; that it does not answer is one too."""
    try:
        rows: list[Row] = session.ask(process, "alarm.list")
    except Refusal as refusal:
        if refusal.code not in SILENCE:
            raise
        return [_silent(process, refusal.code)]
    return rows


def lines(reader: Reader, rows: Sequence[Row]) -> Iterator[str]:
    """One line for each alarm: how grave, since when, and what."""
    for row in rows:
        gravity, since = reader.cell(Kind.STATE, row["severity"]), reader.cell(Kind.MOMENT, row["since"])
        yield f"{gravity}  {since}  {plain(_sentence(reader, row).what)}"


def _told(reader: Reader, row: Row) -> str:
    sentence, words = _sentence(reader, row), reader.words
    (head,) = lines(reader, [row])
    rest = [("why", sentence.why), ("next", sentence.next), ("alarm_code", f"{row['code']} {row['subject']}".strip())]
    return "\n".join([head, *(f"  {words.text('text', key, text=plain(text))}" for key, text in rest if text)])


def _sentence(reader: Reader, row: Row) -> Any:
    return explain(row["code"], row, reader.words.language, ALARM)


def _none(reader: Reader) -> str:
    return reader.words.text("text", "no_alarms")


def _silent(process: str, reason: str) -> Row:
    now = datetime.now(UTC).isoformat()
    gravity = SEVERITIES[SILENT].value
    return {
        "code": SILENT,
        "severity": gravity,
        "subject": process,
        "detail": reason,
        "since": now,
        "process": process,
    }
