"""Which lines a new set of files touches: only those are let go and taken anew, calls on all others stay up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dahdi_conf import slots

ASTERISK, SYSTEM = "asterisk/chan_dahdi.conf", "dahdi/system.conf"
_PLACE = re.compile(r"[;#] ((?:spans|ports)\.\S+?)(?: \(|: |$)")
_CONFIGURED = r"^(?:bchan|dchan|hardhdlc|mtp2|cas|e&m|e&me1)=([\d,-]+)"
_SECTION = re.compile(r"\[(?:span-(\d+)|port-\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as its files have it. `place` is that of the document.

    `span` is 0 of an analog port, `linkset` of all lines but those with SS7.
    """

    place: str
    span: int
    isdn: bool
    channels: tuple[int, int]
    """The first and the last, the one that signals included."""
    linkset: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines that go as they were, and lines that come; one that changes is in both."""

    gone: tuple[Line, ...]
    come: tuple[Line, ...]


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """From one set of rendered files to another; either may be empty."""
    before, after = _described(old), _described(new)
    touched = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    return Changes(
        tuple(line for line in lines(old) if line.place in touched),
        tuple(line for line in lines(new) if line.place in touched),
    )


def lines(files: Mapping[str, str]) -> Iterator[Line]:
    """The lines of a set of rendered files, in the order of chan_dahdi.conf."""
    system = _blocks(files.get(SYSTEM, ""))
    for place, text in _blocks(files.get(ASTERISK, "")).items():
        section = _SECTION.search(text)
        own = _channels(r"^dahdichan = (\S+)$", text)
        if section and own:
            both = own + _channels(_CONFIGURED, system.get(place, ""))
            isdn = re.search(r"^signalling = (pri|bri)_", text, re.MULTILINE) is not None
            linkset = re.search(r"^linkset = (\d+)", text, re.MULTILINE)
            yield Line(place, int(section[1] or 0), isdn, (min(both), max(both)), int(linkset[1]) if linkset else 0)


def _channels(pattern: str, text: str) -> list[int]:
    return [channel for some in re.findall(pattern, text, re.MULTILINE) for channel in slots.parse(some)]


def _described(files: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """All that is said of each line. What is said of a country, or of neighbouring ports in one, counts for each."""
    own, system = _blocks(files.get(ASTERISK, "")), _blocks(files.get(SYSTEM, ""))
    country = tuple(block.strip() for block in files.get(SYSTEM, "").split("\n\n") if block.startswith("# country"))
    return {
        place: (text, *(block for other, block in system.items() if _about(other, place)), *country)
        for place, text in own.items()
    }


def _about(block: str, place: str) -> bool:
    return block == place or (block.startswith("ports.") and block.partition("/")[0] == place.partition("/")[0])


def _blocks(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        if match := _PLACE.match(block):
            found[match[1]] = found.get(match[1], "") + block.rstrip("\n") + "\n"
    return found
