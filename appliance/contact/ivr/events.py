"""Facts about callers in flows for the ledger."""

from datetime import datetime
from uuid import UUID

from appliance.events import Event

NODE = "flow.node"
KEY = "flow.key"


def node(contact: UUID, flow: str, version: int, name: str, kind: str, at: datetime) -> Event:
    """The caller has come to a node of a flow."""
    return Event(NODE, at, contact, data={"flow": flow, "version": version, "node": name, "type": kind})


def key(contact: UUID, name: str, digit: str, accepted: bool, at: datetime) -> Event:
    """A key was pressed at a node that listens; `digit` is "" when the time ran out."""
    return Event(KEY, at, contact, data={"node": name, "key": digit, "accepted": accepted})
