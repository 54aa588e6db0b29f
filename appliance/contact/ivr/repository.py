"""Published flows in the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appliance.contact.ivr.document import parse
from appliance.contact.ivr.model import Flow
from appliance.store.documents import Documents


class Flows:
    """Flow documents; the version of a flow counts its publications."""

    KIND = "flow"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Flow]:
        """Every published flow."""
        return {name: parse(name, body["document"], body["version"]) for name, body in self.bodies().items()}

    def bodies(self) -> dict[str, Mapping[str, Any]]:
        """Each flow's `document` as it was written, and its `version`."""
        return self._documents.all(self.KIND)

    def publish(self, name: str, document: Mapping[str, Any], *, author: str, reason: str, at: datetime) -> int:
        """Make a document the flow of that name; the version it got, the present one if nothing differs."""
        present = self._documents.get(self.KIND, name)
        if present and present["document"] == document:
            return int(present["version"])
        version = 1 + (int(present["version"]) if present else 0)
        body = {"document": dict(document), "version": version}
        self._documents.put(self.KIND, name, body, author=author, reason=reason, at=at)
        return version
