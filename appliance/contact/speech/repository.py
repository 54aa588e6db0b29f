"""Tasks, marks, phrase lists and the rule in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Select, delete, func, insert, select, update

from appliance.contact.speech.document import list_body, parse_list, parse_rule, rule_body
from appliance.contact.speech.model import Mark, PhraseList, Side, SpeechRule, State, Task
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.speech import RecordingMarkRow, TranscriptRow


class TaskRepository:
    """Tasks port."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, recording: UUID) -> Task | None:
        return next(iter(self._all(_tasks().where(TranscriptRow.recording == recording))), None)

    def put(self, task: Task) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(TranscriptRow).where(TranscriptRow.recording == task.recording))
            connection.execute(insert(TranscriptRow), asdict(task))

    def next(self) -> Task | None:
        row = TranscriptRow
        waiting = _tasks().where(row.state == State.WAITING)
        found = self._all(waiting.order_by(row.wanted == "", row.queued_at, row.recording).limit(1))
        return next(iter(found), None)

    def begin_anew(self) -> None:
        self._become(State.RUNNING)

    def look_again(self) -> None:
        self._become(State.NO_MODEL)

    def counts(self) -> dict[State, int]:
        query = select(TranscriptRow.state, func.count()).group_by(TranscriptRow.state)
        with reading(self._engine) as connection:
            return {State(state): count for state, count in connection.execute(query)}

    def done(self, limit: int) -> Sequence[Task]:
        row = TranscriptRow
        return self._all(_tasks().where(row.state == State.DONE).order_by(row.done_at.desc()).limit(limit))

    def lacking(self) -> Sequence[str]:
        """What the recordings that wait for a model wait for, as the reasons say."""
        row = TranscriptRow
        with reading(self._engine) as connection:
            found = select(row.reason).where(row.state == State.NO_MODEL).distinct().order_by(row.reason)
            return tuple(connection.scalars(found))

    def latest(self, limit: int) -> Sequence[Task]:
        """Those that came last, whatever became of them."""
        return self._all(_tasks().order_by(TranscriptRow.queued_at.desc(), TranscriptRow.recording).limit(limit))

    def forget(self, recording: UUID) -> None:
        """The audio is gone: so are its marks, and its transcript counts as gone."""
        row = TranscriptRow
        with self._engine.begin() as connection:
            connection.execute(update(row).where(row.recording == recording).values(state=State.GONE, words=0))
            connection.execute(delete(RecordingMarkRow).where(RecordingMarkRow.recording == recording))

    def _become(self, state: State) -> None:
        row = TranscriptRow
        with self._engine.begin() as connection:
            connection.execute(update(row).where(row.state == state).values(state=State.WAITING))

    def _all(self, query: Select[Any]) -> tuple[Task, ...]:
        with reading(self._engine) as connection:
            return tuple(_task(row) for row in connection.execute(query).mappings())


class MarkRepository:
    """Marks port, and the search in it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replace(self, recording: UUID, marks: Sequence[Mark], at: datetime) -> None:
        rows = [{**asdict(mark), "place": place, "at": at} for place, mark in enumerate(marks)]
        with self._engine.begin() as connection:
            connection.execute(delete(RecordingMarkRow).where(RecordingMarkRow.recording == recording))
            if rows:
                connection.execute(insert(RecordingMarkRow), rows)

    def select(
        self, *, list_: str = "", side: Side | None = None, recording: UUID | None = None, limit: int = 100
    ) -> tuple[Mark, ...]:
        """What was found, the newest recordings first."""
        row = RecordingMarkRow
        query = select(row.recording, row.list, row.phrase, row.side, row.from_ms, row.to_ms, row.heard)
        wanted = {row.list: list_, row.side: side.value if side else "", row.recording: recording}
        for column, value in wanted.items():
            query = query.where(column == value) if value else query
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(row.at.desc(), row.recording, row.place).limit(limit)).mappings()
            return tuple(Mark(**{**each, "side": Side(each["side"])}) for each in found)


class SpeechDocuments:
    """The phrase lists, and the one rule."""

    LIST, RULE, ONLY = "phrase-list", "speech", "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def lists(self) -> dict[str, PhraseList]:
        return {name: parse_list(name, body) for name, body in self._documents.all(self.LIST).items()}

    def rule(self) -> SpeechRule:
        return parse_rule(self._documents.get(self.RULE, self.ONLY) or {})

    def set_list(self, name: str, changes: Mapping[str, Any], **by: Any) -> PhraseList:
        """Make or change one; raises PhraseListInvalid."""
        before = self.lists().get(name) or PhraseList(name)
        after = parse_list(name, {**list_body(before), **changes})
        self._documents.put(self.LIST, name, list_body(after), **by)
        return after

    def remove_list(self, name: str, **by: Any) -> bool:
        return self._documents.remove(self.LIST, name, **by)

    def set_rule(self, changes: Mapping[str, Any], **by: Any) -> SpeechRule:
        """Raises SpeechRuleInvalid."""
        rule = parse_rule({**rule_body(self.rule()), **changes})
        self._documents.put(self.RULE, self.ONLY, rule_body(rule), **by)
        return rule


def _tasks() -> Select[Any]:
    return select(TranscriptRow.__table__)


def _task(row: RowMapping) -> Task:
    return replace(Task(**row), state=State(row["state"]))
