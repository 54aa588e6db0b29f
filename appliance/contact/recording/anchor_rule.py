"""Where anchors go, and how often."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

STILL = timedelta(days=1)
"""An anchor is told even when nothing has changed, so that silence means something."""


class PlaceKind(StrEnum):
    FOLDER = "folder"
    SYSLOG_UDP = "syslog-udp"
    SYSLOG_TLS = "syslog-tls"
    MAIL = "mail"
    TIME_STAMP = "time-stamp"


_SCHEMES = {
    "syslog+udp": PlaceKind.SYSLOG_UDP,
    "syslog+tls": PlaceKind.SYSLOG_TLS,
    "smtp": PlaceKind.MAIL,
    "tsa+http": PlaceKind.TIME_STAMP,
    "tsa+https": PlaceKind.TIME_STAMP,
}
_PORTS = {PlaceKind.MAIL: 25, PlaceKind.SYSLOG_UDP: 514, PlaceKind.SYSLOG_TLS: 6514}
_URL = re.compile(
    r"(?P<scheme>[a-z+]+)://(?P<host>\[[0-9a-fA-F:]+\]|[\w.-]+)(:(?P<port>\d{1,5}))?(?P<path>/\S*)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place outside: an absolute path, `syslog+udp://host:port`, `syslog+tls://…`, `smtp://host:port/address`,
    `tsa+http://…` or `tsa+https://…`; `address` is the path, or where to send."""

    text: str
    kind: PlaceKind
    address: str = ""
    host: str = ""
    port: int = 0


@dataclass(frozen=True, slots=True)
class AnchorRule:
    """`every` in minutes; `ca` is a file of certificates that the services are checked with, "" for the system's."""

    every: int = 60
    places: tuple[str, ...] = ()
    ca: str = ""


def parse_place(text: str) -> Place:
    """Raises ValueError for what is no place."""
    if text.startswith("/"):
        return Place(text, PlaceKind.FOLDER, text)
    url = _URL.fullmatch(text)
    if url is None or url["scheme"] not in _SCHEMES or not 0 < int(url["port"] or 1) < 1 << 16:
        raise ValueError(text)
    kind, port = _SCHEMES[url["scheme"]], int(url["port"] or 0)
    if kind is PlaceKind.TIME_STAMP:
        return Place(text, kind, text.removeprefix("tsa+"), url["host"], port)
    address = (url["path"] or "").strip("/")
    if (kind is PlaceKind.MAIL) != ("@" in address):
        raise ValueError(text)
    return Place(text, kind, address, url["host"].strip("[]"), port or _PORTS[kind])


def wanted(last: datetime | None, moved: bool, now: datetime, every: int) -> timedelta:
    """How long until the next anchor: `every` minutes after the last if the heads have `moved`, else a day after it."""
    if last is None:
        return timedelta(0)
    pause = timedelta(minutes=every) if moved else max(STILL, timedelta(minutes=every))
    return max(timedelta(0), last + pause - now)


def rule(body: Mapping[str, Any]) -> AnchorRule:
    """The rule in a document; what it does not name keeps its default."""
    known = AnchorRule()
    places = tuple(str(place) for place in body.get("places", known.places))
    return AnchorRule(int(body.get("every", known.every)), places, str(body.get("ca", known.ca)))
