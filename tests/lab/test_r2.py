"""Calls over E1 with MFC/R2, of the ITU's variant and of China's, between the carrier's exchange and a whole box."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from appliance.node.lines import capture
from dahdi_conf.diagnosis.signalling import TAKEN_BACK
from drivers.simulated.sip.phone import Phone
from tests.lab import exchange, site, spans
from tests.lab.exchange import Exchange
from tests.lab.site import LONG, MAIN, Site
from tests.servers import box
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

EXCHANGE = Path(__file__).parent / "carrier_r2"
CALLER, OURS = "02061234567", "02161230000"
BROKEN = "MFC/R2 protocol error"
MISSED, ATTEMPTS = 111, 3
"""The cause (Q.850) of a call whose tones did not come in time, and how often one is placed."""
SOON = 25.0
T = TypeVar("T")
CHINESE = "bureau"
DOCUMENT = f"""
[spans."{site.FIRST}"]
signalling = "mfcr2"
group = {site.GROUP}
echo_cancel = false
r2 = {{ variant = "itu", dnis_digits = {len(MAIN)}, ani_digits = {len(CALLER)} }}

[spans."{site.SECOND}"]
signalling = "mfcr2"
group = 3
echo_cancel = false
r2 = {{ dnis_digits = {len(MAIN)} }}

[spans."{site.FAR[0]}"]
signalling = "unused"

[spans."{site.FAR[1]}"]
signalling = "unused"
"""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site.running(tmp_path_factory.mktemp("site"), EXCHANGE, far=spans.FAR_R2) as (ours, carrier):
        run(site.apply(ours, DOCUMENT), site.APPLY_SECONDS)
        run(site.name_trunk(ours, outbound_number=OURS))
        run(site.name_trunk(ours, CHINESE, 3))
        run(leads_out(ours))
        yield ours, carrier


async def leads_out(ours: box.Box) -> None:
    """Calls to 138 leave by the Chinese line, all others by the other."""
    async with ours.engine() as engine:
        await engine.call("route.set", route="bureau", changes={"to": ["138"], "via": [CHINESE]})
        await engine.call("route.set", route="all", changes={"to": ["*"], "via": [site.TRUNK], "order": 20})


def tried(carrier: Exchange, scene: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the scene comes to; once more where tones were missed, which an exchange answers with another try as well.

    R2's registers wait for each other tone by tone; a machine that loses time loses tones.
    """
    broken = carrier.said(BROKEN)
    try:
        return run(scene(), 400.0)
    except TimeoutError:
        if carrier.said(BROKEN) == broken:
            raise
        return run(scene(), 400.0)


@pytest.mark.parametrize(("group", "caller", "trunk"), [(1, CALLER, site.TRUNK), (2, "", CHINESE)])
def test_a_call_comes_in(lines: Site, tmp_path: Path, group: int, caller: str, trunk: str) -> None:
    """With the caller's number where the variant has a signal that asks for it (openr2 answers only ITU's)."""
    ours, carrier = lines

    async def scene() -> list[dict[str, Any]]:
        phone = Phone(ring=0.2)
        async with (
            box.seated(ours, tmp_path, phone, ("8001",)),
            facts(ours.engine(), "contact", "bridge") as seen,
            ours.engine() as engine,
        ):
            await exchange.call(MAIN, CALLER, key="1", group=group)
            opened = await seen.until("contact.opened", SOON)
            await seen.until("bridge.joined", LONG)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
            return seen.seen

    told = tried(carrier, scene)
    opened, closed = site.data(told, "contact.opened")[0], site.data(told, "contact.closed")[0]
    assert (opened["dialled"], opened["caller"], opened["trunk"]) == (MAIN, caller, trunk)
    assert closed["result"] == "answered"


def test_what_passes_between_the_registers_is_written_down(lines: Site, tmp_path: Path) -> None:
    ours, carrier = lines
    file = tmp_path / "r2.pcap"

    with site.captured(ours, 1, file):
        tried(carrier, lambda: site.brief_call(ours, CALLER, SOON))
    whole = file.read_bytes()
    assert whole.startswith(capture.head(capture.UPPER_PDU))
    assert b"SEIZE" in whole
    assert b"MF Rx << 4 [ON]" in whole


