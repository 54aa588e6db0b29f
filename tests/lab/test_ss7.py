"""Calls over E1 with SS7 (ISUP over libss7), between the carrier's exchange and a whole box."""

import asyncio
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.node.lines import capture
from drivers.simulated.sip.phone import Phone
from tests.lab import exchange, site, spans
from tests.lab.site import LONG, MAIN, Site
from tests.servers import box
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

EXCHANGE = Path(__file__).parent / "carrier_ss7"
CALLER, OURS = "13900001111", "02161230000"
DOCUMENT = f"""
[spans."{site.FIRST}"]
signalling = "ss7"
group = {site.GROUP}
echo_cancel = false
ss7 = {{ own_point = "%s", adjacent_point = "2-0-2", first_circuit = %d }}

[spans."{site.FAR[0]}"]
signalling = "unused"
"""
IAM, ANM, REL, RLC = 0x01, 0x09, 0x0C, 0x10
"""Types of ISUP's messages (ITU-T Q.763, table 4)."""
SERVICE, TYPE, ISUP = 3, 10, 5
"""Where in a signal unit its service stands (Q.703, Q.704) and where the message's type; ISUP's service."""
OURS_THERE, OUR_CIRCUIT = "2-0-1", 1
"""What the exchange knows of us."""


def messages(file: bytes) -> Iterator[tuple[bool, int]]:
    """Of each of ISUP's messages in a capture: whether we sent it, and its type."""
    assert file.startswith(capture.head(capture.MTP2))
    place = len(capture.head(capture.MTP2))
    while place < len(file):
        *_, length = struct.unpack_from("<IIII", file, place)
        packet = file[place + 16 : place + 16 + length]
        sent, unit = bool(packet[0]), packet[4:]
        if len(unit) > TYPE and unit[SERVICE] & 0xF == ISUP:
            yield sent, unit[TYPE]
        place += 16 + length


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with site.running(folder, EXCHANGE, wires=spans.ONE, far=spans.FAR_SS7) as (ours, carrier):
        run(site.apply(ours, DOCUMENT % (OURS_THERE, OUR_CIRCUIT), seconds=LONG), site.APPLY_SECONDS)
        run(site.name_trunk(ours, outbound_number=OURS))
        yield ours, carrier


def test_a_call_comes_in(lines: Site, tmp_path: Path) -> None:
    """With both numbers, an agent, and every signal unit of it written down."""
    ours, _ = lines
    file = tmp_path / "ss7.pcap"

    async def scene() -> list[dict[str, Any]]:
        async with (
            box.seated(ours, tmp_path, Phone(ring=0.2), ("8001",)),
            facts(ours.engine(), "contact", "bridge") as seen,
            ours.engine() as engine,
        ):
            await exchange.call(MAIN, CALLER, key="1")
            opened = await seen.until("contact.opened", LONG)
            await seen.until("bridge.joined", LONG)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
            return seen.seen

    with site.captured(ours, 1, file):
        told = run(scene())
    opened, closed = site.data(told, "contact.opened")[0], site.data(told, "contact.closed")[0]
    assert (opened["dialled"], opened["caller"], opened["trunk"]) == (MAIN, CALLER, site.TRUNK)
    assert closed["result"] == "answered"
    assert {(False, IAM), (True, ANM), (True, REL), (False, RLC)} <= {*messages(file.read_bytes())}


@pytest.mark.parametrize(
    ("number", "status", "cause"),
    [("13900001117", 486, 17), ("13900001101", 480, 1), ("13900001134", 480, 34), ("13900001138", 480, 38)],
)
def test_a_call_out_that_is_refused_is_so_in_the_books(lines: Site, number: str, status: int, cause: int) -> None:
    ours, carrier = lines

    refused, told = run(site.refused_out(ours, number))
    assert refused == status
    carrier.until(f"CALLED {number} by {OURS}\n")
    assert site.data(told, "contact.closed")[0]["result"] == "unanswered"
    assert site.cause_outside(told) == cause


def test_a_call_goes_out_and_is_answered(lines: Site) -> None:
    ours, carrier = lines

    told = run(site.answered_out(ours, "13900001116"))
    carrier.until(f"CALLED 13900001116 by {OURS}\n")
    assert site.data(told, "contact.closed")[0]["result"] == "answered"


async def findings(ours: box.Box) -> list[str]:
    async with ours.engine() as engine:
        return [one["code"] for one in (await engine.call("span.diagnose", span="1"))["findings"]]


def test_an_exchange_that_stops_takes_the_link_with_it(lines: Site) -> None:
    """And blocked circuits are no way out."""
    ours, carrier = lines

    async def scene() -> None:
        assert await findings(ours) == []
        async with facts(ours.engine(), "trunk") as seen, ours.engine() as engine:
            await asyncio.to_thread(carrier.cli, "ss7 block linkset 1")
            await seen.until("trunk.out", LONG, trunk=site.TRUNK)
            assert len((await engine.call("span.list"))[0]["blocked"]) == 30
            await asyncio.to_thread(carrier.cli, "ss7 unblock linkset 1")
            await seen.until("trunk.back", LONG, trunk=site.TRUNK)
            await asyncio.to_thread(carrier.stop)
            await seen.until("trunk.out", 2 * LONG, trunk=site.TRUNK)
            assert (await engine.call("span.list"))[0]["state"] == "signalling"
            assert await findings(ours) == ["ss7-link-down"]
            await asyncio.to_thread(carrier.start)
            await seen.until("trunk.back", 2 * LONG, trunk=site.TRUNK)

    run(scene(), 400.0)


def test_what_the_exchange_knows_otherwise_is_named(lines: Site) -> None:
    """Another point code of ours, and circuits that begin elsewhere; then all is well again."""
    ours, _ = lines

    async def scene() -> None:
        async with facts(ours.engine(), "trunk") as seen:
            await site.apply(ours, DOCUMENT % ("2-0-7", OUR_CIRCUIT), seconds=0.0)
            await seen.until("trunk.out", LONG, trunk=site.TRUNK)
            assert await findings(ours) == ["ss7-points"]
            await site.apply(ours, DOCUMENT % (OURS_THERE, 101), seconds=LONG)
            await seen.until("trunk.back", LONG, trunk=site.TRUNK)
            assert await findings(ours) == ["ss7-circuits"]
            await site.apply(ours, DOCUMENT % (OURS_THERE, OUR_CIRCUIT), seconds=LONG)
            assert await findings(ours) == []

    run(scene(), 400.0)
