"""TOML documents (toml.io, version 1.0) from files and back."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appliance.cli.errors import FlowSyntax, unreadable

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


def text_of(file: Path) -> str:
    """What is written in `file`; raises as `unreadable` says."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise unreadable(file, fault) from None


def read_toml(file: Path) -> dict[str, Any]:
    """The document in `file`; raises as `unreadable` says, and FlowSyntax naming the line."""
    try:
        return tomllib.loads(text_of(file))
    except tomllib.TOMLDecodeError as fault:
        place = _PLACE.search(str(fault))
        line, column = (int(part or 0) for part in place.groups()) if place else (0, 0)
        problem = _PLACE.sub("", str(fault)).strip()
        raise FlowSyntax(file=str(file), line=line, column=column, problem=problem) from None


def write_toml(document: Mapping[str, Any]) -> str:
    """JSON values without null as TOML; objects become tables, objects inside lists stay in their line."""
    return "\n\n".join(_tables(document, ())) + "\n"


def _tables(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    lines = [f"[{'.'.join(map(_key, path))}]"] if path and (plain or not inner) else []
    lines += [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    blocks = ["\n".join(lines)] if lines else []
    for key, value in inner.items():
        blocks += _tables(value, (*path, key))
    return blocks


def _value(value: Any) -> str:
    match value:
        case str():
            return _text(value)
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_key(key)} = {_value(item)}' for key, item in value.items())}}}"
        case bool() | int():
            return str(value).lower()
        case float():
            return repr(value)
    raise TypeError(f"{type(value).__name__} has no place in TOML")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """A basic string; JSON escapes the same characters the same way, except for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
