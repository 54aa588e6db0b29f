"""Facts about calls and their legs; a reader folds them into a Call with `history.apply`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.calls.model import MAIN, Call, Leg, Result, Target
from appliance.contact.calls.quality import Audio, Medium, told
from appliance.events import Event

OPENED = "contact.opened"
CLOSED = "contact.closed"
ADOPTED = "contact.adopted"
LEG_OPENED = "leg.opened"
LEG_RINGING = "leg.ringing"
LEG_ANSWERED = "leg.answered"
LEG_HELD = "leg.held"
LEG_RESUMED = "leg.resumed"
LEG_ENDED = "leg.ended"
OFFER_MADE = "offer.made"
OFFER_ENDED = "offer.ended"
JOINED = "bridge.joined"
PARTED = "bridge.parted"
TURNED = "call.turned"
CONSULT_BEGUN = "consult.begun"
CONSULT_ENDED = "consult.ended"
TRANSFERRED = "transfer.made"
TRANSFER_FAILED = "transfer.failed"
TRANSFER_REFUSED = "transfer.refused"
RETURNED = "flow.returned"
PARKED = "call.parked"
RECORDING = "recording.started"
TRUNK_OUT = "trunk.out"
TRUNK_BACK = "trunk.back"
TRUNK_FULL = "trunk.full"
TRUNK_ROOM = "trunk.room"
OVER_A_LINE = Medium.TDM.value
"""The `medium` in the `audio` of a leg that has ended."""


def opened(call: Call, *, callback: UUID | None = None, queue: str = "") -> Event:
    """`callback` is the call-back that the call is an attempt of, which keeps a place in `queue`."""
    data = {
        "direction": call.direction.value,
        "dialled": call.dialled,
        "caller": call.caller,
        "trunk": call.trunk,
    }
    more = {"callback": str(callback), "queue": queue} if callback else {}
    more |= {"diverted_by": call.diverted_by} if call.diverted_by else {}
    return Event(OPENED, call.opened_at, call.id, data=data | more)


def adopted(contact: UUID, at: datetime) -> Event:
    """The static group of the dialplan has the call: it arrived while the engine was away."""
    return Event(ADOPTED, at, contact)


def closed(contact: UUID, result: Result, by: str, at: datetime) -> Event:
    return Event(CLOSED, at, contact, data={"result": result.value, "by": by})


def leg_opened(
    contact: UUID,
    leg: Leg,
    trunk: str = "",
    *,
    shown: str = "",
    hidden: bool = False,
    e164: str = "",
    number_class: str = "",
) -> Event:
    """`trunk` is the one that a leg to the outside goes by, `shown` the number of ours that it presents; a `hidden`
    one is kept from the called party.
    """
    data: dict[str, Any] = {
        "role": leg.role.value,
        "channel": leg.channel,
        "node": leg.node,
        "phone": leg.phone,
        "agent": leg.agent,
    } | ({"purpose": leg.purpose.value} if leg.purpose else {})
    more = {"trunk": trunk, "shown": shown, "hidden": hidden, "e164": e164, "class": str(number_class)}
    return Event(
        LEG_OPENED, leg.opened_at, contact, leg.id, data | {key: value for key, value in more.items() if value}
    )


def leg_step(kind: str, contact: UUID, leg: UUID, at: datetime, *, by: str = "") -> Event:
    """A leg rings, is answered, is held or is resumed; `by` says who asked."""
    return Event(kind, at, contact, leg, {"by": by} if by else {})


def leg_ended(contact: UUID, leg: UUID, cause: int, by: str, at: datetime, audio: Audio | None = None) -> Event:
    """`cause` is a Q.850 cause value; `by` is caller, agent, outside or system; `audio` how it sounded, if known."""
    more = {"audio": told(audio)} if audio else {}
    return Event(LEG_ENDED, at, contact, leg, {"cause": cause, "by": by, **more})


def offer_made(contact: UUID, leg: UUID, agent: str, queue: str, at: datetime) -> Event:
    return Event(OFFER_MADE, at, contact, leg, {"agent": agent, "queue": queue})


def offer_ended(contact: UUID, leg: UUID, agent: str, outcome: str, at: datetime) -> Event:
    """`outcome` is answered, no-answer, busy, rejected, unreachable or withdrawn."""
    return Event(OFFER_ENDED, at, contact, leg, {"agent": agent, "outcome": outcome})


def joined(contact: UUID, legs: Sequence[UUID], at: datetime, bridge: str = MAIN) -> Event:
    """From now on these legs, and no others, hear each other in `bridge`; whoever is left behind elsewhere waits."""
    data = {"legs": [str(leg) for leg in legs]}
    return Event(JOINED, at, contact, data=data | ({"bridge": bridge} if bridge != MAIN else {}))


def parted(contact: UUID, leg: UUID, bridge: str, at: datetime) -> Event:
    """A leg has left `bridge` while others stay."""
    return Event(PARTED, at, contact, leg, {"bridge": bridge})


def turned(contact: UUID, about: UUID, at: datetime) -> Event:
    """The call is about the leg `about` from now on: its other party, which began the call, acts as agents do."""
    return Event(TURNED, at, contact, about)


def consult_begun(contact: UUID, by: UUID, to: UUID, target: Target, at: datetime) -> Event:
    return Event(CONSULT_BEGUN, at, contact, to, {"by": str(by), "to": str(target)})


def consult_ended(contact: UUID, to: UUID, outcome: str, at: datetime) -> Event:
    """`outcome` is completed, cancelled, conference, over, or why nobody was reached."""
    return Event(CONSULT_ENDED, at, contact, to, {"outcome": outcome})


def transferred(contact: UUID, leg: Leg | None, how: str, target: Target, at: datetime, *, back: bool = False) -> Event:
    """`how` is blind, consult, requeue, pick-up, take-over or no-answer; with `back` the agent waits for the caller."""
    data = {"how": how, "to": str(target), "agent": leg.agent if leg else ""} | ({"back": True} if back else {})
    return Event(TRANSFERRED, at, contact, leg.id if leg else None, data)


def transfer_failed(contact: UUID, leg: UUID, agent: str, outcome: str, at: datetime) -> Event:
    """`leg` was rung in vain."""
    return Event(TRANSFER_FAILED, at, contact, leg, {"agent": agent, "outcome": outcome})


def transfer_refused(line: tuple[UUID, Leg] | None, channel: str, to: str, reason: str, at: datetime) -> Event:
    """A phone's own button was declined: `to` is what it dialled or the channel of its other line, `reason` a code."""
    contact, leg = line if line else (None, None)
    data = {"agent": leg.agent if leg else "", "channel": channel, "to": to, "reason": reason}
    return Event(TRANSFER_REFUSED, at, contact, leg.id if leg else None, data)


