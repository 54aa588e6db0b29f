"""Queues in the database."""

from datetime import datetime

from appliance.contact.acd.document import parse, queue_body
from appliance.contact.acd.model import Queue
from appliance.store.documents import Documents


class Queues:
    """The configured queues as versioned documents."""

    KIND = "queue"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Queue]:
        return {name: parse(name, body) for name, body in self._documents.all(self.KIND).items()}

    def put(self, queue: Queue, *, author: str, reason: str, at: datetime) -> None:
        self._documents.put(self.KIND, queue.name, queue_body(queue), author=author, reason=reason, at=at)
