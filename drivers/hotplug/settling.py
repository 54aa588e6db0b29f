"""Many words of the kernel about one plug become one change: pure, time comes in as seconds of a monotonic clock."""

from dataclasses import dataclass, replace

from drivers.hotplug.model import Act, Change, Changes, Part

QUIET = 0.5
"""Seconds without a word after which what happened is over: a card brings its spans within a few tenths."""

LONGEST = 5.0
"""Seconds after the first word at which it is told even though words keep coming, as from a loose contact."""

Key = tuple[Part, str]

TOGETHER: dict[tuple[Act, Act], Act | None] = {
    (Act.ADDED, Act.REMOVED): None,
    (Act.REMOVED, Act.ADDED): Act.CHANGED,
    (Act.ADDED, Act.CHANGED): Act.ADDED,
    (Act.CHANGED, Act.ADDED): Act.CHANGED,
}
"""What two words about one thing come to; where nothing stands, the later word counts."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Words that wait for quiet; the states in between are forgotten, the way from the first to the last is kept."""

    first: float | None = None
    last: float = 0.0
    waiting: tuple[Change, ...] = ()
    lost: bool = False

    def heard(self, change: Change, now: float) -> "Settling":
        """One more word."""
        before = next((item for item in self.waiting if _key(item) == _key(change)), None)
        if before is None:
            return replace(self._at(now), waiting=(*self.waiting, change))
        act = TOGETHER.get((before.act, change.act), change.act)
        after = () if act is None else (replace(change, act=act),)
        place = self.waiting.index(before)
        return replace(self._at(now), waiting=(*self.waiting[:place], *after, *self.waiting[place + 1 :]))

    def missed(self, now: float) -> "Settling":
        """Words were lost: what is waiting is not the whole truth any more."""
        return replace(self._at(now), lost=True)

    @property
    def due(self) -> float | None:
        """When it is settled; None when nothing is waiting to be."""
        return None if self.first is None else min(self.last + QUIET, self.first + LONGEST)

    def settled(self, now: float) -> Changes | None:
        """What is to be told now, None while it is not yet settled or when it all came to nothing."""
        if self.due is None or now < self.due or not (self.waiting or self.lost):
            return None
        return Changes(self.waiting, self.lost)

    def _at(self, now: float) -> "Settling":
        return replace(self, first=now if self.first is None else self.first, last=now)


def _key(change: Change) -> Key:
    return change.part, change.name
