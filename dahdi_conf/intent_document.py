"""The intent as people write it, TOML or JSON: read with everything wrong noted, and written with what differs."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from dahdi_conf.intent import R2, Em, Intent, Isdn, Pin, PortIntent, SpanIntent, Ss7
from dahdi_conf.problem import Problem

TABLES = ("spans", "ports", "pins")
REQUIRED = ("number", "base", "channels")
T = TypeVar("T")


def parse(text: str) -> tuple[Intent, tuple[Problem, ...]]:
    """The intent of a TOML or JSON text, and what is wrong with its form; what is wrong has its default."""
    try:
        body = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as fault:
        return Intent(), (Problem("lines-document-syntax", "", {"fault": str(fault)}),)
    return read(body)


def read(body: Mapping[str, Any]) -> tuple[Intent, tuple[Problem, ...]]:
    """The same from JSON values."""
    problems: list[Problem] = []
    rest = dict(body)
    spans = _table("spans", SpanIntent, rest.pop("spans", {}), problems)
    ports = _table("ports", PortIntent, rest.pop("ports", {}), problems)
    pins = _table("pins", Pin, rest.pop("pins", {}), problems)
    top = _shape(Intent, "", rest, problems)
    return replace(top, spans=spans, ports=ports, pins=pins), tuple(problems)


def body(intent: Intent) -> dict[str, Any]:
    """The inverse of `read`: JSON values, without what is as by default."""
    return {"country": intent.country} | _differences(intent)


def text(intent: Intent) -> str:
    """The inverse of `parse`, as TOML."""
    return "\n".join(_toml(body(intent), ())).strip() + "\n"


def _table(name: str, shape: type[T], value: Any, problems: list[Problem]) -> dict[str, T]:
    if not isinstance(value, Mapping):
        problems.append(_wrong(name, value, "table"))
        return {}
    return {
        key: _shape(shape, f"{name}.{key}", row, problems)
        for key, row in value.items()
        if _is_row(shape, f"{name}.{key}", row, problems)
    }


def _is_row(shape: type, where: str, row: Any, problems: list[Problem]) -> bool:
    if not isinstance(row, Mapping):
        problems.append(_wrong(where, row, "table"))
        return False
    missing = [key for key in REQUIRED if shape is Pin and key not in row]
    problems.extend(Problem("lines-field-missing", f"{where}.{key}") for key in missing)
    return not missing


def _shape(shape: type[T], where: str, row: Mapping[str, Any], problems: list[Problem]) -> T:
    values: dict[str, Any] = {}
    hints = _HINTS[shape]
    for key, value in row.items():
        place = f"{where}.{key}" if where else key
        if key not in hints:
            problems.append(Problem("lines-field-unknown", place, {"known": ", ".join(hints)}))
            continue
        try:
            values[key] = _value(hints[key], place, value, problems)
        except (ValueError, TypeError):
            problems.append(_wrong(place, value, _expected(hints[key])))
    return shape(**_whole(shape, values))


def _whole(shape: type, values: dict[str, Any]) -> dict[str, Any]:
    """A pin has no defaults: what was wrong in it counts as 0, which verification refuses."""
    return dict.fromkeys(REQUIRED, 0) | values if shape is Pin else values


def _value(hint: Any, place: str, value: Any, problems: list[Problem]) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, Mapping):
            raise ValueError(value)
        return _shape(hint, place, value, problems)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(value)
        return tuple(value)
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    kinds = (*kinds, int) if float in kinds else kinds
    if type(value) not in kinds:
        raise ValueError(value)
    return float(value) if float in kinds else value


def _expected(hint: Any) -> str:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " | ".join(str(item.value) for item in hint)
    kind = get_args(hint)[0] if get_args(hint) else hint
    names = {bool: "true | false", int: "1, 2, …", float: "1.5", str: '"…"'}
    return ('["…"]' if get_origin(hint) is tuple else names.get(kind)) or "table"


def _wrong(where: str, value: Any, expected: str) -> Problem:
    shown = value if isinstance(value, str) else repr(value)
    return Problem("lines-field-wrong", where, {"value": shown[:60], "expected": expected})


def _differences(value: Any) -> dict[str, Any]:
    """Fields that are not as by default; a mapping's own entries are all kept."""
    plain = None if isinstance(value, Pin) else type(value)()
    found: dict[str, Any] = {}
    for item in fields(value):
        own = getattr(value, item.name)
        if plain is None or own != getattr(plain, item.name):
            found[item.name] = _plain(own)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _differences(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return _differences(value) if is_dataclass(value) else value


def _toml(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    own = [f"{key} = {_scalar(value)}" for key, value in table.items() if not isinstance(value, Mapping)]
    head = ["", f"[{'.'.join(map(_key, path))}]"] if path and (own or not table) else []
    below = [line for key, value in table.items() if isinstance(value, Mapping) for line in _toml(value, (*path, key))]
    return head + own + below


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else _scalar(key)


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_HINTS: Mapping[type, Mapping[str, Any]] = {
    Intent: {key: hint for key, hint in get_type_hints(Intent).items() if key not in TABLES}
} | {shape: get_type_hints(shape) for shape in (SpanIntent, PortIntent, Pin, Isdn, R2, Ss7, Em)}
