"""A box as it is written down (a JSON object), read into the model."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

from appliance.contact.voicemail.model import Attachment, Box, FaxAttachment, Missed

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ADDRESS = re.compile(r"[^@\s<>\",;]{1,64}@[A-Za-z0-9.-]{1,190}")
LONGEST = 900
RULES = frozenset(item.name for item in fields(Box)) - {"name"}


def parse(name: str, body: Mapping[str, Any]) -> Box:
    """The box of a document; what it does not name has its default, names that mean nothing are passed over."""
    return Box(name, **{rule: rule_value(rule, value) for rule, value in body.items() if rule in RULES})


def box_body(box: Box) -> dict[str, Any]:
    """The inverse of `parse`, in JSON values."""
    body = asdict(box)
    del body["name"]
    return {rule: list(value) if isinstance(value, tuple) else value for rule, value in body.items()}


def rule_value(rule: str, value: Any) -> Any:
    """A rule's value from its JSON; raises ValueError on one of another kind."""
    if not _FITS.get(rule, _text)(value):
        raise ValueError(f"{rule}: {value!r}")
    return tuple(value) if isinstance(value, list | tuple) else value


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value)


def _matching(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "number": _matching(r"\d{0,12}"),
    "greeting": _matching(r".+"),
    "language": _matching("|zh|en"),
    "seconds": lambda value: type(value) is int and 1 <= value <= LONGEST,
    "own_phone": lambda value: isinstance(value, bool),
    "takes": lambda value: _texts(value) and set(value) <= set(Missed),
    "listeners": _texts,
    "phones": _texts,
    "mail": lambda value: value == "" or (isinstance(value, str) and ADDRESS.fullmatch(value) is not None),
    "attach": lambda value: isinstance(value, str) and value in set(Attachment),
    "attach_fax": lambda value: isinstance(value, str) and value in set(FaxAttachment),
}
