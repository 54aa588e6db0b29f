"""How this site sends faxes, as it is written down."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
STATION = re.compile(r"[+0-9 ]{0,20}")


@dataclass(frozen=True, slots=True)
class Sending:
    """The rule for faxes that go out.

    `station` is what the other machine shows of us and `header` the line on top of each page. At most `most` at once,
    and none takes one of the last `kept` lines of a trunk, which stay free for people. Each is tried `tries` times,
    `spacing` seconds apart, within `hours` of the site's clock (08:00-20:00, "" always).
    """

    station: str = ""
    header: str = ""
    most: int = 2
    kept: int = 1
    tries: int = 5
    spacing: int = 300
    hours: str = ""


def parse(body: Mapping[str, Any]) -> Sending:
    """The rule of a document; raises ValueError naming the field that is wrong."""
    if wrong := next((key for key in body if key not in _FITS or not _FITS[key](body[key])), ""):
        raise ValueError(wrong)
    return Sending(**body)


def body(rule: Sending) -> dict[str, Any]:
    return asdict(rule)


def _between(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "station": lambda value: isinstance(value, str) and STATION.fullmatch(value) is not None,
    "header": lambda value: isinstance(value, str) and len(value) <= 50 and value.isascii() and value.isprintable(),
    "most": _between(0, 60),
    "kept": _between(0, 1000),
    "tries": _between(1, 50),
    "spacing": _between(10, 86400),
    "hours": lambda value: isinstance(value, str) and (not value or HOURS.fullmatch(value) is not None),
}
