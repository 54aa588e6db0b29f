"""The lines that are in force, as one document: what the site wants of them, and the files that it came to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.store.documents import Body, Documents
from dahdi_conf.intent import Intent, Use
from dahdi_conf.problem import Problem

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


def taken(intent: Intent, phones: Collection[str]) -> Iterator[Problem]:
    """A telephone on a port must not have the name of a SIP phone: one of them could not be called."""
    for identity, port in intent.ports.items():
        if port.use is Use.PHONE and port.number in phones:
            yield Problem("lines-phone-taken", f"ports.{identity}.number", {"value": port.number})
