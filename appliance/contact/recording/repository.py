"""The register, the changes, the log of accesses and the rules of recording in the database."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, RowMapping, Select, Table, delete, exists, func, insert, or_, select

from appliance.contact.recording import anchor_rule, policy, retention
from appliance.contact.recording.anchor_rule import AnchorRule
from appliance.contact.recording.copies import CopyRule
from appliance.contact.recording.model import Access, Change, ChangeKind, Recording, Search, Wrap
from appliance.contact.recording.policy import Policy
from appliance.contact.recording.retention import DiskRule, Kept, RetentionClass
from appliance.contact.recording.standing import kept, standing
from appliance.contact.recording.story import Party
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.recordings import (
    RecordingAccessRow,
    RecordingChangeRow,
    RecordingPartyRow,
    RecordingRow,
    RecordingWrapRow,
    RetentionRunRow,
)

_PAGE = 500


class RecordingRepository:
    """RegisterStore of `node`. Every method is a short transaction of its own; a commit must be durable."""

    def __init__(self, engine: Engine, node: str = "box") -> None:
        self._engine = engine
        self.node = node

    def find(self, identity: UUID) -> Recording | None:
        return self._first(select(_rows()).where(RecordingRow.id == identity))

    def last(self) -> Recording | None:
        return self._first(self._ours().order_by(RecordingRow.seq.desc()).limit(1))

    def append(self, recording: Recording) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(RecordingRow), asdict(recording))

    def entries(self, until: int) -> Iterator[Recording]:
        """In pages, so that a long check holds no transaction open."""
        after = -1
        while page := self._page(after, until):
            yield from page
            after = page[-1].seq

    def select(self, search: Search) -> tuple[Recording, ...]:
        query = select(_rows()).order_by(RecordingRow.started_at.desc(), RecordingRow.id.desc())
        if search.contact:
            query = query.where(RecordingRow.contact == search.contact)
        if search.start:
            query = query.where(RecordingRow.started_at >= search.start)
        if search.end:
            query = query.where(RecordingRow.started_at < search.end)
        return self._all(query.limit(search.limit))

    def log_access(self, access: Access) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(RecordingAccessRow), asdict(access))

    def accesses(self, recording: UUID) -> tuple[Access, ...]:
        """Who was given the recording, oldest first."""
        row = RecordingAccessRow
        query = select(row.__table__).where(row.recording == recording).order_by(row.at, row.id)
        with reading(self._engine) as connection:
            return tuple(Access(**item) for item in connection.execute(query).mappings())

    def given(self, recording: UUID, who: str, since: datetime) -> bool:
        row = RecordingAccessRow
        query = select(exists().where(row.recording == recording, row.who == who, row.at > since))
        with reading(self._engine) as connection:
            return bool(connection.scalar(query))

    def _page(self, after: int, until: int) -> tuple[Recording, ...]:
        rows = self._ours().where(RecordingRow.seq > after, RecordingRow.seq <= until)
        return self._all(rows.order_by(RecordingRow.seq).limit(_PAGE))

    def _ours(self) -> Select[Any]:
        return select(_rows()).where(RecordingRow.node == self.node)

    def _first(self, query: Select[Any]) -> Recording | None:
        return next(iter(self._all(query)), None)

    def _all(self, query: Select[Any]) -> tuple[Recording, ...]:
        with reading(self._engine) as connection:
            return tuple(_recording(row) for row in connection.execute(query).mappings())


class ChangeRepository:
    """ChangeStore of `node`."""

    def __init__(self, engine: Engine, node: str = "box") -> None:
        self._engine = engine
        self.node = node

    def last(self) -> Change | None:
        return next(iter(self._all(self._ours().order_by(RecordingChangeRow.seq.desc()).limit(1))), None)

    def append(self, change: Change) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(RecordingChangeRow), asdict(change))

    def entries(self, until: int) -> Iterator[Change]:
        """In pages, so that a long check holds no transaction open."""
        after = -1
        while page := self._page(after, until):
            yield from page
            after = page[-1].seq

    def of(self, recording: UUID) -> tuple[Change, ...]:
        row = RecordingChangeRow
        return self._all(select(_changes()).where(row.recording == recording).order_by(row.at, row.node, row.seq))

    def asked(self, since: datetime) -> tuple[Change, ...]:
        row = RecordingChangeRow
        kinds = (ChangeKind.REQUESTED, ChangeKind.APPROVED, ChangeKind.REFUSED, ChangeKind.USED)
        query = select(_changes()).where(row.kind.in_(kinds), row.at >= since)
        return self._all(query.order_by(row.at, row.node, row.seq))

    def deleted(self) -> frozenset[UUID]:
        query = select(RecordingChangeRow.recording).where(RecordingChangeRow.kind == ChangeKind.DELETED)
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(query))

    def moved(self) -> frozenset[UUID]:
        row = RecordingChangeRow
        steps = select(row.recording, row.kind).where(row.kind.in_((ChangeKind.MOVED, ChangeKind.RECALLED)))
        with reading(self._engine) as connection:
            last = {step.recording: step.kind for step in connection.execute(steps.order_by(row.at, row.seq))}
        return frozenset(recording for recording, kind in last.items() if kind == ChangeKind.MOVED)

    def kept(self) -> tuple[Kept, ...]:
        gone = select(RecordingChangeRow.recording).where(RecordingChangeRow.kind == ChangeKind.DELETED)
        query = select(_rows()).where(RecordingRow.node == self.node, RecordingRow.id.not_in(gone))
        changes = defaultdict[UUID, list[Change]](list)
        for change in self._all(select(_changes()).order_by(RecordingChangeRow.at, RecordingChangeRow.seq)):
            changes[change.recording].append(change)
        with reading(self._engine) as connection:
            recordings = [_recording(row) for row in connection.execute(query).mappings()]
        return tuple(kept(one, standing(one, changes.get(one.id, ()))) for one in recordings)

    def _page(self, after: int, until: int) -> tuple[Change, ...]:
        rows = self._ours().where(RecordingChangeRow.seq > after, RecordingChangeRow.seq <= until)
        return self._all(rows.order_by(RecordingChangeRow.seq).limit(_PAGE))

    def _ours(self) -> Select[Any]:
        return select(_changes()).where(RecordingChangeRow.node == self.node)

    def _all(self, query: Select[Any]) -> tuple[Change, ...]:
        with reading(self._engine) as connection:
            return tuple(_change(row) for row in connection.execute(query).mappings())


class WrapRepository:
    """WrapStore of `node`."""

    def __init__(self, engine: Engine, node: str = "box") -> None:
        self._engine, self._node = engine, node

    def of(self, recording: UUID) -> tuple[Wrap, ...]:
        row = RecordingWrapRow
        query = select(row.__table__).where(row.recording == recording).order_by(row.at.desc())
        with reading(self._engine) as connection:
            return tuple(Wrap(**item) for item in connection.execute(query).mappings())

    def put(self, wraps: Sequence[Wrap]) -> None:
        if not wraps:
            return
        row = RecordingWrapRow
        with self._engine.begin() as connection:
            wanted = select(row.recording).where(
                row.recording.in_([item.recording for item in wraps]), row.key_id == wraps[0].key_id
            )
            there = set(connection.scalars(wanted))
            if missing := [asdict(item) for item in wraps if item.recording not in there]:
                connection.execute(insert(row), missing)

    def waiting(self, key_id: str, after: int, limit: int) -> tuple[Recording, ...]:
        return self._page(after, limit, *self._not_under(key_id))

    def opened_by(self, key_id: str, after: int, limit: int) -> tuple[Recording, ...]:
        return self._page(after, limit, _under(key_id), *self._kept())

    def needing(self, key_id: str, current: str) -> int:
        if key_id == current:
            return 0
        query = select(func.count()).select_from(RecordingRow).where(_under(key_id), *self._not_under(current))
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def _page(self, after: int, limit: int, *wanted: ColumnElement[bool]) -> tuple[Recording, ...]:
        query = select(_rows()).where(RecordingRow.seq > after, *wanted).order_by(RecordingRow.seq).limit(limit)
        with reading(self._engine) as connection:
            return tuple(_recording(row) for row in connection.execute(query).mappings())

    def _not_under(self, key_id: str) -> tuple[ColumnElement[bool], ...]:
        return RecordingRow.key_id != key_id, ~_wrapped(key_id), *self._kept()

    def _kept(self) -> tuple[ColumnElement[bool], ...]:
        gone = select(RecordingChangeRow.recording).where(RecordingChangeRow.kind == ChangeKind.DELETED)
        return RecordingRow.node == self._node, RecordingRow.id.not_in(gone)


class RetentionRuns:
    """What each run of the plan did; `node` keeps those of its own box apart."""

    def __init__(self, engine: Engine, node: str = "box") -> None:
        self._engine, self._node = engine, node

    def add(self, run: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(RetentionRunRow), {"node": self._node, **run})

    def latest(self, limit: int = 50) -> list[dict[str, Any]]:
        """The newest first, of all nodes."""
        query = select(RetentionRunRow.__table__).order_by(RetentionRunRow.at.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def last_by_age(self) -> datetime | None:
        """When this node last went by its plan."""
        ours = select(RetentionRunRow.at).where(RetentionRunRow.node == self._node, RetentionRunRow.cause == "age")
        with reading(self._engine) as connection:
            return connection.scalars(ours.order_by(RetentionRunRow.at.desc()).limit(1)).first()


class Parties:
    """Who is heard in which recording, and when."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, recording: UUID, parties: Sequence[Party]) -> None:
        """Replaces what was there, so that sealing may be repeated."""
        rows = [{"recording": recording, "place": place, **asdict(party)} for place, party in enumerate(parties)]
        with self._engine.begin() as connection:
            connection.execute(delete(RecordingPartyRow).where(RecordingPartyRow.recording == recording))
            if rows:
                connection.execute(insert(RecordingPartyRow), rows)

    def of(self, recording: UUID) -> tuple[Party, ...]:
        row = RecordingPartyRow
        query = select(row.leg, row.role, row.party, row.from_ms, row.to_ms).where(row.recording == recording)
        with reading(self._engine) as connection:
            return tuple(Party(*item) for item in connection.execute(query.order_by(row.place)))


