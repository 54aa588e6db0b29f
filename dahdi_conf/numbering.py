"""Which numbers spans and channels have: what was given once is never given to another span, nor taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dahdi_conf.intent import Pin


@dataclass(frozen=True, slots=True)
class Numbered:
    """A span to be numbered: how many channels it needs, and DAHDI's present numbers of it, if it has some."""

    identity: str
    channels: int
    number: int | None = None
    base: int | None = None


def pin(spans: Iterable[Numbered], pins: Mapping[str, Pin]) -> Mapping[str, Pin]:
    """`pins` as they are, and one for each span that has none, in the order of their numbers.

    A new span keeps the numbers it has now where they fit; else it comes after all others, because DAHDI wants first
    channels to rise with span numbers.
    """
    kept = dict(pins)
    fresh = [span for span in spans if span.identity not in kept and span.channels]
    for span in sorted(fresh, key=_present):
        present = Pin(span.number or 0, span.base or 0, span.channels)
        fits = span.number is not None and span.base is not None and _fits(present, kept.values())
        kept[span.identity] = present if fits else _after(kept.values(), span.channels)
    return dict(sorted(kept.items(), key=lambda item: (item[1].number, item[0])))


def _present(span: Numbered) -> tuple[bool, int]:
    return (span.number is None, span.number or 0)


def _fits(new: Pin, others: Iterable[Pin]) -> bool:
    return all(
        (other.number < new.number and other.last < new.base) or (other.number > new.number and other.base > new.last)
        for other in others
    )


def _after(pins: Iterable[Pin], channels: int) -> Pin:
    taken = tuple(pins)
    number = max((one.number for one in taken), default=0) + 1
    return Pin(number, max((one.last for one in taken), default=0) + 1, channels)
