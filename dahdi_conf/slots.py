"""Lists of channels and timeslots as DAHDI writes them: `1-15,17-31`."""

import re
from collections.abc import Iterable, Iterator

_ITEM = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


def parse(text: str) -> tuple[int, ...]:
    """The numbers of a list, in its order; raises ValueError on anything else, a range that runs backwards included."""
    return tuple(number for item in text.split(",") for number in _range(item.strip()))


def shown(numbers: Iterable[int]) -> str:
    """The shortest list of ascending numbers."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs(numbers))


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours, ascending."""
    first = last = None
    for number in sorted(set(numbers)):
        if last is not None and first is not None and number != last + 1:
            yield first, last
            first = number
        first, last = number if first is None else first, number
    if first is not None and last is not None:
        yield first, last


def _range(item: str) -> range:
    match = _ITEM.fullmatch(item)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise ValueError(item)
    return range(int(match[1]), int(match[2] or match[1]) + 1)
