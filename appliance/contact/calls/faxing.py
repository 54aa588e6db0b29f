"""Faxes that callers send: the calls' side of that port of flows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as call_facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Join, ListenForFax, ReceiveFax
from appliance.contact.calls.handover import bridge_name
from appliance.contact.calls.model import MAIN, Call, CallState
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Identities, Ledger, Line, Media
from appliance.contact.calls.voice import Voice
from appliance.contact.fax import events as facts
from appliance.contact.fax.model import Direction as FaxDirection
from appliance.contact.fax.model import Fax, Outcome, fax_of, file_name, sent_name
from appliance.events import Event

LISTENS = 60
"""Seconds in which a fax that calls is heard: its tone comes every three and a half."""
WITH_US = frozenset({CallState.ARRIVED, CallState.IN_FLOW, CallState.WAITING, CallState.OFFERED})


class Results(Protocol):
    """What Asterisk notes of faxes that are over."""

    def ask_fax(self, name: str, leg: UUID | None) -> None:
        """The answer comes to `Faxing.told`, perhaps only when Asterisk is there again."""
        ...


class Walks(Protocol):
    """Callers in flows, as far as they may be faxes."""

    def awaits_fax(self, contact: UUID) -> bool:
        """Whether the flow has an exit for a caller whose fax calls."""
        ...

    def tone(self, contact: UUID, now: datetime) -> None:
        """A fax calls."""
        ...

    def faxed(self, contact: UUID, now: datetime, *, pages: bool) -> None:
        """A fax is over, of which perhaps `pages` have come."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """A fax on its way: `back` when its channel waits in our hands for what became of it."""

    contact: UUID
    leg: UUID | None
    fax: UUID
    name: str
    back: bool = False


class Faxing:
    """Has Asterisk receive faxes; the ledger knows of each before its first page, and of its end before its call's."""

    def __init__(
        self,
        book: Book,
        ledger: Ledger,
        media: Media,
        ids: Identities,
        walks: Walks,
        line: Line,
        offers: Offers,
        voice: Voice,
    ) -> None:
        self._book, self._ledger, self._media, self._ids = book, ledger, media, ids
        self._walks, self._line, self._offers, self._voice = walks, line, offers, voice
        self._listening: set[UUID] = set()
        self._running: dict[UUID, Running] = {}
        self._asked: dict[str, Running] = {}
        self.results: Results

    def listen(self, contact: UUID) -> None:
        """Hear whether a fax calls; only who comes from a line or a trunk can be one."""
        call, leg = self._book.call(contact), self._book.caller(contact)
        if call and leg and not leg.at_desk and not call.talking_since:
            self._listening.add(contact)
            self._media.send(ListenForFax(leg.channel, LISTENS))

    def begin(self, contact: UUID, box: str, now: datetime) -> None:
        """Receive a fax into a box."""
        call, leg = self._book.call(contact), self._book.caller(contact)
        if call and leg:
            fax = self._ids.new(now)
            name = file_name(contact, fax)
            self._voice.hush(contact)
            self._forget(contact, leg.channel)
            self._book.record(facts.started(contact, leg.id, fax, box, call.caller, name, now))
            self._media.send(ReceiveFax(leg.channel, name, call.dialled))

    def heard(self, channel: str, now: datetime) -> None:
        """A fax calls at a channel, which Asterisk has taken out of whatever it was in."""
        found = self._book.on(channel)
        if found is None:
            self._media.send(HangUp(channel))
            return
        call, _ = found
        self._listening.discard(call.id)
        if call.state in WITH_US and self._walks.awaits_fax(call.id):
            self._book.record(facts.heard(call.id, now))
            self._offers.withdraw(call, now)
            self._voice.hush(call.id)
            self._line.leave(call.id, Departure.LEFT, now)
            self._walks.tone(call.id, now)
        else:
            self._as_it_was(call)

    def back(self, channel: str, now: datetime) -> None:
        """A fax is over and its channel is in our hands again."""
        if (found := self._book.on(channel)) and (running := self._running.pop(found[1].id, None)):
            self._ask(replace(running, back=True))

    def told(self, name: str, outcome: Outcome, now: datetime) -> None:
        """What became of a fax."""
        if running := self._asked.pop(name, None):
            self._book.record(facts.ended(running.contact, running.leg, running.fax, outcome, now))
            if running.back and self._book.caller(running.contact):
                self._walks.faxed(running.contact, now, pages=outcome.pages > 0)

    def take(self, events: Iterable[Event]) -> None:
        """Hear from the ledger which faxes run, and of channels that end under them."""
        for event in events:
            if event.contact is None:
                continue
            if event.kind in (facts.STARTED, facts.CONNECTED) and event.leg:
                data = event.data
                self._running[event.leg] = Running(event.contact, event.leg, UUID(data["fax"]), data["name"])
            elif event.kind == call_facts.LEG_ENDED and event.leg and (running := self._running.pop(event.leg, None)):
                self._ask(running)
            elif event.kind == call_facts.JOINED and event.contact in self._listening:
                # Speech has the tone of a fax in it now and then.
                if leg := self._book.caller(event.contact):
                    self._forget(event.contact, leg.channel)
            elif event.kind == call_facts.CLOSED:
                self._listening.discard(event.contact)

    def restore(self, calls: Iterable[Call], faxes: Iterable[Fax]) -> None:
        """After a restart: faxes that were on their way, in open `calls` or, of these `faxes`, in such as are over."""
        open_calls = {call.id: call for call in calls}
        for call in open_calls.values():
            fax, leg = fax_of(call.fax), call.customer
            if call.faxing and fax and leg:
                self._running[leg.id] = Running(call.id, leg.id, fax, call.fax)
            elif call.faxing and fax:
                self._ask(Running(call.id, None, fax, call.fax))
        for one in faxes:
            if one.contact and one.contact not in open_calls:
                name = sent_name if one.direction is FaxDirection.OUT else file_name
                self._ask(Running(one.contact, None, one.id, name(one.contact, one.id)))

    def _ask(self, running: Running) -> None:
        self._asked[running.name] = running
        self.results.ask_fax(running.name, running.leg)

    def _forget(self, contact: UUID, channel: str) -> None:
        if contact in self._listening:
            self._listening.discard(contact)
            self._media.send(ListenForFax(channel, 0))

    def _as_it_was(self, call: Call) -> None:
        """Whoever talks goes on talking: what was heard is of no use to the call."""
        legs = call.members(MAIN)
        if len(legs) > 1:
            self._media.send(Join(bridge_name(call, MAIN), tuple(leg.channel for leg in legs)))
