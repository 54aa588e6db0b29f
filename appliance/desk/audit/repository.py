"""The audit trail in the database: rows are added and read, nothing else."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Engine, Select, Table, Text, insert, or_, select
from sqlalchemy import cast as as_type

from appliance.desk.audit.model import Act, Question
from appliance.store.engine import reading
from appliance.store.tables.audit import AuditRow

AUDIT = cast("Table", AuditRow.__table__)
ESCAPE = "\\"


class AuditTrail:
    """Append, search, and read all in the order of the facts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, **row: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(AUDIT), row)

    def search(self, question: Question) -> tuple[Act, ...]:
        """Newest first, `limit` at most; from before the row `before` on."""
        wanted = _where(question).order_by(AUDIT.c.seq.desc()).limit(question.limit)
        if question.before is not None:
            wanted = wanted.where(AUDIT.c.seq < question.before)
        with reading(self._engine) as connection:
            return tuple(Act(**row) for row in connection.execute(wanted).mappings())

    def export(self, question: Question) -> Iterator[Act]:
        """Everything that is found, oldest first, read as it is taken."""
        with reading(self._engine) as connection:
            found = connection.execution_options(yield_per=500).execute(_where(question).order_by(AUDIT.c.seq))
            for row in found.mappings():
                yield Act(**row)


def _where(question: Question) -> Select[Any]:
    wanted = select(AUDIT)
    if question.since:
        wanted = wanted.where(AUDIT.c.at >= question.since)
    if question.until:
        wanted = wanted.where(AUDIT.c.at < question.until)
    if question.act:
        wanted = wanted.where(AUDIT.c.act.like(_begins(question.act), escape=ESCAPE))
    if question.who:
        wanted = wanted.where(AUDIT.c.who.icontains(question.who, autoescape=True))
    if question.text:
        values = (as_type(AUDIT.c.before, Text), as_type(AUDIT.c.after, Text))
        places = (AUDIT.c.subject, AUDIT.c.reason, AUDIT.c.address, *values)
        wanted = wanted.where(or_(*(place.icontains(question.text, autoescape=True) for place in places)))
    return wanted


def _begins(text: str) -> str:
    for character in (ESCAPE, "%", "_"):
        text = text.replace(character, ESCAPE + character)
    return f"{text}%"
