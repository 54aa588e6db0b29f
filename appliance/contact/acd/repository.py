"""Queues in the database."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from appliance.contact.acd.model import Queue
from appliance.store.documents import Documents

RULES = frozenset(item.name for item in fields(Queue)) - {"name"}


class Queues:
    """The configured queues as versioned documents."""

    KIND = "queue"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Queue]:
        return {name: _queue(name, body) for name, body in self._documents.all(self.KIND).items()}

    def put(self, queue: Queue, *, author: str, reason: str, at: datetime) -> None:
        self._documents.put(self.KIND, queue.name, queue_body(queue), author=author, reason=reason, at=at)


def queue_body(queue: Queue) -> Mapping[str, Any]:
    body = asdict(queue)
    del body["name"]
    return body


def _queue(name: str, body: Mapping[str, Any]) -> Queue:
    return Queue(name, **{rule: value for rule, value in body.items() if rule in RULES})
