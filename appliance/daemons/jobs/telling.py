"""What the jobs tell of their own doings: into the ledger, and to whoever follows the events."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from appliance.contact.recording.ports import Calls
from appliance.events import Event

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Teller:
    """`tell`, with whom to tell."""

    calls: Calls
    publish: Callable[[Event], None]

    def note(self, event: Event) -> None:
        tell(event, self.calls, self.publish)


def tell(event: Event, calls: Calls, publish: Callable[[Event], None]) -> None:
    """A ledger that takes nothing now stops no work that is already done."""
    try:
        calls.note(event)
    except Exception:
        logger.exception("the ledger does not take %s", event)
    publish(event)
