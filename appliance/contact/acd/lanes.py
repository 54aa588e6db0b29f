"""Calls that ask for the same, kept in the order of the line."""

from bisect import bisect_left, insort
from typing import Any, Generic, NamedTuple, TypeVar

from appliance.contact.acd.model import Queue

C = TypeVar("C")
Levels = tuple[tuple[str, int], ...]


class Claim(NamedTuple):
    """What a call brings into the line beside its identity and its moment; many calls share one."""

    queues: tuple[str, ...]
    priority: int = 0
    skills: Levels = ()
    fast_lane: bool = False
    absent: bool = False
    without: tuple[str, ...] = ()


class Choice(NamedTuple):
    """A queue that a call may be served by, and the levels it demands."""

    queue: Queue
    levels: Levels


class Kind(NamedTuple):
    """What makes a lane: the own queue, the order and the agents that its calls have in common."""

    own: str
    fast: bool
    ageing: int
    bonus: int
    choices: tuple[tuple[str, Levels], ...]
    wanted: str
    without: tuple[str, ...]


class Lane(Generic[C]):
    """Calls of one kind. `keys` are (urgency without what `now` and rescue add, negated; entry; contact), sorted.

    `masks` has a bit for each agent who could serve, by choice; `mask` is all of them.
    """

    __slots__ = ("bit", "choices", "keys", "kind", "mask", "masks")

    def __init__(self, bit: int, kind: Kind, choices: tuple[Choice, ...]) -> None:
        self.bit, self.kind, self.choices = bit, kind, choices
        self.keys: list[tuple[int, int, C]] = []
        self.masks: tuple[int, ...] = ()
        self.mask = 0

    def put(self, key: tuple[int, int, C]) -> None:
        insort(self.keys, key)

    def take(self, key: tuple[int, int, C]) -> None:
        del self.keys[bisect_left(self.keys, key)]

    def head(self, now: int) -> tuple[bool, int, int, C]:
        """The first call's place in the line of all, which sorts."""
        key, kind = self.keys[0], self.kind
        return not kind.fast, key[0] - kind.ageing * now - kind.bonus, key[1], key[2]

    def ahead_of(self, kind: Kind, key: tuple[int, int, C]) -> int:
        """How many of the lane are before a call of another lane of the same queue."""
        if self.kind.fast != kind.fast:
            return len(self.keys) if self.kind.fast else 0
        beside: Any = (key[0] - kind.bonus + self.kind.bonus, key[1], key[2])
        return bisect_left(self.keys, beside)
