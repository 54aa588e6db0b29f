"""What was filled in, put upon the document that is there."""

from collections.abc import Mapping
from typing import Any

from appliance.desk.settings.model import Kind, Shape


def merged(kind: Kind, present: Mapping[str, Any] | None, filled: Mapping[str, Any]) -> dict[str, Any]:
    """The document with what was filled in, without its passwords; a new one (`present` is None) says all of that.

    What one that is there did not say, and still is as by default, stays unsaid.
    """
    defaults, before = kind.defaults, present or {}
    said = {
        name: value for name, value in filled.items() if name in before or present is None or value != defaults[name]
    }
    kept = without_passwords(kind, before)
    sparse = {field.name for field in kind.fields if field.sparse}
    return {n: v for n, v in {**kept, **said}.items() if n not in sparse or v not in ("", [], {})}


def without_passwords(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """A document without the fields of which only is shown that they are there."""
    secret = {field.name for field in kind.fields if field.shape is Shape.SECRET}
    return {name: value for name, value in body.items() if name not in secret}
