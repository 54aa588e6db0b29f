"""Configurations that come in pieces over the control socket, whose lines are bounded."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from appliance.daemons.engine.errors import DraftTooLarge, DraftUnknown
from appliance.store.engine import as_json
from appliance.store.history import State

LARGEST = 64 << 20
"""Bytes of one draft."""
AT_ONCE = 4


class Drafts:
    """In memory; of more than four unfinished ones the oldest is dropped."""

    def __init__(self) -> None:
        self._drafts: dict[str, State] = {}
        self._sizes: dict[str, int] = {}

    def add(self, draft: str, documents: Mapping[str, Mapping[str, Any]]) -> str:
        """Add to a draft, "" begins one; its name. Raises DraftUnknown or DraftTooLarge."""
        name = draft or self._begin()
        self._known(name)
        self._sizes[name] += len(as_json(documents))
        if self._sizes[name] > LARGEST:
            self._drop(name)
            raise DraftTooLarge(limit=LARGEST)
        self._drafts[name] |= by_place(documents)
        return name

    def take(self, draft: str) -> State:
        """The whole draft, which is over. Raises DraftUnknown."""
        found = self._known(draft)
        self._drop(draft)
        return found

    def _begin(self) -> str:
        while len(self._drafts) >= AT_ONCE:
            self._drop(next(iter(self._drafts)))
        name = uuid4().hex
        self._drafts[name], self._sizes[name] = {}, 0
        return name

    def _known(self, draft: str) -> State:
        if draft not in self._drafts:
            raise DraftUnknown(draft=draft[:40])
        return self._drafts[draft]

    def _drop(self, draft: str) -> None:
        del self._drafts[draft], self._sizes[draft]


def by_place(documents: Mapping[str, Mapping[str, Any]]) -> State:
    """Documents by kind and key."""
    return {(kind, key): body for kind, bodies in documents.items() for key, body in bodies.items()}
