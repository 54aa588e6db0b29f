"""The open calls: every fact about a call passes through here, into the ledger and into the picture at once."""

from collections.abc import Iterable
from uuid import UUID

from appliance.contact.calls import history
from appliance.contact.calls.model import Call, CallState, Leg
from appliance.contact.calls.phones import PhonesInUse
from appliance.contact.calls.ports import Ledger
from appliance.events import Event


class Book:
    """Calls by contact and by channel; a closed call leaves the book, its events stay in the ledger.

    `phones` are those that carry a leg of ours, from the moment it is asked for, or a channel that is in no call.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._calls: dict[UUID, Call] = {}
        self._contacts: dict[str, UUID] = {}
        self.phones: PhonesInUse[UUID | str] = PhonesInUse()

    def record(self, *events: Event) -> None:
        """Book facts: of calls, queues and agents alike."""
        self._ledger.record(*events)
        self._fold(events)

    def restore(self, events: Iterable[Event]) -> None:
        """Take back the open calls from what the ledger holds about them."""
        self._fold(events)

    def call(self, contact: UUID) -> Call | None:
        return self._calls.get(contact)

    def on(self, channel: str) -> tuple[Call, Leg] | None:
        """The call and leg that a channel belongs to."""
        call = self._calls.get(self._contacts[channel]) if channel in self._contacts else None
        leg = call.on(channel) if call else None
        return (call, leg) if call and leg else None

    def calls(self) -> tuple[Call, ...]:
        return tuple(self._calls.values())

    def channels_at(self, phone: str) -> frozenset[str]:
        """The channels that a phone has by what we know, in calls and beside them."""
        beside = (leg for leg in self.phones.on(phone) if isinstance(leg, str))
        legs = (leg.channel for call in self._calls.values() for leg in call.live_legs if leg.phone == phone)
        return frozenset((*beside, *legs))

    def caller(self, contact: UUID) -> Leg | None:
        """The live leg of the caller, or of whom an outbound call is with."""
        call = self._calls.get(contact)
        return call.customer if call else None

    def _fold(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.contact is None or (call := history.apply(self._calls.get(event.contact), event)) is None:
                continue
            if call.state is CallState.CLOSED:
                self._forget(call)
            else:
                self._calls[call.id] = call
                if event.leg and (leg := call.legs.get(event.leg)):
                    self._note(call, leg)

    def _note(self, call: Call, leg: Leg) -> None:
        self._contacts[leg.channel] = call.id
        if leg.live:
            self.phones.created(leg.id, leg.phone)
        else:
            self.phones.destroyed(leg.id)

    def _forget(self, call: Call) -> None:
        self._calls.pop(call.id, None)
        for leg in call.legs.values():
            self._contacts.pop(leg.channel, None)
            self.phones.destroyed(leg.id)
