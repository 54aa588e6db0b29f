"""One thing that is wrong with a flow, as a code that the catalogue explains in the reader's language."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the node, or `node.field`; `details` fill the catalogue's texts."""

    code: str
    where: str
    details: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
