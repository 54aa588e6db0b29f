"""The arguments of a command, read from the annotations of its keyword-only parameters."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from appliance.control.errors import ArgumentInvalid, ArgumentMissing, ArgumentUnknown

SHOWN = 80
"""Characters of a wrong value that a refusal repeats."""

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument; `kind` is the word for its type, `convert` raises ValueError on a value of another."""

    name: str
    kind: str
    convert: Convert
    required: bool


def parameters(handler: Callable[..., Any]) -> tuple[Parameter, ...]:
    """What `handler` takes; raises TypeError on a parameter that is not keyword-only or has no known type."""
    hints = get_type_hints(handler)
    return tuple(_parameter(item, hints) for item in inspect.signature(handler).parameters.values())


def bind(known: tuple[Parameter, ...], args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` as the handler wants them; raises ArgumentUnknown, ArgumentMissing or ArgumentInvalid."""
    names = [item.name for item in known]
    for name in args:
        if name not in names:
            raise ArgumentUnknown(argument=name[:SHOWN], known=", ".join(names))
    for item in known:
        if item.required and item.name not in args:
            raise ArgumentMissing(argument=item.name, expected=item.kind)
    return {item.name: _converted(item, args[item.name]) for item in known if item.name in args}


def _parameter(item: inspect.Parameter, hints: Mapping[str, Any]) -> Parameter:
    if item.kind is not inspect.Parameter.KEYWORD_ONLY or item.name not in hints:
        raise TypeError(f"a command takes annotated keyword-only arguments, not {item}")
    kind, convert = _converter(hints[item.name])
    return Parameter(item.name, kind, convert, required=item.default is inspect.Parameter.empty)


def _converted(item: Parameter, value: Any) -> Any:
    try:
        return item.convert(value)
    except ValueError:
        raise ArgumentInvalid(argument=item.name, expected=item.kind, given=repr(value)[:SHOWN]) from None


def _converter(annotation: Any) -> tuple[str, Convert]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if origin in (Union, UnionType) and len(inner) == 2 and inner[1] is NoneType:
        kind, convert = _converter(inner[0])
        return kind, lambda value: None if value is None else convert(value)
    if origin is list:
        kind, each = _converter(inner[0])
        return f"list of {kind}", lambda value: [each(item) for item in _exactly(list)(value)]
    if origin in (dict, Mapping):
        kind, each = _converter(inner[1])
        return f"object of {kind}", lambda value: {k: each(v) for k, v in _exactly(dict)(value).items()}
    raise TypeError(f"a command cannot take {annotation}")


def _exactly(*types: type) -> Convert:
    def convert(value: Any) -> Any:
        if type(value) not in types:
            raise ValueError(value)
        return value

    return convert


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_exactly(str)(value))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


SIMPLE: dict[Any, tuple[str, Convert]] = {
    Any: ("value", lambda value: value),
    str: ("text", _exactly(str)),
    int: ("integer", _exactly(int)),
    float: ("number", lambda value: float(_exactly(int, float)(value))),
    bool: ("boolean", _exactly(bool)),
    dict: ("object", _exactly(dict)),
    UUID: ("UUID", lambda value: UUID(_exactly(str)(value))),
    date: ("date YYYY-MM-DD", lambda value: date.fromisoformat(_exactly(str)(value))),
    datetime: ("time ISO 8601 with zone", _moment),
}
