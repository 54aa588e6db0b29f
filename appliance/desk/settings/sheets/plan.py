"""What a sheet would make of the documents of a kind, and what is wrong with its rows."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appliance.desk.settings import checking, errors
from appliance.desk.settings.forms import NotSo
from appliance.desk.settings.merging import merged, without_passwords
from appliance.desk.settings.model import Field, Kind, Shape
from appliance.desk.settings.sheets.cells import read, written
from appliance.desk.settings.sheets.errors import RowForeign, RowTwice

KEY, LIST, ENTRY = "key", "list", "entry"
"""Columns that are no fields: a document's name; and where each row is one entry of a list, the list and the entry."""
SINGLY: Mapping[str, tuple[str, ...]] = {"caller-list": ("entries",), "number-block": ("incoming", "outgoing")}
"""Kinds whose sheets have one row for each entry of these lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number in the sheet (the headings are 1), and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row cannot be taken; `column` is "" for the row as a whole."""

    row: int
    column: str
    code: str
    details: Mapping[str, Any]


@dataclass(slots=True)
class Plan:
    """What a sheet comes to: the documents that would differ (None for those that go), by what becomes of them.

    `rows` are the first rows of the documents, by their names."""

    documents: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    passwords: dict[str, dict[str, str]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


Bodies = Mapping[str, Mapping[str, Any]]
May = Callable[[str, Mapping[str, Any]], bool]


def columns(kind: Kind) -> tuple[str, ...]:
    """The columns of a sheet of a kind, in their order."""
    if lists := SINGLY.get(kind.name):
        return (*(() if kind.only else (KEY,)), *((LIST,) if len(lists) > 1 else ()), ENTRY)
    return (KEY, *(one.name for one in kind.fields))


def rows_of(kind: Kind, present: Bodies) -> Iterator[dict[str, str]]:
    """The rows of a sheet of what there is; passwords are not in it."""
    for key, body in present.items():
        if lists := SINGLY.get(kind.name):
            yield from ({KEY: key, LIST: name, ENTRY: text} for name in lists for text in body.get(name, ()))
        else:
            plain = [one for one in kind.fields if one.shape is not Shape.SECRET]
            yield {KEY: key, **{one.name: written(one, body.get(one.name, _by_default(one))) for one in plain}}


def planned(kind: Kind, rows: Sequence[Row], present: Bodies, may: May, *, whole: bool) -> Plan:
    """What the rows come to; with `whole` what they do not name goes. Where there are troubles nothing is to be made.

    `may` tells whether the person may have a document so."""
    plan = Plan()
    if kind.name in SINGLY:
        _singly(plan, kind, rows, present, may, whole=whole)
    else:
        for row in rows:
            _one(plan, kind, row, present, may)
    if whole and not kind.only:
        plan.removed = [key for key in present if key not in plan.rows]
        plan.documents |= dict.fromkeys(plan.removed)
    return plan


def _one(plan: Plan, kind: Kind, row: Row, present: Bodies, may: May) -> None:
    """A row that is a document."""
    if (key := _key(plan, kind, row)) is None:
        return
    if key in plan.rows:
        plan.troubles.append(Trouble(row.number, KEY, RowTwice.code, {"value": key, "first": plan.rows[key]}))
        return
    plan.rows[key] = row.number
    filled, secrets = _filled(plan, kind, row)
    before = present.get(key, {})
    body = merged(kind, present.get(key), filled)
    if not (may(key, before) and may(key, {**before, **filled})):
        plan.troubles.append(Trouble(row.number, KEY, RowForeign.code, {"value": key}))
    plan.troubles += _faults(kind, body, row)
    _put(plan, key, body, None if key not in present else without_passwords(kind, before), secrets)


def _put(plan: Plan, key: str, body: dict[str, Any], before: Mapping[str, Any] | None, secrets: dict[str, str]) -> None:
    if body == before and not secrets:
        plan.same.append(key)
        return
    (plan.new if before is None else plan.changed).append(key)
    plan.documents[key] = body
    if secrets:
        plan.passwords[key] = secrets


def _filled(plan: Plan, kind: Kind, row: Row) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields that the row fills in, and the passwords."""
    filled: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    for one in kind.fields:
        if (cell := row.cells.get(one.name)) is None:
            continue
        if one.shape is Shape.SECRET:
            if cell.strip():
                secrets[one.name] = cell.strip()
                plan.troubles += _troubles(row, one.name, checking.of_field(one, cell.strip()), hidden=True)
            continue
        try:
            filled[one.name] = read(one, cell)
        except NotSo as fault:
            plan.troubles.append(Trouble(row.number, one.name, fault.code, fault.details))
    return filled, secrets


def _faults(kind: Kind, body: Mapping[str, Any], row: Row) -> list[Trouble]:
    return _troubles(row, "", checking.faults(kind, body))


def _troubles(row: Row, column: str, faults: Iterable[Any], *, hidden: bool = False) -> list[Trouble]:
    return [
        Trouble(row.number, column or one.where.partition(".")[0], one.code, {"value": "…"} if hidden else one.details)
        for one in faults
    ]


def _key(plan: Plan, kind: Kind, row: Row) -> str | None:
    """The document's name that a row has; None if it has none that can be."""
    key = row.cells.get(KEY, "").strip()
    if not key:
        plan.troubles.append(Trouble(row.number, KEY, errors.SettingMissing.code, {}))
    elif not re.fullmatch(kind.key, key, re.ASCII):
        plan.troubles.append(Trouble(row.number, KEY, errors.KeyMalformed.code, {"key": key[:40]}))
    else:
        return key
    return None


def _singly(plan: Plan, kind: Kind, rows: Sequence[Row], present: Bodies, may: May, *, whole: bool) -> None:
    """Rows that are each an entry of a list."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for row in rows:
        key = kind.only or _key(plan, kind, row)
        name, entry = _entry(plan, kind, row)
        if key is not None and name and entry:
            plan.rows.setdefault(key, row.number)
            found.setdefault(key, {}).setdefault(name, {})[entry] = None
    for key, lists in found.items():
        before = present.get(key, {})
        kept = {name: () if whole else before.get(name, ()) for name in SINGLY[kind.name]}
        filled = {name: list(dict.fromkeys((*kept[name], *lists.get(name, ())))) for name in kept}
        body = merged(kind, present.get(key), filled)
        row = Row(plan.rows[key], {})
        if not may(key, body):
            plan.troubles.append(Trouble(row.number, KEY, RowForeign.code, {"value": key}))
        plan.troubles += _faults(kind, body, row) if not plan.troubles else []
        _put(plan, key, body, present.get(key), {})


def _entry(plan: Plan, kind: Kind, row: Row) -> tuple[str, str]:
    """The list and the entry of a row; "" for what is wrong."""
    lists = SINGLY[kind.name]
    name = row.cells.get(LIST, "").strip() if len(lists) > 1 else lists[0]
    entry = row.cells.get(ENTRY, "").strip()
    if name not in lists:
        plan.troubles.append(Trouble(row.number, LIST, errors.SettingNotKnown.code, {"value": name[:40]}))
        return "", ""
    if not entry:
        plan.troubles.append(Trouble(row.number, ENTRY, errors.SettingMissing.code, {}))
    of = kind.field(name)
    if entry and of is not None:
        plan.troubles += _troubles(row, ENTRY, checking.of_field(of, [entry]))
    return name, entry


def _by_default(one: Field) -> Any:
    return one.default if one.default is not None else one.empty
