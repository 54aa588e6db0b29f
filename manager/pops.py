"""Pages of other programs that open with a call: their addresses are made of what is known of it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from appliance.desk.crm.errors import ScreenPopInvalid
from appliance.desk.crm.model import Opens, ScreenPop
from appliance.desk.crm.pop import NAME
from manager.present import me
from manager.wiring import console

WHOLE = "number"
"""The name that stands for somebody's telephone number."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to open; `at_once` where it opens by itself as the telephone rings."""

    name: str
    title: str
    address: str
    at_once: bool


def pages_for(queue: str, known: Mapping[str, str]) -> list[Page]:
    """Those for a call of that queue, without the ones that would tell a number to who may not see it whole."""
    # The card opens all the same when a document cannot be read.
    with suppress(ScreenPopInvalid):
        return list(_pages(queue, known))
    return []


def _pages(queue: str, known: Mapping[str, str]) -> Iterator[Page]:
    for pop in console().pops.all():
        shown = pop.numbers or me().may("numbers.whole") or WHOLE not in NAME.findall(pop.url)
        if pop.suits(queue) and shown:
            yield Page(pop.name, pop.title, address(pop, known), pop.opens is Opens.RING)


def address(pop: ScreenPop, known: Mapping[str, str]) -> str:
    """What is not known is left out; each value is one piece of the address, whatever it holds."""
    return NAME.sub(lambda found: quote(known.get(found[1], ""), safe=""), pop.url)
