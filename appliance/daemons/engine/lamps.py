"""The message lamps of the phones: told when a count, a seat or the configuration changes, and after every restart."""

import asyncio
from asyncio import Future
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from appliance.contact.agents.model import State
from appliance.contact.voicemail.lamps import lamps
from appliance.contact.voicemail.model import Count
from appliance.daemons.engine.centre import Centre
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari.client import AriClient
from appliance.telephony.config import places


class Lamps:
    """What each phone was told last. `read` counts the messages of all boxes; it runs in a thread."""

    def __init__(
        self, centre: Centre, client: Callable[[], AriClient], read: Callable[[], Mapping[str, Count]]
    ) -> None:
        self._centre, self._client, self._read = centre, client, read
        self._counts: Mapping[str, Count] = {}
        self._told: dict[str, Count] = {}

    def load(self) -> None:
        """Count at the start, so that no phone is told of an empty box before the messages are counted."""
        self._counts = self._read()

    async def recount(self) -> None:
        """Messages have come, or were heard."""
        self._counts = await asyncio.to_thread(self._read)
        self.refresh()

    def refresh(self) -> None:
        """Tell the phones whose lamp is to change."""
        now = self._centre.directory.now
        for phone, count in lamps(now.phones, now.boxes.values(), self._seated(), self._counts).items():
            if self._told.get(phone) != count:
                self._told[phone] = count
                request = ari.set_global(places.MESSAGES_WAITING.format(phone), f"{count.new},{count.saved}")
                self._client().send(request).add_done_callback(partial(self._answered, phone))

    def again(self) -> None:
        """Asterisk may have forgotten everything."""
        self._told.clear()
        self.refresh()

    def _seated(self) -> dict[str, str]:
        people = (person for _, person in self._centre.roster.everybody())
        return {person.phone: person.agent for person in people if person.state is not State.SIGNED_OUT}

    def _answered(self, phone: str, answer: "Future[Any]") -> None:
        """What did not arrive is told when Asterisk is back."""
        if answer.cancelled() or answer.exception() or answer.result().status >= 400:
            self._told.pop(phone, None)
