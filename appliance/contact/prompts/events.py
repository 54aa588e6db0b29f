"""Facts about sounds for the ledger."""

from datetime import datetime

from appliance.events import Event

CLEARED = "sounds.cleared"


def cleared(who: str, sounds: int, size: int, folders: int, at: datetime) -> Event:
    """Sounds that nobody can come back to have gone, `size` bytes in all, and `folders` of music off the disk."""
    return Event(CLEARED, at, data={"by": who, "sounds": sounds, "bytes": size, "folders": folders})
