"""Checks that several parts of a document share."""

import re
from collections.abc import Iterator

from dahdi_conf.problem import Problem

FIRST_GROUP, LAST_GROUP = 1, 63
_NAME = re.compile(r"[^\x00-\x1f;\\#\[\]\"]{0,60}")
_PREFIX = re.compile(r"[0-9*#+]{0,10}")


def between(where: str, value: float, low: float, high: float) -> Iterator[Problem]:
    """Unless the value lies in the range, both ends included."""
    if not low <= value <= high:
        yield Problem("lines-value-range", where, {"value": value, "low": low, "high": high})


def group(where: str, value: int) -> Iterator[Problem]:
    """A group of Asterisk; 0 stands for the usual one."""
    yield from between(f"{where}.group", value, 0, LAST_GROUP)


def name(where: str, value: str) -> Iterator[Problem]:
    """What people call a line: it stands in files that know no quoting."""
    if not _NAME.fullmatch(value):
        yield Problem("lines-name-invalid", f"{where}.name", {"value": value})


def prefix(where: str, value: str) -> Iterator[Problem]:
    """What is put in front of a number."""
    if value != "auto" and not _PREFIX.fullmatch(value):
        yield Problem("lines-prefix-invalid", where, {"value": value})
