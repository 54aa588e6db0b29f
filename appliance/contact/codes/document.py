"""The table of codes as a document; what it does not name keeps its default."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.codes.errors import CodeDocumentInvalid
from appliance.contact.codes.model import CODES, REASONS, Action, CodeTable


def parse(body: Mapping[str, Any]) -> CodeTable:
    """Raises CodeDocumentInvalid naming the place."""
    if unknown := sorted(body.keys() - {"codes", "reasons"}):
        raise CodeDocumentInvalid(where=unknown[0])
    codes = _texts(body, "codes")
    if wrong := sorted(codes.keys() - set(Action)):
        raise CodeDocumentInvalid(where=f"codes.{wrong[0]}")
    reasons = _texts(body, "reasons") if "reasons" in body else dict(REASONS)
    chosen = {**_defaults(codes), **{Action(name): code for name, code in codes.items()}}
    return CodeTable({action: code for action, code in chosen.items() if code}, reasons)


def table_body(table: CodeTable) -> dict[str, Any]:
    """The inverse of `parse`: an action without a code has an empty one."""
    return {"codes": {action.value: table.codes.get(action, "") for action in Action}, "reasons": dict(table.reasons)}


def _defaults(codes: Mapping[str, str]) -> dict[Action, str]:
    """The code for pages came later: a table that has given it to something else keeps that."""
    taken = Action.PAGE not in codes and CODES[Action.PAGE] in codes.values()
    return {action: "" if taken and action is Action.PAGE else code for action, code in CODES.items()}


def _texts(body: Mapping[str, Any], key: str) -> dict[str, str]:
    found = body.get(key, {})
    if not isinstance(found, Mapping) or not all(isinstance(text, str) for text in found.values()):
        raise CodeDocumentInvalid(where=key)
    return {str(name): text for name, text in found.items()}
