"""A page group as it is written down (a JSON object), read into the model."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from ipaddress import AddressValueError, IPv4Address
from typing import Any

from appliance.contact.paging.errors import PageGroupInvalid
from appliance.contact.paging.model import Codec, PageGroup

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LONGEST, FARTHEST = 3600, 255
RULES = frozenset(item.name for item in fields(PageGroup)) - {"name"}
_HEADER = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?")


def parse(name: str, body: Mapping[str, Any]) -> PageGroup:
    """Raises PageGroupInvalid naming the rule; what the body does not name has its default."""
    for rule, value in body.items():
        if rule not in RULES or not _FITS[rule](value):
            raise PageGroupInvalid(group=name, rule=rule, value=str(value))
    values: dict[str, Any] = {
        rule: tuple(value) if isinstance(value, list) else value for rule, value in body.items() if rule != "codec"
    }
    return PageGroup(name, **values, codec=Codec(body.get("codec", Codec.ALAW)))


def group_body(group: PageGroup) -> dict[str, Any]:
    """The inverse of `parse`, in JSON values."""
    body = {rule: list(value) if isinstance(value, tuple) else value for rule, value in asdict(group).items()}
    del body["name"]
    return {**body, "codec": group.codec.value}


def multicast(text: Any) -> bool:
    """Whether that is an IPv4 multicast address with a port (RFC 5771)."""
    if not isinstance(text, str):
        return False
    address, _, port = text.partition(":")
    found = _address(address)
    return found is not None and found.is_multicast and port.isascii() and port.isdigit() and 0 < int(port) < 65535


def _address(text: Any) -> IPv4Address | None:
    try:
        return IPv4Address(text) if isinstance(text, str) else None
    except AddressValueError:
        return None


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value)


def _whole(most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and 1 <= value <= most


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "number": lambda value: isinstance(value, str) and re.fullmatch(r"\d{0,6}", value, re.ASCII) is not None,
    "phones": _texts,
    "multicast": lambda value: _texts(value) and all(multicast(item) for item in value),
    "callers": _texts,
    "emergency": lambda value: isinstance(value, bool),
    "seconds": _whole(LONGEST),
    "codec": lambda value: isinstance(value, str) and value in set(Codec),
    "ttl": _whole(FARTHEST),
    "source": lambda value: value == "" or _address(value) is not None,
    # A comma or a line's end would be read as something else on the way to the phone.
    "alert_info": lambda value: value == "" or (isinstance(value, str) and _HEADER.fullmatch(value) is not None),
}