def returned(contact: UUID, leg: UUID, at: datetime) -> Event:
    """The flow has given the caller back to the agent's leg."""
    return Event(RETURNED, at, contact, leg)


def parked(contact: UUID, leg: Leg | None, slot: str, at: datetime) -> Event:
    agent = leg.agent if leg else ""
    return Event(PARKED, at, contact, leg.id if leg else None, {"slot": slot, "agent": agent})


def recording(contact: UUID, leg: UUID, file: str, at: datetime) -> Event:
    return Event(RECORDING, at, contact, leg, {"file": file})


def trunk_out(trunk: str, reason: str, detail: str, at: datetime) -> Event:
    """The trunk cannot carry calls, for one more reason."""
    return Event(TRUNK_OUT, at, data={"trunk": trunk, "reason": str(reason), "detail": detail})


def trunk_back(trunk: str, reason: str, since: datetime, at: datetime, *, usable: bool) -> Event:
    """That reason is gone; `usable` says that it was the last."""
    data = {"trunk": trunk, "reason": str(reason), "since": since.isoformat(), "usable": usable}
    return Event(TRUNK_BACK, at, data=data)


def trunk_full(trunk: str, calls: int, at: datetime) -> Event:
    """All that the trunk carries at once is taken."""
    return Event(TRUNK_FULL, at, data={"trunk": trunk, "calls": calls})


def trunk_room(trunk: str, since: datetime, at: datetime) -> Event:
    """The trunk was full `since` then, and has room again."""
    return Event(TRUNK_ROOM, at, data={"trunk": trunk, "since": since.isoformat()})
