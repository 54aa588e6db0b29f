"""Values and differences of documents in words that people read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.desk.settings.known import KINDS
from appliance.desk.settings.model import Field, Shape
from manager.shown import moment
from manager.words import t, t_or

MANY, MOST_ITEMS = 6, 50


@dataclass(frozen=True, slots=True)
class Changed:
    """One document that differs: what became of it, and each field with its old and its new value."""

    kind: str
    key: str
    what: str
    fields: tuple[tuple[str, str, str], ...]

    @property
    def title(self) -> str:
        return f"{kind_name(self.kind)} {self.key}" if not _only(self.kind) else kind_name(self.kind)


def at(text: str) -> str:
    """A moment as the engine tells it, in the site's zone."""
    return moment(datetime.fromisoformat(text))


def kind_name(kind: str) -> str:
    return t_or(f"settings.kind-{kind}", kind)


def label(kind: str, field: str) -> str:
    """What a field is called: by its kind, else as all kinds call it."""
    return t_or(f"settings.label-{kind}-{field}", t_or(f"settings.label-{field}", field))


def hint(kind: str, field: str) -> str:
    return t_or(f"settings.hint-{kind}-{field}", t_or(f"settings.hint-{field}", ""))


def word(field: Field, value: str) -> str:
    """A choice as people read it."""
    named = t_or(f"settings.word-{field.name}-{value or 'none'}", "")
    return named or t_or(f"settings.word-{value or 'none'}", value)


def unit(field: Field) -> str:
    return t_or(f"settings.unit-{field.unit}", field.unit) if field.unit else ""


def said(field: Field | None, value: Any) -> str:
    """A value in one line."""
    if value is None or value in ("", [], {}):
        return t("settings.nothing")
    match value:
        case bool():
            return t("settings.yes") if value else t("settings.no")
        case list() | tuple():
            return ", ".join(_item(field, item) for item in value)
        case Mapping():
            return ", ".join(f"{name}: {item}" for name, item in value.items())
        case float():
            return f"{value:.15g}"
    if field is not None and field.shape is Shape.CHOICE:
        return word(field, str(value))
    return f"{value} {unit(field)}".strip() if field is not None and field.unit else str(value)


def short(field: Field | None, value: Any) -> str:
    """The same for a cell of a list: the first few of many."""
    if isinstance(value, list | tuple) and len(value) > MANY:
        return f"{said(field, value[:MANY])} … ({len(value)})"
    if value is None or value in ("", [], {}):
        return ""
    return said(field, value)


def differences(found: Iterable[Mapping[str, Any]]) -> list[Changed]:
    """What the engine tells of a change, in words."""
    return [Changed(one["kind"], one["key"], one["what"], tuple(_fields(one))) for one in found]


def _fields(one: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kind = KINDS.get(one["kind"])
    order = [field.name for field in kind.fields] if kind else []
    fields: Mapping[str, Any] = one.get("fields") or {}
    for name in sorted(fields, key=lambda name: (order.index(name) if name in order else len(order), name)):
        old, new = fields[name]
        field = kind.field(name) if kind else None
        if one["what"] == "added" and new in ("", [], {}, None):
            continue
        if _long(old) and _long(new):
            yield label(one["kind"], name), *_lists(field, old, new)
        else:
            yield label(one["kind"], name), said(field, old), said(field, new)


def _long(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value) and len(value) > MANY


def _lists(field: Field | None, old: list[str], new: list[str]) -> tuple[str, str]:
    """Of long lists only what one has and the other has not; the whole where just the order differs."""
    before, now = {*old}, {*new}
    gone, come = [item for item in old if item not in now], [item for item in new if item not in before]
    if not gone and not come:
        return said(field, old), said(field, new)
    return _few(field, gone, len(old)), _few(field, come, len(new))


def _few(field: Field | None, items: list[str], whole: int) -> str:
    shown = said(field, items[:MOST_ITEMS]) if items else "…"
    return f"{shown}{' …' if len(items) > MOST_ITEMS else ''} ({whole})"


def _item(field: Field | None, item: Any) -> str:
    if isinstance(item, Mapping):
        columns = {column.name: column for column in field.columns} if field else {}
        named = ((column_label(name), columns.get(name), value) for name, value in item.items())
        return "(" + ", ".join(f"{name} {said(column, value)}" for name, column, value in named) + ")"
    return word(field, str(item)) if field is not None and field.shape is Shape.CHOICES else str(item)


def column_label(name: str) -> str:
    return t_or(f"settings.column-{name}", t_or(f"settings.label-{name}", name))


def _only(kind: str) -> bool:
    return bool(KINDS[kind].only) if kind in KINDS else False
