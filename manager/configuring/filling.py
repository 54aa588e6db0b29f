"""Forms of documents: what a browser sent, field by field, and rows that are added, moved and dropped."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from appliance.desk.settings.forms import Typed, columns, typed
from appliance.desk.settings.model import TABLES, Field, Kind, Shape

MOST_ROWS = 500
ONE = "name"
"""The column of an ordered list of names."""


def begun(kind: Kind, body: Mapping[str, Any]) -> dict[str, Typed]:
    """The form of a document as it is."""
    return {
        field.name: as_rows(field, typed(field, body.get(field.name, kind.defaults[field.name])))
        for field in kind.fields
    }


def sent(kind: Kind, form: "MultiDict[str, str]") -> dict[str, Typed]:
    """The form as it was filled in."""
    return {field.name: _field(field, form) for field in kind.fields}


def passwords(kind: Kind, form: "MultiDict[str, str]") -> dict[str, str]:
    """Passwords that were typed, "" for those that are to be taken away."""
    found = {}
    for field in kind.fields:
        if field.shape is Shape.SECRET:
            if form.get(f"f-{field.name}-none"):
                found[field.name] = ""
            elif text := form.get(f"f-{field.name}", ""):
                found[field.name] = text
    return found


def rearranged(form: dict[str, Typed], wish: str) -> bool:
    """Carry out `more-FIELD`, `drop-FIELD-ROW`, `up-FIELD-ROW` or `down-FIELD-ROW`; False for anything else."""
    what, _, rest = wish.partition("-")
    name, _, place = rest.rpartition("-")
    if what == "more" and isinstance(rows := form.get(rest), list):
        form[rest] = [*rows, {}]
        return True
    rows = form.get(name, "")
    if what not in ("drop", "up", "down") or not isinstance(rows, list) or not place.isdecimal():
        return False
    if int(place) >= len(rows):
        return False
    one = rows.pop(int(place))
    if what != "drop":
        rows.insert(max(0, int(place) - 1) if what == "up" else int(place) + 1, one)  # type: ignore[arg-type]
    return True


def is_table(field: Field) -> bool:
    """Whether a field is filled in row by row."""
    return field.shape in TABLES or (field.shape is Shape.NAMES and field.ordered)


def table_columns(field: Field) -> tuple[Field, ...]:
    """The columns of such a field."""
    return columns(field) if field.shape in TABLES else (Field(ONE, Shape.NAME, of=field.of, extra=field.extra),)


def as_rows(field: Field, value: Typed) -> Typed:
    """Ordered names as rows."""
    if field.shape is Shape.NAMES and field.ordered:
        return [{ONE: item} for item in value if isinstance(item, str)]
    return value


def as_values(kind: Kind, form: Mapping[str, Typed]) -> dict[str, Typed]:
    """The inverse of `as_rows`, for the whole form."""
    made = dict(form)
    for field in kind.fields:
        if field.shape is Shape.NAMES and field.ordered:
            made[field.name] = [row.get(ONE, "") for row in form[field.name] if isinstance(row, dict)]
    return made


def mark(body: Mapping[str, Any], secret: Mapping[str, str]) -> str:
    """A mark of what was shown to whoever fills in: what is kept must be what was shown."""
    text = json.dumps([body, dict(secret)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _field(field: Field, form: "MultiDict[str, str]") -> Typed:
    name = f"f-{field.name}"
    if is_table(field):
        return [
            {column.name: form.get(f"{name}-{number}-{column.name}", "") for column in table_columns(field)}
            for number in form.getlist(f"n-{field.name}")[:MOST_ROWS]
        ]
    if field.shape in (Shape.NAMES, Shape.CHOICES):
        return form.getlist(name)
    return form.get(name, "")
