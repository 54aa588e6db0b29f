"""The script of a queue as an agent reads it: lines, steps to tick off, and what is known filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

STEP = "- "
_NAMES = re.compile(r"\{(customer|organisation|agent)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the script; a step is ticked off when it is done."""

    text: str
    step: bool = False


def lines(script: str, known: Mapping[str, str]) -> Iterator[Line]:
    """The lines that are not empty; `{customer}`, `{organisation}` and `{agent}` become what is known, else nothing."""
    for line in script.splitlines():
        if text := _filled(line.strip(), known):
            yield Line(text.removeprefix(STEP), text.startswith(STEP))


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _NAMES.sub(lambda found: known.get(found[1], ""), text).strip()
