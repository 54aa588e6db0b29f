"""Which phones a page is for."""

from collections.abc import Collection, Mapping

from appliance.contact.paging.model import ALL, PageGroup, Phone, Reach, Use


def members(group: PageGroup, site: Collection[str]) -> tuple[str, ...]:
    """The phones of a group that the site has."""
    return tuple(sorted(site)) if ALL in group.phones else tuple(phone for phone in group.phones if phone in site)


def reach(group: PageGroup, phones: Mapping[str, Phone], speaker: str = "") -> Reach:
    """Idle phones are rung, ringing ones never disturbed; an emergency also breaks into calls and do-not-disturb."""
    heard = {name: phone for name, phone in phones.items() if name != speaker}
    rung = {Use.IDLE, Use.UNDISTURBED} if group.emergency else {Use.IDLE}
    ring = tuple(name for name, phone in heard.items() if phone.use in rung)
    into = {name: phone.channel for name, phone in heard.items() if group.emergency and phone.use is Use.IN_CALL}
    left = {name: phone.use.value for name, phone in heard.items() if name not in ring and name not in into}
    return Reach(ring, into, left)


def may(group: PageGroup, phone: str, agent: str) -> bool:
    """Whether a phone, or who sits there, may page the group."""
    return ALL in group.callers or phone in group.callers or bool(agent and agent in group.callers)
