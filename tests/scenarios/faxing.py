"""What a scenario's table says of faxes."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from appliance.clock import uuid7
from appliance.contact.fax.history import KINDS, apply
from appliance.contact.fax.model import CUT, OPEN, Fax, Outcome, State
from appliance.contact.fax.model import Direction as Way
from appliance.daemons.engine.centre import Centre
from appliance.events import Event


class FaxSteps:
    """A part of the stage, which has a centre and its time."""

    centre: Centre
    now: datetime

    def __init__(self) -> None:
        self.faxes: dict[str, Outcome] = {}
        self.sent: list[UUID] = []
        self.pressed: list[tuple[UUID, UUID]] = []

    def channel(self, name: str) -> str:
        raise NotImplementedError

    def ask_fax(self, name: str, leg: UUID | None) -> None:
        """Asterisk is asked what became of a fax, which the scenario has said before."""
        self.centre.faxing.told(name, self.faxes.get(name, CUT), self.now)

    def _tone(self, channel: str) -> None:
        """A fax calls at a channel."""
        self.centre.faxing.heard(self.channel(channel), self.now)

    def _pages(self, channel: str, pages: str, error: str = "") -> None:
        """So many pages of a fax have come, and it is over so."""
        found = self.centre.book.on(self.channel(channel))
        assert found, f"{channel} is in no call"
        self.faxes[found[0].fax] = Outcome(not error, int(pages), error=error)

    def _back(self, channel: str) -> None:
        """A channel is in our hands again after its fax."""
        self.centre.faxing.back(self.channel(channel), self.now)

    def lay_out(self, fax: Fax, attempt: UUID) -> None:
        """Pages are laid out when the scenario says so."""
        self.pressed.append((fax.id, attempt))

    def _laid_out(self, why: str = "") -> None:
        """The pages that were asked for first lie there, or `why` they do not."""
        self.centre.faxes.ready(*self.pressed.pop(0), why, self.now)

    def _fax(self, number: str, priority: str = "0") -> None:
        """Somebody sends three pages to a number."""
        identity = uuid7(self.now)
        fax = Fax(identity, Way.OUT, State.WAITING, number, self.now, recording=identity, pages=3)
        self.centre.faxes.queue(replace(fax, priority=int(priority), by="li"), self.now)
        self.sent.append(identity)

    def _fax_cancel(self, place: str = "1") -> None:
        self.centre.faxes.cancel(self.sent[int(place) - 1], "li", self.now)

    def restore_faxes(self, ledger: list[Event]) -> None:
        """What a fresh engine finds of faxes."""
        self.centre.faxing.results = self.centre.faxes.press = self
        known: dict[str, Fax] = {}
        for event in ledger:
            if event.kind in KINDS and (fax := apply(known.get(event.data["fax"]), event)):
                known[event.data["fax"]] = fax
        calls = self.centre.book.calls()
        there = {call.id for call in calls}
        waiting = [fax for fax in known.values() if fax.state in OPEN]
        self.centre.faxes.restore(waiting, self.now, lambda call: call in there)
        on_their_way = [fax for fax in known.values() if fax.state in (State.RECEIVING, State.SENDING)]
        self.centre.faxing.restore(calls, on_their_way)
