"""Hardware as JSON values, for `--json` and the console."""

from dataclasses import fields
from enum import Enum
from typing import Any

from dahdi_conf.model import Card, Hardware, Span


def cards(hardware: Hardware) -> list[dict[str, Any]]:
    """An object for each card, with its spans in it; keys are the fields of the model."""
    return [_plain(card) for card in hardware.cards]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    own = {"identity": value.identity} if isinstance(value, Card | Span) else {}
    return own | {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
