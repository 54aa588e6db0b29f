"""The trunks, calendars and numbers of the running centre, as routing asks for them."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, tzinfo

from appliance.contact.calls.book import Book
from appliance.contact.calls.outages import Outages
from appliance.contact.calls.preemption import line_of
from appliance.contact.routes.model import TrunkState
from appliance.daemons.engine.configuration import Directory


class SiteLines:
    def __init__(self, directory: Directory, outages: Outages, book: Book, zone: tzinfo) -> None:
        self._directory, self._outages, self._book, self._zone = directory, outages, book, zone

    def trunks(self) -> Mapping[str, TrunkState]:
        """The trunks that can place calls, with why they cannot just now."""
        able = [trunk for trunk in self._directory.trunks() if trunk.goes_out]
        taken = self.taken() if any(trunk.most for trunk in able) else Counter[str]()
        return {
            trunk.name: TrunkState(
                trunk.name,
                trunk.form,
                (outage.detail or outage.reason) if (outage := self._outages.of(trunk.name)) else "",
                taken[trunk.name],
                trunk.most,
                bool(trunk.behind),
            )
            for trunk in able
        }

    def is_open(self, calendar: str, now: datetime) -> bool:
        """Whether a calendar is open; one that is gone is."""
        known = self._directory.now.calendars.get(calendar)
        return known is None or known.is_open(now.astimezone(self._zone))

    def own_numbers(self) -> Collection[str]:
        return self._directory.now.numbers

    def taken(self) -> Counter[str]:
        """How many lines of each trunk calls take now."""
        return Counter(line_of(call, leg) for call in self._book.calls() for leg in call.live_legs)
