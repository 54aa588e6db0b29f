"""Flows as they are published, for pages that show them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from appliance.store.documents import Documents


class PublishedFlows:
    """Reads."""

    def __init__(self, engine: Engine) -> None:
        self._documents = Documents(engine)

    def document(self, name: str) -> Mapping[str, Any]:
        """The flow's document; empty where there is no such flow."""
        body = self._documents.get("flow", name) or {}
        return dict(body.get("document", {}))
