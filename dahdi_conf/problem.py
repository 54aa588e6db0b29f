"""One thing that is wrong with the lines, as a code that the catalogue explains in the reader's language."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the place in the intent (`spans.CARD#1.crc4`); one that `blocks` must be solved before applying."""

    code: str
    where: str
    details: dict[str, Any] = field(default_factory=dict)
    blocks: bool = True

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
