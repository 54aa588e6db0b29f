"""Whose clock the box follows: one line first, others behind it in order, none of those that are given ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dahdi_conf.intent import Clock


@dataclass(frozen=True, slots=True)
class Source:
    """A digital line that could give a clock; `number` is its span's, `basic` one whose layer 1 may rest (BRI)."""

    identity: str
    number: int
    wish: Clock
    basic: bool = False


def order(sources: Iterable[Source]) -> Mapping[str, int]:
    """DAHDI's timing of each: 1 the primary, 2 and on those that step in, 0 who is given the clock."""
    takers = sorted((one for one in sources if one.wish in (Clock.PRIMARY, Clock.TAKE)), key=_rank)
    return {one.identity: place for place, one in enumerate(takers, 1)}


def _rank(source: Source) -> tuple[bool, bool, int]:
    return (source.wish is not Clock.PRIMARY, source.basic, source.number)
