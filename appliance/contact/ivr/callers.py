"""Lists of callers, such as VIPs: whole numbers, and beginnings of numbers that end in `*`."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallerList:
    """Numbers are compared without `+`, spaces and hyphens."""

    numbers: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    def holds(self, number: str) -> bool:
        plain_ = plain(number)
        return bool(plain_) and (plain_ in self.numbers or plain_.startswith(self.beginnings))


def caller_list(entries: Iterable[str]) -> CallerList:
    """The list of these entries."""
    given = [plain(entry) for entry in entries]
    return CallerList(
        frozenset(entry for entry in given if not entry.endswith("*")),
        tuple(sorted(entry[:-1] for entry in given if entry.endswith("*"))),
    )


def plain(number: str) -> str:
    return number.removeprefix("+").replace(" ", "").replace("-", "")


def fits(entry: str) -> bool:
    """Whether a text can stand on a list: digits, with a `*` at the end for every number that begins so."""
    digits = plain(entry).removesuffix("*")
    return digits.isascii() and digits.isdigit()
