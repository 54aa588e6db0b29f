"""The cases of a branch, one a line: `caller starts 139|138 & tier is gold -> node`."""

from collections.abc import Mapping
from typing import Any

CHECKS = ("is", "starts", "matches", "listed", "at_least", "below", "during", "present")
LISTS = ("is", "starts", "during")


def line_of(case: Mapping[str, Any]) -> str:
    """A case of a document as a line."""
    tests = case.get("all") or [case]
    return f"{' & '.join(_said(test) for test in tests)} -> {case.get('to', '')}"


def case_of(line: str) -> dict[str, Any]:
    """The inverse; raises ValueError for what is no case."""
    tests, arrow, to = line.rpartition("->")
    if not arrow or not to.strip():
        raise ValueError(line)
    read = [_read(test) for test in tests.split(" & ")]
    return {"to": to.strip(), **(read[0] if len(read) == 1 else {"all": read})}


def _said(test: Mapping[str, Any]) -> str:
    check = next((name for name in CHECKS if name in test), "present")
    against = test.get(check, True)
    if check == "present":
        return f"{test.get('data', '')} {'present' if against else 'absent'}"
    value = "|".join(map(str, against)) if isinstance(against, list) else str(against)
    return f"{test.get('data', '')} {check} {value}".strip()


def _read(text: str) -> dict[str, Any]:
    data, _, rest = text.strip().partition(" ")
    if data == "during":
        return {"during": [part.strip() for part in rest.split("|")]}
    check, _, value = rest.strip().partition(" ")
    value = value.strip()
    if check in ("present", "absent") and not value:
        return {"data": data, "present": check == "present"}
    if not data or check not in CHECKS or not value:
        raise ValueError(text)
    if check in ("at_least", "below"):
        return {"data": data, check: _figure(value)}
    if check in LISTS and ("|" in value or check == "during"):
        return {"data": data, check: [part.strip() for part in value.split("|")]}
    return {"data": data, check: value}


def _figure(text: str) -> float:
    number = float(text)
    if number != number or abs(number) > 1e12:
        raise ValueError(text)
    return int(number) if number.is_integer() else number
