"""Telephony cards that are pulled or put in while the box runs: facts and alarms."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from appliance.events import Event
from appliance.node.alarms.ports import Alarms
from appliance.node.lines import events as facts
from dahdi_conf.model import Card, Hardware
from dahdi_conf.survey import survey
from dahdi_conf.watch import watch
from drivers.hotplug.model import Changes
from drivers.hotplug.monitor import Udev, changes

REMOVED, NEW = "card-removed", "card-new"
DAEMON = Path("/run/udev/control")
PLACE = "slot:"
"""How the identity of a card begins that is known by its slot alone."""

logger = logging.getLogger(__name__)


class Cards:
    """The cards as they were last seen; `book` takes facts."""

    def __init__(self, alarms: Alarms, book: Callable[[Event], None], now: Callable[[], datetime]) -> None:
        self._alarms, self._book, self._now = alarms, book, now
        self._seen: dict[str, Card] | None = None
        self._known, self._new = set[str](), set[str]()

    def take(self, hardware: Hardware) -> None:
        """What is there now; the first look only learns."""
        present = {card.identity: card for card in hardware.cards}
        before = present if self._seen is None else self._seen
        self._known |= before.keys()
        gone = {name: card for name, card in before.items() if name not in present}
        come = {name: card for name, card in present.items() if name not in before}
        for old, new in _under_another_name(gone.values(), come.values()):
            self._renamed(gone.pop(old.identity), come.pop(new.identity))
        for card in gone.values():
            self._gone(card)
        for card in come.values():
            self._come(card)
        self._seen = present

    def _renamed(self, old: Card, new: Card) -> None:
        self._tell("changed", new)
        self._alarms.clear(REMOVED, new.identity)
        self._alarms.clear(NEW, old.identity)
        if old.identity in self._new and new.identity not in self._known:
            self._announce(new)
        self._known.add(new.identity)

    def _gone(self, card: Card) -> None:
        self._tell("removed", card)
        self._alarms.raise_(REMOVED, card.identity, _name(card))
        self._alarms.clear(NEW, card.identity)

    def _come(self, card: Card) -> None:
        self._tell("added", card)
        self._alarms.clear(REMOVED, card.identity)
        if card.identity not in self._known:
            self._announce(card)

    def _announce(self, card: Card) -> None:
        self._new.add(card.identity)
        self._alarms.raise_(NEW, card.identity, _name(card))

    def _tell(self, what: str, card: Card) -> None:
        self._book(facts.hardware(what, "card", card.identity, self._now()))


def _name(card: Card) -> str:
    return f"{card.maker} {card.model}".strip()


def _under_another_name(gone: Iterable[Card], come: Iterable[Card]) -> list[tuple[Card, Card]]:
    """A card has its number from its driver: when that starts or ends, the card in the same slot is the same."""
    there = {card.slot: card for card in come if card.slot}
    pairs = [(old, there[old.slot]) for old in gone if old.slot in there]
    return [(old, new) for old, new in pairs if PLACE in (old.identity[:5], new.identity[:5]) and old.ids == new.ids]


def _look() -> Hardware:
    return survey().hardware


async def listen(cards: Cards, heard: Callable[[], None], look: Callable[[], Hardware] = _look) -> None:
    """Follow the kernel's words until cancelled; `heard` is told of each change of cards and spans."""
    try:
        source = Udev("udev" if DAEMON.exists() else "kernel")
    except OSError:
        logger.exception("nobody hears of cards that are pulled or put in")
        return
    try:
        async with aclosing(changes(source)) as told:
            async for hardware in watch(_passed_on(told, heard), lambda: asyncio.to_thread(look)):
                cards.take(hardware)
    finally:
        source.close()


async def _passed_on(told: AsyncIterator[Changes], heard: Callable[[], None]) -> AsyncIterator[Changes]:
    async for change in told:
        heard()
        yield change
