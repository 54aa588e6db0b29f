"""A supervisor takes an agent out of the calls in hand; the callers are not lost with it."""

from datetime import datetime

from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.model import MAIN, Call, Leg
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Media, Seats
from appliance.contact.calls.transfer import Transfers

UNKNOWN_CAUSE = 0


class Evictions:
    """What a forced sign-out does to the agent's calls."""

    def __init__(
        self, book: Book, media: Media, seats: Seats, offers: Offers, dials: Dials, transfers: Transfers
    ) -> None:
        self._book, self._media, self._seats = book, media, seats
        self._offers, self._dials, self._transfers = offers, dials, transfers

    def take_out(self, agent: str, now: datetime) -> None:
        """End the agent's part at once: a caller from a queue goes back in front of it, others hear the end."""
        for contact in self._seats.presence(agent).in_hand:
            call = self._book.call(contact) if contact else None
            for leg in call.live_legs if call else ():
                if call and leg.agent == agent:
                    self._end(call, leg, now)

    def _end(self, call: Call, leg: Leg, now: datetime) -> None:
        if self._offers.is_open(leg):
            self._media.send(HangUp(leg.channel))
            self._offers.refused(call, leg, UNKNOWN_CAUSE, now)
        elif self._dials.is_open(leg):
            self._media.send(HangUp(leg.channel))
            self._dials.failed(call, leg, UNKNOWN_CAUSE, now)
        elif call.queue and leg != call.customer and _alone_with_customer(call, leg):
            self._transfers.requeue(call.id, leg.agent, now)
        else:
            self._media.send(HangUp(leg.channel))


def _alone_with_customer(call: Call, leg: Leg) -> bool:
    return not call.consult and leg.id in call.parties and len(call.members(MAIN)) == 2
