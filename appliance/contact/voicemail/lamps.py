"""Which phones show how many messages: the boxes of whoever sits there, and those that name the phone."""

from collections.abc import Iterable, Mapping

from appliance.contact.voicemail.model import Box, Count


def lamps(
    phones: Iterable[str], boxes: Iterable[Box], seated: Mapping[str, str], counts: Mapping[str, Count]
) -> dict[str, Count]:
    """For each phone the messages it tells of; `seated` is who sits at a phone, `counts` goes by box."""
    known = tuple(boxes)
    return {
        phone: sum((counts.get(box.name, Count()) for box in _lit(phone, known, seated)), Count()) for phone in phones
    }


def _lit(phone: str, boxes: Iterable[Box], seated: Mapping[str, str]) -> Iterable[Box]:
    agent = seated.get(phone, "")
    return (box for box in boxes if phone in box.phones or (agent and box.agent == agent))
