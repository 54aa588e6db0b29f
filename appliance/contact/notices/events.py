"""The fact that a notice was sent, and back."""

from uuid import UUID

from appliance.contact.notices.model import Notice
from appliance.events import Event

SENT = "notice.sent"


def sent(notice: Notice) -> Event:
    """The notice, whole; its agents are named one by one, so that later changes of teams do not change to whom."""
    data = {"notice": str(notice.id), "text": notice.text, "by": notice.by}
    to = {"agents": sorted(notice.agents)} if notice.agents else {}
    return Event(SENT, notice.at, data=data | to | ({"urgent": True} if notice.urgent else {}))


def notice(event: Event) -> Notice:
    """The inverse of `sent`."""
    data = event.data
    to = frozenset(data.get("agents", ()))
    return Notice(UUID(data["notice"]), data["text"], data["by"], event.at, to, bool(data.get("urgent")))