class RecordingRules:
    """The documents that say what is recorded and how long it is kept; what nobody wrote has its default."""

    POLICY, CLASS, DISK, ANCHOR = "recording-policy", "retention", "recording-disk", "recording-anchor"
    COPY = "recording-copy"
    ONLY = "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def policy(self) -> Policy:
        return policy.parse(self._documents.get(self.POLICY, self.ONLY) or {})

    def put_policy(self, document: Mapping[str, Any], **by: Any) -> None:
        """Raises ValueError naming the place that is wrong."""
        self._documents.put(self.POLICY, self.ONLY, policy.body(policy.parse(document)), **by)

    def classes(self) -> dict[str, RetentionClass]:
        written = self._documents.all(self.CLASS)
        return {**retention.CLASSES, **{name: RetentionClass(**body) for name, body in written.items()}}

    def put_class(self, name: str, rule: RetentionClass, **by: Any) -> None:
        self._documents.put(self.CLASS, name, asdict(rule), **by)

    def disk(self) -> DiskRule:
        return DiskRule(**(self._documents.get(self.DISK, self.ONLY) or {}))

    def put_disk(self, rule: DiskRule, **by: Any) -> None:
        self._documents.put(self.DISK, self.ONLY, asdict(rule), **by)

    def anchor(self) -> AnchorRule:
        return anchor_rule.rule(self._documents.get(self.ANCHOR, self.ONLY) or {})

    def put_anchor(self, rule: AnchorRule, **by: Any) -> None:
        body = asdict(rule) | {"places": list(rule.places)}
        self._documents.put(self.ANCHOR, self.ONLY, body, **by)

    def copy(self) -> CopyRule:
        return CopyRule(**(self._documents.get(self.COPY, self.ONLY) or {}))

    def put_copy(self, rule: CopyRule, **by: Any) -> None:
        self._documents.put(self.COPY, self.ONLY, asdict(rule), **by)


def _wrapped(key_id: str) -> ColumnElement[bool]:
    row = RecordingWrapRow
    return exists().where(row.recording == RecordingRow.id, row.key_id == key_id)


def _under(key_id: str) -> ColumnElement[bool]:
    return or_(RecordingRow.key_id == key_id, _wrapped(key_id))


def _changes() -> Table:
    table = RecordingChangeRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - declared with a plain table; tells the type checker
    return table


def _change(row: RowMapping) -> Change:
    return Change(**{**row, "kind": ChangeKind(row["kind"])})


def _rows() -> Table:
    table = RecordingRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - declared with a plain table; tells the type checker
    return table


def _recording(row: RowMapping) -> Recording:
    return Recording(**row)
