"""Whether a document is as its description says: every fault at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from appliance.desk.settings import errors
from appliance.desk.settings.model import MAPPINGS, Fault, Field, Kind, Shape
from appliance.desk.settings.rules import together

LONGEST_LIST, LONGEST_NAME = 5000, 64


def faults(kind: Kind, body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a document; fields that it does not have, or that nobody described, are passed over."""
    found = [fault for field in kind.fields if field.name in body for fault in of_field(field, body[field.name])]
    found += [
        Fault(errors.SettingMissing.code, field.name, {})
        for field in kind.fields
        if field.required and field.name not in body and not field.default
    ]
    # Rules may trust that each field is as it must be.
    return found or together(kind.name, body)


def of_field(field: Field, value: Any, where: str = "") -> Iterator[Fault]:
    """What is wrong with the value of a field."""
    where = where or field.name
    if not is_of(field.shape, value):
        yield Fault(errors.SettingOfOtherKind.code, where, {"value": str(value)[:40]})
        return
    if field.required and value in ("", [], {}):
        yield Fault(errors.SettingMissing.code, where, {})
        return
    match field.shape:
        case Shape.ROWS:
            yield from _rows(field, value, where)
        case Shape.LEVELS | Shape.PAIRS:
            yield from _mapping(field, value, where)
        case Shape.NAMES | Shape.TEXTS | Shape.CHOICES:
            yield from _list(field, value, where)
        case _:
            yield from _one(field, value, where)


def is_of(shape: Shape, value: Any) -> bool:
    match shape:
        case Shape.TRUTH:
            return isinstance(value, bool)
        case Shape.WHOLE:
            return type(value) is int
        case Shape.DECIMAL:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Shape.LEVELS | Shape.PAIRS:
            return isinstance(value, Mapping)
        case Shape.ROWS | Shape.NAMES | Shape.TEXTS | Shape.CHOICES:
            return isinstance(value, list | tuple)
    return isinstance(value, str)


def _rows(field: Field, rows: Any, where: str) -> Iterator[Fault]:
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            yield Fault(errors.SettingOfOtherKind.code, f"{where}.{number}", {"value": str(row)[:40]})
            continue
        for column in field.columns:
            if column.name in row:
                yield from of_field(column, row[column.name], f"{where}.{number}.{column.name}")
            elif column.required:
                yield Fault(errors.SettingMissing.code, f"{where}.{number}.{column.name}", {})


def _mapping(field: Field, values: Mapping[str, Any], where: str) -> Iterator[Fault]:
    named = replace(field, longest=LONGEST_NAME)
    inner = Shape.WHOLE if field.shape is Shape.LEVELS else Shape.TEXT
    one = Field(field.name, inner, least=field.least, most=field.most, longest=field.longest)
    for number, (name, value) in enumerate(values.items(), 1):
        yield from _text(named, name, f"{where}.{number}.name")
        yield from of_field(one, value, f"{where}.{number}.value")


def _list(field: Field, values: Any, where: str) -> Iterator[Fault]:
    if len(values) > LONGEST_LIST:
        yield Fault(errors.SettingTooLong.code, where, {"most": LONGEST_LIST})
    for value in values:
        if not isinstance(value, str) or not value:
            yield Fault(errors.SettingOfOtherKind.code, where, {"value": str(value)[:40]})
        else:
            yield from _text(field, value, where)


def _one(field: Field, value: Any, where: str) -> Iterator[Fault]:
    if field.shape in (Shape.WHOLE, Shape.DECIMAL):
        if (field.least is not None and value < field.least) or (field.most is not None and value > field.most):
            yield Fault(errors.SettingOutOfRange.code, where, bounds(field))
    elif isinstance(value, str) and value:
        yield from _text(field, value, where)


def _text(field: Field, value: str, where: str) -> Iterator[Fault]:
    if len(value) > field.longest:
        yield Fault(errors.SettingTooLong.code, where, {"most": field.longest})
    elif "\0" in value or not _encodable(value):
        yield Fault(errors.SettingMalformed.code, where, {"value": ""})
    elif field.shape in (Shape.CHOICE, Shape.CHOICES) and value not in field.choices:
        yield Fault(errors.SettingNotKnown.code, where, {"value": value[:40]})
    elif field.pattern and not re.fullmatch(field.pattern, value, re.ASCII if field.shape not in MAPPINGS else 0):
        yield Fault(errors.SettingMalformed.code, where, {"value": value[:40]})


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def bounds(field: Field) -> dict[str, str]:
    """Between what a number may be, as texts."""
    least, most = field.least, field.most
    return {"least": "" if least is None else f"{least:g}", "most": "∞" if most is None else f"{most:.15g}"}
