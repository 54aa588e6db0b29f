"""Which phones carry a leg right now."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Leg = TypeVar("Leg", bound=Hashable)


class PhonesInUse(Generic[Leg]):
    """Counts legs by phone. A leg is known by whatever names it: a channel, or an identity of ours."""

    def __init__(self) -> None:
        self._phone_of: dict[Leg, str] = {}
        self._legs: Counter[str] = Counter()

    def created(self, leg: Leg, phone: str) -> None:
        if leg not in self._phone_of:
            self._phone_of[leg] = phone
            self._legs[phone] += 1

    def destroyed(self, leg: Leg) -> None:
        if (phone := self._phone_of.pop(leg, None)) is not None:
            self._legs[phone] -= 1

    def replace(self, legs: Iterable[tuple[Leg, str]]) -> None:
        """The whole truth after a (re)connect: (leg, phone) pairs."""
        self._phone_of = dict(legs)
        self._legs = Counter(self._phone_of.values())

    def in_use(self, phone: str) -> bool:
        return self._legs[phone] > 0

    def count(self, phone: str) -> int:
        """How many legs the phone carries."""
        return self._legs[phone]

    def of(self, leg: Leg) -> str:
        """The phone that carries the leg, "" for none."""
        return self._phone_of.get(leg, "")

    def on(self, phone: str) -> frozenset[Leg]:
        return frozenset(leg for leg, where in self._phone_of.items() if where == phone)
