"""Facts about faxes for the ledger."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from appliance.contact.fax.model import Outcome
from appliance.events import Event

STARTED = "fax.started"
HEARD = "fax.heard"
ENDED = "fax.ended"
LEFT = "fax.left"
EMPTY = "fax.empty"
DELETED = "fax.deleted"


def started(contact: UUID, leg: UUID, fax: UUID, box: str, number: str, name: str, at: datetime) -> Event:
    """A fax is received from now on; its pages gather under `name`."""
    data = {"fax": str(fax), "direction": "in", "box": box, "number": number, "name": name}
    return Event(STARTED, at, contact, leg, data)


def heard(contact: UUID, at: datetime) -> Event:
    """The calling tone of a fax was heard on a flow that also serves people."""
    return Event(HEARD, at, contact)


def ended(contact: UUID, leg: UUID | None, fax: UUID, outcome: Outcome, at: datetime) -> Event:
    """The transmission is over, for better or worse."""
    return Event(ENDED, at, contact, leg, {"fax": str(fax), **asdict(outcome)})


def left(contact: UUID, fax: UUID, box: str, recording: UUID, pages: int, at: datetime) -> Event:
    """A received fax is in its box, and its pages are sealed; `pages` were counted in what came."""
    data = {"fax": str(fax), "box": box, "recording": str(recording), "pages": pages}
    return Event(LEFT, at, contact, data=data)


def empty(contact: UUID, fax: UUID, box: str, at: datetime) -> Event:
    """Not one page has come."""
    return Event(EMPTY, at, contact, data={"fax": str(fax), "box": box})


def deleted(fax: UUID, box: str, who: str, pages: str, at: datetime) -> Event:
    """It is out of its box; `pages` says what became of them: deleted, kept or held."""
    return Event(DELETED, at, data={"fax": str(fax), "box": box, "by": who, "pages": pages})
