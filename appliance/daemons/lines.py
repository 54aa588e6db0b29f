"""The lines that are in force, as one document: what the site wants of them, and the files that it came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.store.documents import Body, Documents

KIND, KEY = "lines", "site"


@dataclass(frozen=True, slots=True)
class InForce:
    """`intent` as `dahdi_conf.intent_document.body` writes it; `files` by their paths below /etc; `rows` as planned."""

    intent: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()

    def body(self) -> Body:
        return {"intent": dict(self.intent), "files": dict(self.files), "rows": list(self.rows)}


def in_force(documents: Documents) -> InForce:
    """What was last applied; empty before the first time."""
    body = documents.get(KIND, KEY)
    return read(body) if body else InForce()


def read(body: Body) -> InForce:
    """The inverse of `InForce.body`."""
    return InForce(body["intent"], body["files"], tuple(body["rows"]))
