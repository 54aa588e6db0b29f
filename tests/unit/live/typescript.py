"""The messages as TypeScript says them: interfaces made from the TypedDicts, in the same order."""

from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from appliance.daemons.live import messages

HEAD = """\
// What the box pushes over the WebSocket `/live`: made from appliance/daemons/live/messages.py, which says what each
// field means. `CALLSTEAD_WRITE_GOLDEN=1 pytest tests/unit/live/test_messages.py` writes it anew.
"""
SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean"}


def mirror() -> str:
    """The whole file."""
    union = " | ".join(each.__name__ for each in messages.MESSAGES)
    parts = [_interface(each) for each in (*messages.VALUES, *messages.MESSAGES)]
    return "\n".join([HEAD, *parts, f"export type Message =\n  {union};"]) + "\n"


def _interface(each: Any) -> str:
    fields = "\n".join(f"  {name}: {_type(kind)};" for name, kind in get_type_hints(each).items())
    return f"export interface {each.__name__} {{\n{fields}\n}}\n"


def _type(kind: Any) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in inner)
    if origin is UnionType:
        return " | ".join([*(_type(one) for one in inner if one is not NoneType), "null"])
    if origin is list:
        return f"{_type(inner[0])}[]"
    if origin is dict:
        return f"Record<string, {_type(inner[1])}>"
    return str(kind.__name__)
