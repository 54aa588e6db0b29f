"""A call's line in the books: waits and talk times by party, worked out from its events and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd import events as acd_facts
from appliance.contact.calls import events as facts
from appliance.contact.calls import history
from appliance.contact.calls.model import MAIN, Call, Leg, Purpose, Role
from appliance.contact.calls.shares import Share, shares
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class Record:
    """What a call came to. Times are milliseconds; talk and hold are the customer's.

    `agent` is who talked with the customer last, "" if nobody did; `shares` gives each leg's own talk and hold.
    """

    call: Call
    agent: str
    answered_at: datetime | None
    wait_ms: int | None
    talk_ms: int | None
    hold_ms: int | None
    cause: int | None
    shares: Mapping[UUID, Share] = field(default_factory=dict)

    def talk_of(self, leg: UUID) -> int | None:
        """Milliseconds that a leg talked; None for one that was never in a bridge."""
        return milliseconds(self.shares[leg].talk) if leg in self.shares else None

    def hold_of(self, leg: UUID) -> int | None:
        return milliseconds(self.shares[leg].hold) if leg in self.shares else None


def summarise(events: Iterable[Event]) -> Record | None:
    """The record of one contact's events; None if they do not open a call."""
    story = list(events)
    call = next(iter(history.replay(story).values()), None)
    if call is None:
        return None
    agents, customer = _talked_with(call, story), _customer(call)
    had = shares(story) if call.closed_at else {}
    own = had.get(customer) if customer else None
    return Record(
        call=call,
        agent=agents[-1].agent if agents else "",
        answered_at=agents[0].answered_at if agents else None,
        wait_ms=_waited(story),
        talk_ms=milliseconds(own.talk) if own else None,
        hold_ms=milliseconds(own.hold) if own else None,
        cause=_cause(call),
        shares=had,
    )


def _talked_with(call: Call, story: Iterable[Event]) -> list[Leg]:
    """The agents' legs that were brought together with the customer, in that order."""
    mains = (event.data["legs"] for event in story if event.kind == facts.JOINED and _bridge(event) == MAIN)
    joined = dict.fromkeys(UUID(leg) for legs in mains for leg in legs)
    return [call.legs[leg] for leg in joined if leg in call.legs and call.legs[leg].role is Role.AGENT]


def _bridge(event: Event) -> str:
    return str(event.data.get("bridge", MAIN))


def _customer(call: Call) -> UUID | None:
    role = Role.CALLER if any(leg.role is Role.CALLER for leg in call.legs.values()) else Role.OUTSIDE
    found = [leg for leg in call.legs.values() if leg.role is role]
    tried = [leg for leg in found if leg.purpose in (Purpose.OUTBOUND, Purpose.CALLBACK)]
    return next((leg.id for leg in [*tried[-1:], *found[:1]]), None)


def _waited(story: Iterable[Event]) -> int | None:
    waits = [int(event.data["wait_ms"]) for event in story if event.kind == acd_facts.LEFT]
    return sum(waits) if waits else None


def _cause(call: Call) -> int | None:
    callers = [leg.cause for leg in call.legs.values() if leg.role is Role.CALLER]
    return callers[0] if callers else None


def milliseconds(duration: timedelta) -> int:
    return max(0, round(duration.total_seconds() * 1000))
