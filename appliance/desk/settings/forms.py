"""Documents as people fill them in: every field a text, a list of texts, or rows of texts, and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from appliance.desk.settings import checking, errors
from appliance.desk.settings.model import Fault, Field, Kind, Shape

Typed: TypeAlias = str | list[str] | list[dict[str, str]]
"""A field as it stands in a form: a text (TEXTS have one a line), chosen names, or the rows of a table."""

MAPPING_COLUMNS = ("name", "value")
LONGEST_NUMBER = 18


class NotSo(Exception):  # noqa: N818 - a value, on its way to a Fault
    """What was typed is no value of the field."""

    def __init__(self, code: str, where: str = "", **details: Any) -> None:
        super().__init__(code)
        self.code, self.where, self.details = code, where, details


def columns(field: Field) -> tuple[Field, ...]:
    """The columns of a field that is filled in as a table."""
    if field.shape is Shape.ROWS:
        return field.columns
    name = Field("name", Shape.TEXT, pattern=field.pattern)
    if field.shape is Shape.LEVELS:
        return name, Field("value", Shape.WHOLE, least=field.least, most=field.most)
    if field.of:
        return name, Field("value", Shape.NAME, of=field.of)
    return name, Field("value", Shape.TEXT, longest=field.longest)


def typed(field: Field, value: Any) -> Typed:
    """A value as a form shows it."""
    match field.shape:
        case Shape.TRUTH:
            return "1" if value else ""
        case Shape.TEXTS:
            return "\n".join(value or ())
        case Shape.NAMES | Shape.CHOICES:
            return [str(item) for item in value or ()]
        case Shape.LEVELS | Shape.PAIRS:
            return [{"name": str(name), "value": str(item)} for name, item in (value or {}).items()]
        case Shape.ROWS:
            return [{column.name: _cell(column, row) for column in field.columns} for row in value or ()]
        case Shape.DECIMAL:
            return f"{value:.15g}" if isinstance(value, int | float) else ""
        case Shape.SECRET:
            return ""
    return "" if value is None else str(value)


def read(kind: Kind, given: Mapping[str, Typed]) -> tuple[dict[str, Any], list[Fault]]:
    """The fields of a document as they were filled in, secrets left out, and what is wrong with them."""
    body: dict[str, Any] = {}
    found: list[Fault] = []
    for field in kind.fields:
        if field.name not in given or field.shape is Shape.SECRET:
            continue
        try:
            body[field.name] = value_of(field, given[field.name])
        except NotSo as fault:
            found.append(Fault(fault.code, fault.where or field.name, fault.details))
        else:
            found += checking.of_field(field, body[field.name])
    return body, found


def value_of(field: Field, given: Typed) -> Any:
    """What was filled in as a JSON value; raises NotSo."""
    match field.shape:
        case Shape.NAMES | Shape.CHOICES:
            return list(dict.fromkeys(text.strip() for text in _texts(given) if text.strip()))
        case Shape.TEXTS:
            return [line.strip() for line in _text(given).splitlines() if line.strip()]
        case Shape.LEVELS | Shape.PAIRS:
            return _mapping(field, given)
        case Shape.ROWS:
            return [_row(field, number, row) for number, row in enumerate(_filled(given), 1)]
    return _scalar(field, _text(given).replace("\r\n", "\n").strip())


def _scalar(field: Field, text: str) -> Any:
    match field.shape:
        case Shape.TRUTH:
            return bool(text)
        case Shape.WHOLE:
            return _whole(field, text)
        case Shape.DECIMAL:
            return _decimal(field, text)
    return text


def _whole(field: Field, text: str) -> int:
    if not text:
        return int(field.default or 0)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER):
        raise NotSo(errors.SettingNotWhole.code, value=text[:40])
    return int(text)


def _decimal(field: Field, text: str) -> float:
    if not text:
        return float(field.default or 0)
    whole, _, rest = text.removeprefix("-").partition(".")
    digits = whole + rest
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER):
        raise NotSo(errors.SettingNotNumber.code, value=text[:40])
    return float(text)


def _mapping(field: Field, given: Typed) -> dict[str, Any]:
    made: dict[str, Any] = {}
    _, value = columns(field)
    for number, row in enumerate(_filled(given), 1):
        name = row.get("name", "").strip()
        if name in made:
            raise NotSo(errors.SettingTwice.code, f"{field.name}.{number}.name", value=name[:40])
        if not name:
            raise NotSo(errors.SettingMissing.code, f"{field.name}.{number}.name")
        made[name] = _in_row(field, number, value, row.get("value", ""))
    return made


def _row(field: Field, number: int, row: Mapping[str, str]) -> dict[str, Any]:
    made = {column.name: _in_row(field, number, column, row.get(column.name, "")) for column in field.columns}
    return {name: value for name, value in made.items() if value not in _left_out(field, name)}


def _left_out(field: Field, name: str) -> tuple[Any, ...]:
    column = next(column for column in field.columns if column.name == name)
    return (column.empty,) if column.sparse else ()


def _in_row(field: Field, number: int, column: Field, text: str) -> Any:
    try:
        if column.shape is Shape.LEVELS:
            return _levels(text)
        if column.shape in (Shape.NAMES, Shape.CHOICES, Shape.TEXTS):
            return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
        return _scalar(column, text.strip())
    except NotSo as fault:
        raise NotSo(fault.code, f"{field.name}.{number}.{column.name}", **fault.details) from fault


def _levels(text: str) -> dict[str, int]:
    """`skill=5, other=3` in one cell of a table."""
    made = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, level = part.rpartition("=")
        if not name or not level.strip().isdecimal() or not level.strip().isascii():
            raise NotSo(errors.SettingMalformed.code, value=part[:40])
        made[name.strip()] = int(level[:4])
    return made


def _cell(column: Field, row: Mapping[str, Any]) -> str:
    value = row.get(column.name, column.default if column.default is not None else column.empty)
    match value:
        case list() | tuple():
            return ", ".join(map(str, value))
        case Mapping():
            return ", ".join(f"{name}={level}" for name, level in value.items())
    given = typed(column, value)
    return given if isinstance(given, str) else ""


def _filled(given: Typed) -> Sequence[Mapping[str, str]]:
    """The rows that have something in them."""
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
    return [row for row in rows if any(text.strip() for text in row.values())]


def _texts(given: Typed) -> Iterable[str]:
    return [given] if isinstance(given, str) else [item for item in given if isinstance(item, str)]


def _text(given: Typed) -> str:
    return given if isinstance(given, str) else ""
