"""Telephony cards that are pulled or put in while the box runs: facts and alarms."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from appliance.events import Event
from appliance.node.alarms.ports import Alarms
from appliance.node.lines import events as facts
from dahdi_conf.cards import catalogue
from dahdi_conf.detect import detect
from dahdi_conf.model import Hardware
from dahdi_conf.scan import scan
from dahdi_conf.watch import watch
from drivers.hotplug.model import Changes
from drivers.hotplug.monitor import Udev, changes

REMOVED, NEW = "card-removed", "card-new"
DAEMON = Path("/run/udev/control")

logger = logging.getLogger(__name__)


class Cards:
    """The cards as they were last seen; `book` takes facts."""

    def __init__(self, alarms: Alarms, book: Callable[[Event], None], now: Callable[[], datetime]) -> None:
        self._alarms, self._book, self._now = alarms, book, now
        self._seen: dict[str, str] | None = None
        self._known: set[str] = set()

    def take(self, hardware: Hardware) -> None:
        """What is there now; the first look only learns."""
        present = {card.identity: f"{card.maker} {card.model}".strip() for card in hardware.cards}
        before = present if self._seen is None else self._seen
        self._known |= before.keys()
        for identity in before.keys() - present.keys():
            self._tell("removed", identity)
            self._alarms.raise_(REMOVED, identity, before[identity])
            self._alarms.clear(NEW, identity)
        for identity in present.keys() - before.keys():
            self._tell("added", identity)
            self._alarms.clear(REMOVED, identity)
            if identity not in self._known:
                self._alarms.raise_(NEW, identity, present[identity])
        self._seen = present

    def _tell(self, what: str, identity: str) -> None:
        self._book(facts.hardware(what, "card", identity, self._now()))


async def listen(cards: Cards, heard: Callable[[], None]) -> None:
    """Follow the kernel's words until cancelled; `heard` is told of each change of cards and spans."""
    try:
        source = Udev("udev" if DAEMON.exists() else "kernel")
    except OSError:
        logger.exception("nobody hears of cards that are pulled or put in")
        return
    try:
        async with aclosing(changes(source)) as told:
            async for hardware in watch(_passed_on(told, heard), _look):
                cards.take(hardware)
    finally:
        source.close()


async def _passed_on(told: AsyncIterator[Changes], heard: Callable[[], None]) -> AsyncIterator[Changes]:
    async for change in told:
        heard()
        yield change


def _look() -> Awaitable[Hardware]:
    return asyncio.to_thread(lambda: detect(scan(), catalogue()))
