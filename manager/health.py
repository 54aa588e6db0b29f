"""How the box is, put together from what each of its processes tells; that one does not answer is part of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.errors import ALARM, Refusal, Sentence, explain
from appliance.node.alarms.model import SEVERITIES, Severity
from manager.failures import AWAY
from manager.present import language, me
from manager.wiring import console

PROCESSES = ("engine", "jobs", "live")
SILENT = "process-silent"
PATIENCE = 3.0
"""Seconds that a process may take: a page about what is broken does not wait long for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An alarm that stands, in the reader's words; `lasts` in milliseconds."""

    code: str
    severity: str
    subject: str
    process: str
    since: datetime
    lasts: int
    said: Sentence


@dataclass(frozen=True, slots=True)
class Health:
    """`status` is the engine's own page of figures, `disk` and `copies` those of the jobs; None who does not answer."""

    answers: Mapping[str, bool]
    status: Mapping[str, Any] | None
    disk: Mapping[str, Any] | None
    copies: Mapping[str, Any] | None
    alarms: Sequence[Standing]

    @property
    def worst(self) -> str:
        """The severity of the gravest alarm, "" for none."""
        return self.alarms[0].severity if self.alarms else ""


def health() -> Health:
    """All of it, now."""
    status, live = told("engine", "status"), told("live", "live.status")
    rows = told("jobs", "alarm.list")
    disk = told("jobs", "retention.disk") if rows is not None else None
    copies = told("jobs", "recording.copy.status") if rows is not None else None
    answers = dict(zip(PROCESSES, (status is not None, rows is not None, live is not None), strict=True))
    return Health(answers, status or None, disk or None, copies or None, _sorted(_standing(answers, status, rows)))


def alarms() -> Sequence[Standing]:
    """What stands in all processes, the gravest first."""
    engine, jobs = told("engine", "alarm.list"), told("jobs", "alarm.list")
    answers = {"engine": engine is not None, "jobs": jobs is not None}
    return _sorted(_standing(answers, {"alarms": engine}, jobs))


def queues() -> Sequence[Mapping[str, Any]]:
    """The queues within the reader's scope with their figures of now and today, as `queue.list` tells them."""
    scope = me().person.scope
    return [row for row in told("engine", "queue.list") or () if scope.queue(row["queue"])]


def told(process: str, command: str) -> Any:
    """What a process answers; None when it does not, which is not the same as nothing."""
    try:
        return console().ask(process, command, within=PATIENCE) or {}
    except Refusal as refusal:
        if refusal.code in AWAY:
            return None
        raise


def _standing(
    answers: Mapping[str, bool], status: Mapping[str, Any] | None, jobs: Sequence[Mapping[str, Any]] | None
) -> Iterator[Standing]:
    now = console().clock.now()
    for process, there in answers.items():
        if not there:
            yield _said(_silent(process, now), now)
    for row in (*((status or {}).get("alarms") or ()), *(jobs or ())):
        yield _said(row, now)


def _silent(process: str, now: datetime) -> Mapping[str, Any]:
    known = {"code": SILENT, "severity": SEVERITIES[SILENT].value, "since": now.isoformat()}
    return {**known, "subject": process, "detail": "control-unreachable", "process": process}


def _said(row: Mapping[str, Any], now: datetime) -> Standing:
    since = datetime.fromisoformat(row["since"])
    lasts = max(0, int((now - since).total_seconds() * 1000))
    sentence = explain(row["code"], row, language(), ALARM)
    return Standing(row["code"], row["severity"], row["subject"], row["process"], since, lasts, sentence)


def _sorted(found: Iterator[Standing]) -> Sequence[Standing]:
    grave = [severity.value for severity in Severity]
    return sorted(found, key=lambda each: (grave.index(each.severity), each.since, each.code, each.subject))
