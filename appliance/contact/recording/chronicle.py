"""The chain of later changes as it is written: one fact after the other, the head after each."""

from appliance.contact.recording import register
from appliance.contact.recording.model import Change
from appliance.contact.recording.ports import ChangeStore, HeadStore


def write(change: Change, changes: ChangeStore, head: HeadStore) -> Change:
    """The change in its place, durable; whoever calls keeps other writers away."""
    change = register.chained(change, changes.last(), head.read())
    changes.append(change)
    head.write(register.head_of(change))
    return change


def settle(changes: ChangeStore, head: HeadStore) -> None:
    """Move the head to a change whose writing was cut short; a head that contradicts the changes stays."""
    last = changes.last()
    if last and register.follows(last, head.read()):
        head.write(register.head_of(last))
