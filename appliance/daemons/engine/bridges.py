"""What Asterisk calls the bridges of calls: it takes the name of a bridge that was destroyed only after a while."""

from collections.abc import Iterable
from itertools import count

KEPT = 1000
MARK = "~"


class Bridges:
    """The centre's names of bridges and Asterisk's, which differ once a bridge was dropped and is made again."""

    def __init__(self) -> None:
        self._live: dict[str, str] = {}
        self._dropped: dict[str, None] = {}
        self._numbers = count(1)

    def made(self, name: str) -> str:
        """Asterisk's name for a bridge that is about to be joined: the live one's, or one that was never used."""
        if name not in self._live:
            self._live[name] = f"{name}{MARK}{next(self._numbers)}" if name in self._dropped else name
        return self._live[name]

    def known(self, name: str) -> str:
        return self._live.get(name, name)

    def dropped(self, name: str) -> str:
        """Asterisk's name for a bridge that is about to be destroyed."""
        self._dropped[name] = None
        if len(self._dropped) > KEPT:
            del self._dropped[next(iter(self._dropped))]
        return self._live.pop(name, name)

    def replace(self, seen: Iterable[str]) -> None:
        """After a connect: what Asterisk has. A number that was used before is not used again."""
        self._live = {bridge.partition(MARK)[0]: bridge for bridge in seen}
        used = [int(number) for bridge in seen if (number := bridge.partition(MARK)[2]).isdecimal()]
        self._numbers = count(max([next(self._numbers), *(number + 1 for number in used)]))
