"""The hook flash of a telephone on a port: hold and dial tone, ask somebody, come back, pass on by hanging up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import StartTone, StopTone
from appliance.contact.calls.consult import Consults
from appliance.contact.calls.conversation import Conversations
from appliance.contact.calls.lines import holder
from appliance.contact.calls.model import Call, CallState, Leg
from appliance.contact.calls.parking import Parking
from appliance.contact.calls.ports import Codes, Media, Timers
from appliance.contact.calls.referrals import Referrals
from appliance.contact.calls.transfer import Transfers
from appliance.errors import Refusal
from appliance.events import Event

FLASH = "flash-digits"
FIRST, NEXT = timedelta(seconds=15), timedelta(seconds=4)
"""How long the first digit is waited for, and each that follows it."""
END = "#"
DIAL, RINGING = "dial", "ring"
HEARD = frozenset({facts.JOINED, facts.CONSULT_ENDED, facts.CLOSED})
"""What ends the ringing tone of who asks."""


class Flashes:
    """Telephones whose hook is flashed in a call; whatever is refused brings the other party back."""

    codes: Codes

    def __init__(
        self,
        book: Book,
        media: Media,
        timers: Timers,
        conversations: Conversations,
        consults: Consults,
        transfers: Transfers,
        parking: Parking,
        referrals: Referrals,
    ) -> None:
        self._book, self._media, self._timers = book, media, timers
        self._conversations, self._consults, self._transfers = conversations, consults, transfers
        self._parking, self._referrals = parking, referrals
        self._typed: dict[str, str] = {}
        self._asking: dict[UUID, str] = {}

    def flashed(self, channel: str, now: datetime) -> None:
        """Hold the call and take digits; once they are awaited, or somebody is asked, back to the other party."""
        found = self._book.on(channel)
        if found is None or not found[1].at_desk:
            return
        call, leg = found
        try:
            if call.consult:
                self._consults.cancel(call.id, leg.id, now)
            elif call.state is CallState.HELD and holder(call) == leg:
                self._back(call, channel, now)
            elif call.state is CallState.TALKING:
                self._conversations.hold(call.id, leg.id, now)
                self._listen(channel, "", FIRST, now)
                self._media.send(StartTone(channel, DIAL))
        except Refusal as refusal:
            self._refused(call, leg, "", refusal, now)

    def pressed(self, channel: str, key: str, now: datetime) -> bool:
        """A key after the flash; whether it was one."""
        if (typed := self._typed.get(channel)) is None:
            return False
        if not typed:
            self._media.send(StopTone(channel))
        if key == END:
            self.silent(channel, now)
        else:
            self._listen(channel, typed + key, NEXT, now)
        return True

    def silent(self, channel: str, now: datetime) -> None:
        """No more digits: what there is is dialled, and nothing leads back."""
        typed, found = self._forget(channel), self._book.on(channel)
        if typed is None or found is None:
            return
        call, leg = found
        if call.state is not CallState.HELD or holder(call) != leg:
            self._media.send(StopTone(channel))
            return
        try:
            self._dial(call, leg, typed, now)
        except Refusal as refusal:
            self._refused(call, leg, typed, refusal, now)
            self._back(call, channel, now)

    def gone(self, channel: str) -> None:
        """The telephone is on the hook."""
        self._forget(channel)

    def take(self, events: Iterable[Event]) -> None:
        """Who was asked has answered, or will not."""
        for event in events:
            if event.kind in HEARD and event.contact and (channel := self._asking.pop(event.contact, "")):
                self._media.send(StopTone(channel))

    def _dial(self, call: Call, leg: Leg, digits: str, now: datetime) -> None:
        if not digits:
            self._back(call, leg.channel, now)
        elif self.codes.parks(digits):
            self._parking.park(call.id, "", leg.id, now)
        elif (to := self._referrals.target(digits)).kind == "flow":
            self._transfers.transfer(call.id, to, leg.id, False, now)
        else:
            self._consults.begin(call.id, to, leg.id, now)
            self._asking[call.id] = leg.channel
            self._media.send(StartTone(leg.channel, RINGING))

    def _back(self, call: Call, channel: str, now: datetime) -> None:
        self._forget(channel)
        self._media.send(StopTone(channel))
        self._conversations.resume(call.id, now)

    def _listen(self, channel: str, typed: str, patience: timedelta, now: datetime) -> None:
        self._typed[channel] = typed
        self._timers.arm((FLASH, channel), now + patience)

    def _forget(self, channel: str) -> str | None:
        self._timers.cancel((FLASH, channel))
        return self._typed.pop(channel, None)

    def _refused(self, call: Call, leg: Leg, to: str, refusal: Refusal, now: datetime) -> None:
        self._book.record(facts.transfer_refused((call.id, leg), leg.channel, to, refusal.code, now))
