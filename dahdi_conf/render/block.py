"""Lines of a configuration file together with the reason that they are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from dahdi_conf.written import sealed


class BrokenLineError(ValueError):
    """A value that would end its line, start a comment or a section: verification must have stopped it."""


@dataclass(frozen=True, slots=True)
class Block:
    """`why` names the place in the intent (or what was found) that the lines come from."""

    why: str
    lines: tuple[str, ...]


def file(blocks: Iterable[Block], comment: str = "#") -> str:
    """The whole text: header, then each block under its reason."""
    return sealed("\n".join(_shown(block, comment) for block in blocks), comment)


def _shown(block: Block, comment: str) -> str:
    for line in (block.why, *block.lines):
        if not line.isprintable() or line != line.strip():
            raise BrokenLineError(line)
    for line in block.lines:
        if comment in line:
            raise BrokenLineError(line)
    return "\n".join([f"{comment} {block.why}", *block.lines, ""])
