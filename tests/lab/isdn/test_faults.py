"""Faults of an ISDN line and its exchange, each named by the diagnosis; and nothing found where there is none."""

import asyncio
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.errors import Refusal
from tests.lab import exchange, site, spans
from tests.lab.site import LONG, MAIN, Site
from tests.servers import box, desk_phone
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "2061234567"
SILENT, LOOP, LOW, OTHER_LAW, WEAKER, TONE = ("139000011" + last for last in ("71", "72", "73", "74", "75", "16"))
TESTED = 90.0
SECOND = "bureau"
SAME_SIDE = "but they think they're the"
WRONG_SLOT = f"bchan=32-45,47-62\ndchan=46\n{spans.ZONE}"


@pytest.fixture(scope="module")
def calling(lines: Site) -> Site:
    """The line has carried a call."""
    ours, _ = lines

    async def scene() -> None:
        opened = await site.arrived(ours, lambda: exchange.call(MAIN, CALLER))
        async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)

    run(scene(), 300.0)
    return lines


async def diagnosed(ours: box.Box, span: int) -> list[str]:
    return await asked(ours, "span.diagnose", span=str(span))


async def asked(ours: box.Box, command: str, **args: Any) -> list[str]:
    """The causes that are named; a test call takes its time."""
    async with ControlClient(ours.paths.engine_socket, limit=TESTED) as engine:
        shown: dict[str, Any] = await engine.call(command, **args)
    print(shown)
    return [found["code"] for found in shown["findings"]]


@pytest.mark.parametrize(
    ("number", "looped", "found"),
    [
        (TONE, False, []),
        (LOW, False, ["level-low"]),
        (OTHER_LAW, False, ["law-other"]),
        (LOOP, False, ["call-echo"]),
        (LOOP, True, []),
        (WEAKER, True, ["loop-bits"]),
        (SILENT, False, []),
    ],
)
def test_what_a_test_call_hears(calling: Site, number: str, looped: bool, found: list[str]) -> None:
    """A number that is known to give back what it hears is `looped`: then not a bit may differ."""
    ours, _ = calling
    assert run(asked(ours, "span.test", span="1", number=number, looped=looped), 400.0) == found


def test_a_card_that_cannot_loop_the_line_says_so(calling: Site) -> None:
    """And the line goes on as it was."""
    ours, _ = calling

    async def scene() -> list[str]:
        with pytest.raises(Refusal) as refused:
            await asked(ours, "span.diagnose", span="1", loop=True)
        assert refused.value.code == "span-loop-impossible"
        return await diagnosed(ours, 1)

    assert run(scene(), 200.0) == []


def test_numbers_in_another_form_than_ours(lines: Site) -> None:
    """The exchange sends the last four digits alone."""
    ours, _ = lines

    async def scene() -> list[str]:
        for _ in range(3):
            async with facts(ours.engine(), "contact") as seen:
                await exchange.call(MAIN[-4:], CALLER)
                await seen.until("contact.closed", LONG)
        return await diagnosed(ours, 1)

    assert run(scene(), 300.0) == ["numbers-differ"]


@pytest.mark.parametrize(("cause", "found"), [("28", ["numbers-refused"]), ("96", ["isdn-dialect"])])
def test_an_exchange_that_takes_no_call(lines: Site, cause: str, found: list[str]) -> None:
    """It refuses the form of our numbers; or it does not understand what we send. Over the second line, by itself."""
    ours, _ = lines

    async def scene() -> list[str]:
        async with desk_phone.plugged_in(ours, "8002") as phone:
            for _ in range(3):
                async with facts(ours.engine(), "contact") as seen:
                    await phone.place(f"137000011{cause}", LONG)
                    await seen.until("contact.closed", LONG)
        return await diagnosed(ours, 3)

    if cause == "28":
        run(site.name_trunk(ours, SECOND, 3))
        run(leads(ours))
    assert run(scene(), 300.0) == found


async def leads(ours: box.Box) -> None:
    """Calls to 137 leave by the second line, all others by the first."""
    async with ours.engine() as engine:
        await engine.call("route.set", route="bureau", changes={"to": ["137"], "via": [SECOND]})
        await engine.call("route.set", route="all", changes={"to": ["*"], "via": [site.TRUNK], "order": 20})


def test_an_exchange_that_is_set_up_wrongly(lines: Site) -> None:
    """Its D-channel is in another timeslot; then its end is the customer's side too."""
    ours, carrier = lines
    found = list[list[str]]()

    async def scene() -> None:
        async with facts(ours.engine(), "span", "trunk") as seen:
            await asyncio.to_thread(carrier.stop)
            await seen.until("span.state", 2 * LONG, span=1, state="signalling")
            spans.configure(WRONG_SLOT)
            await started(carrier, "32-46,48-62", "32-45,47-62")
            found.append(await diagnosed(ours, 1))
            await asyncio.to_thread(carrier.stop)
            spans.configure(spans.FAR)
            carrier.set_up("chan_dahdi.conf", "32-45,47-62", "32-46,48-62")
            complained = carrier.said(SAME_SIDE)
            await started(carrier, "signalling = pri_net", "signalling = pri_cpe")
            await asyncio.to_thread(carrier.until, SAME_SIDE, complained + 3)
            found.append(await diagnosed(ours, 1))
            await asyncio.to_thread(carrier.stop)
            await started(carrier, "signalling = pri_cpe", "signalling = pri_net")
            await seen.until("trunk.back", 2 * LONG, trunk=site.TRUNK)

    run(scene(), 500.0)
    assert found == [["d-channel-silent"], ["isdn-same-side"]]


async def started(carrier: exchange.Exchange, old: str, new: str) -> None:
    """The exchange begins anew with something set up otherwise."""
    carrier.set_up("chan_dahdi.conf", old, new)
    await asyncio.to_thread(carrier.start)
