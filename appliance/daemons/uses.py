"""Who plays a prompt or a music class, by what is published."""

from collections.abc import Sequence

from sqlalchemy import Engine

from appliance.contact.acd.repository import Queues
from appliance.contact.ivr.exits import spoken
from appliance.contact.ivr.repository import Flows
from appliance.contact.voicemail.repository import BoxDocuments
from appliance.store.documents import Documents


class ConfiguredUses:
    """Uses, read from the database each time."""

    def __init__(self, database: Engine) -> None:
        self._documents = Documents(database)

    def flows(self, prompt: str) -> Sequence[str]:
        flows = Flows(self._documents).all()
        return sorted(name for name, flow in flows.items() if any(prompt in spoken(n) for n in flow.nodes.values()))

    def elsewhere(self, prompt: str) -> Sequence[str]:
        queues = Queues(self._documents).all()
        said = ((name, (*one.comfort, *one.closed_message, *one.emergency_message)) for name, one in queues.items())
        boxes = BoxDocuments(self._documents).all()
        return [
            *sorted(f"queue {name}" for name, names in said if prompt in names),
            *sorted(f"voicemail-box {name}" for name, box in boxes.items() if box.greeting == prompt),
        ]

    def queues(self, music: str) -> Sequence[str]:
        return sorted(name for name, queue in Queues(self._documents).all().items() if queue.music == music)
