"""Facts about pages."""

from datetime import datetime
from enum import StrEnum

from appliance.contact.paging.model import Page
from appliance.events import Event

STARTED, REACHED, UNSPOKEN, ENDED = "page.started", "page.reached", "page.unspoken", "page.ended"
KINDS = (STARTED, ENDED)


class How(StrEnum):
    """By what way a page is heard."""

    PHONE = "phone"
    BROKEN_INTO = "broken-into"
    MULTICAST = "multicast"


class End(StrEnum):
    """Why a page is over."""

    SPOKEN = "spoken"
    HUNG_UP = "hung-up"
    LONGEST = "longest"
    STOPPED = "stopped"
    NOBODY_LEFT = "nobody-left"
    MEDIA_LOST = "media-lost"
    ENGINE_RESTARTED = "engine-restarted"


def started(page: Page, now: datetime) -> Event:
    """`left` says of each phone that is not to hear it why not."""
    reach = page.reach
    data = {
        **_who(page),
        "prompts": list(page.speech.prompts),
        "emergency": page.group.emergency,
        "rung": list(reach.ring),
        "broken_into": list(reach.break_into),
        "multicast": list(page.group.multicast),
        "left": dict(reach.left),
    }
    return Event(STARTED, now, data=data)


def reached(page: Page, who: str, how: How, now: datetime) -> Event:
    return Event(REACHED, now, data={"page": str(page.id), "group": page.group.name, "who": who, "how": how.value})


def unspoken(page: Page, now: datetime) -> Event:
    """The phone at which somebody was to speak was not picked up; nobody has heard anything."""
    return Event(UNSPOKEN, now, data=_who(page))


def ended(page: Page, end: End, by: str, now: datetime) -> Event:
    """`by` is who stopped it."""
    began = page.began_at or now
    data = {
        **_who(page),
        "end": end.value,
        "by": by,
        "reached": list(page.reached),
        "duration_ms": int((now - began).total_seconds() * 1000),
    }
    return Event(ENDED, now, data=data)


def cut_off(before: Event, now: datetime) -> Event:
    """A page that was running when the engine ended."""
    names = ("page", "group", "phone", "agent", "account")
    told = {name: before.data[name] for name in names}
    lasted = int((now - before.at).total_seconds() * 1000)
    return Event(ENDED, now, data={**told, "end": End.ENGINE_RESTARTED.value, "by": "", "at_most_ms": lasted})


def _who(page: Page) -> dict[str, str]:
    """Whose page it is: at a phone, or of an account by command."""
    asker = page.asker
    told = {"page": str(page.id), "group": page.group.name, "phone": asker.phone or page.speech.phone}
    return {**told, "agent": asker.agent, "account": asker.by}