@pytest.mark.parametrize(("number", "trunk"), [("13900001116", site.TRUNK), ("13800001116", CHINESE)])
def test_a_call_goes_out_and_is_answered(lines: Site, number: str, trunk: str) -> None:
    """The carrier hears our number where its variant has a signal that asks for it."""
    ours, carrier = lines

    told = run(site.answered_out(ours, number), 400.0)
    carrier.until(f"CALLED {number} by {OURS if trunk == site.TRUNK else ''}\n")
    assert site.data(told, "contact.opened")[0]["trunk"] == trunk
    assert site.data(told, "contact.closed")[0]["result"] == "answered"


@pytest.mark.parametrize(
    ("number", "status", "cause"),
    [("13900001117", 486, 17), ("13800001117", 486, 17), ("13900001101", 480, 20), ("13900001134", 480, 34)],
)
def test_a_call_out_that_is_refused_is_so_in_the_books(lines: Site, number: str, status: int, cause: int) -> None:
    """R2 knows few reasons; Asterisk makes a subscriber who is absent (20) of a number that does not exist.

    Tones that were missed are a reason too, and who dials again after that has lost nothing.
    """
    ours, carrier = lines

    for _ in range(ATTEMPTS):
        refused, told = run(site.refused_out(ours, number), 400.0)
        causes = [ended["cause"] for ended in site.data(told, "leg.ended")]
        if MISSED not in causes:
            break
    assert (refused, cause in causes) == (status, True), causes
    carrier.until(f"CALLED {number} by ")
    assert site.data(told, "contact.closed")[0]["result"] == "unanswered"


async def diagnosed(ours: box.Box, span: int) -> list[str]:
    async with ours.engine() as engine:
        shown = await engine.call("span.diagnose", span=str(span))
    print(shown)
    return [found["code"] for found in shown["findings"]]


def test_lines_that_are_well_have_no_findings(lines: Site) -> None:
    ours, _ = lines
    assert [run(diagnosed(ours, span)) for span in (1, 3)] == [[], []]


def test_too_few_digits_are_told(lines: Site) -> None:
    """China's variant has no end of number: each call waits for the rest of what we think it to have."""
    ours, carrier = lines

    async def scene() -> None:
        async with facts(ours.engine(), "contact") as seen:
            await exchange.call(MAIN[:4], CALLER, group=2)
            await seen.until("contact.closed", SOON)

    for _ in range(2):
        tried(carrier, scene)
    assert run(diagnosed(ours, 3)) == ["r2-digits"]


def test_an_exchange_that_stops_and_comes_back_with_other_variants(lines: Site) -> None:
    """The bits of R2 say when it is away; the trunks leave the routes and come back; then calls fail on both lines."""
    ours, carrier = lines

    async def scene() -> list[dict[str, Any]]:
        shown = []
        async with facts(ours.engine(), "trunk", "span") as seen, ours.engine() as engine:
            await asyncio.to_thread(carrier.stop)
            await seen.until("trunk.out", 2 * LONG, trunk=site.TRUNK)
            shown.append((await engine.call("span.list"))[0])
            assert await diagnosed(ours, 1) == ["r2-blocked"]
            exchanged(carrier)
            await asyncio.to_thread(carrier.start)
            while {fact["data"]["trunk"] for fact in seen.seen if fact["kind"] == "trunk.back"} < {site.TRUNK, CHINESE}:
                await seen.until("trunk.back", 2 * LONG)
            shown.append((await engine.call("span.list"))[0])
        # One more than are asked for: the end of the last may not be known here yet.
        await fail(carrier, 1, TAKEN_BACK + 1)
        assert await diagnosed(ours, 1) == ["r2-taken-back"]
        await fail(carrier, 2, 2)
        assert await diagnosed(ours, 3) == ["r2-variant"]
        return shown

    down, up = run(scene(), 400.0)
    assert (down["state"], len(down["blocked"])) == ("blocked", 30)
    assert (up["state"], up["blocked"]) == ("up", [])


def exchanged(carrier: Exchange) -> None:
    """What was ITU's variant is China's, and the other way round."""
    for old, new in (("= itu", "= other"), ("= cn", "= itu"), ("= other", "= cn")):
        carrier.set_up("chan_dahdi.conf", f"mfcr2_variant {old}", f"mfcr2_variant {new}")


async def fail(carrier: Exchange, group: int, calls: int) -> None:
    """So many calls of the carrier's, none of which comes through."""
    for _ in range(calls):
        broken = carrier.said(BROKEN)
        await exchange.call(MAIN, CALLER, group=group)
        await asyncio.to_thread(carrier.until, BROKEN, broken + 1)
