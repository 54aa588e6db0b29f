"""The value of a field as one cell of a sheet, and back: `read(field, written(field, value)) == value`, always.

Lists of names stand behind one another with commas, texts and rows one a line, levels as `skill=5`. What would not
read back as it was, stands as JSON. An empty cell is the field's default.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from appliance.desk.settings import errors
from appliance.desk.settings.checking import is_of
from appliance.desk.settings.forms import NotSo, value_of
from appliance.desk.settings.model import MAPPINGS, Field, Shape
from appliance.desk.settings.sheets.errors import CellNotTruth, CellRounded

BETWEEN = re.compile(r"[,，、;；\n]")
ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2}")
UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that get lost in spreadsheets, or cannot be in them."""
YES, NO = "yes", "no"
TRUTHS = {"yes": True, "no": False, "1": True, "0": False, "true": True, "false": False}
SHOWN = 40


def written(field: Field, value: Any) -> str:
    """A value as a cell."""
    plain = _plain(field, value)
    try:
        if not UNFIT.search(plain) and _same(read(field, plain), value):
            return plain
    except NotSo:
        pass
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if UNFIT.search(text) else text


def read(field: Field, cell: str) -> Any:
    """The inverse; raises NotSo for what is no value of the field."""
    text = cell.replace("\r\n", "\n").strip()
    if not text:
        return default_of(field)
    if text[0] in '"[{' or field.shape is Shape.DECIMAL:
        try:
            exact = json.loads(text, parse_constant=_refused)
        except (ValueError, RecursionError):
            exact = None
        if exact is not None and is_of(field.shape, exact):
            return exact
    return _read(field, text)


def default_of(field: Field) -> Any:
    """What an empty cell stands for."""
    return field.default if field.default is not None else field.empty


def _refused(name: str) -> Any:
    raise ValueError(name)


def _same(one: Any, other: Any) -> bool:
    return bool(json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


def _plain(field: Field, value: Any) -> str:
    match field.shape:
        case Shape.TRUTH:
            return YES if value else NO
        case Shape.NAMES | Shape.CHOICES if isinstance(value, list | tuple):
            return ", ".join(map(str, value))
        case Shape.TEXTS if isinstance(value, list | tuple):
            return "\n".join(map(str, value))
        case Shape.LEVELS if isinstance(value, Mapping):
            return ", ".join(f"{name}={level}" for name, level in value.items())
        case Shape.PAIRS if isinstance(value, Mapping):
            return "\n".join(f"{name}={text}" for name, text in value.items())
        case Shape.ROWS if isinstance(value, list | tuple):
            return "\n".join(_row_text(field, row) for row in value if isinstance(row, Mapping))
        case Shape.DECIMAL if isinstance(value, int | float):
            return f"{value:.15g}"
    return str(value)


def _row_text(field: Field, row: Mapping[str, Any]) -> str:
    columns = {column.name: column for column in field.columns}
    return "; ".join(f"{name}={_plain(columns[name], value)}" for name, value in row.items() if name in columns)


def _read(field: Field, text: str) -> Any:
    match field.shape:
        case Shape.TRUTH:
            if text.lower() not in TRUTHS:
                raise NotSo(CellNotTruth.code, value=text[:SHOWN])
            return TRUTHS[text.lower()]
        case Shape.NAMES | Shape.CHOICES:
            return list(dict.fromkeys(part.strip() for part in BETWEEN.split(text) if part.strip()))
        case Shape.TEXTS:
            return [line.strip() for line in text.splitlines() if line.strip()]
        case Shape.LEVELS | Shape.PAIRS:
            return _mapping(field, text)
        case Shape.ROWS:
            return [_row(field, line) for line in text.splitlines() if line.strip()]
    if ROUNDED.fullmatch(text) and (field.pattern or field.shape in (Shape.NAME, Shape.WHOLE)):
        raise NotSo(CellRounded.code, value=text[:SHOWN])
    return value_of(field, text)


def _mapping(field: Field, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    parts = BETWEEN.split(text) if field.shape is Shape.LEVELS else text.splitlines()
    for part in filter(None, map(str.strip, parts)):
        name, sign, value = part.rpartition("=") if field.shape is Shape.LEVELS else part.partition("=")
        name, value = name.strip(), value.strip()
        if not sign or not name:
            raise NotSo(errors.SettingMalformed.code, value=part[:SHOWN])
        if name in made:
            raise NotSo(errors.SettingTwice.code, value=name[:SHOWN])
        inner = Shape.WHOLE if field.shape is Shape.LEVELS else Shape.TEXT
        made[name] = value_of(Field(field.name, inner), value)
    return made


def _row(field: Field, line: str) -> dict[str, Any]:
    columns = {column.name: column for column in field.columns}
    made = {}
    for part in filter(None, map(str.strip, line.split(";"))):
        name, sign, value = part.partition("=")
        if not sign or name.strip() not in columns:
            raise NotSo(errors.SettingMalformed.code, value=part[:SHOWN])
        column = columns[name.strip()]
        made[name.strip()] = _mapping(column, value) if column.shape in MAPPINGS else read(column, value)
    return made
