"""Four E1 lines of one box: two exchanges on the loop, one at the end of a cable, and an old PBX."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.lab import cable, exchange, site, spans
from tests.lab.site import LONG, MAIN, Site
from tests.servers import box
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

EXCHANGE = Path(__file__).parent / "carrier_four"
CALLER, BEHIND = "2061234567", "612391"
RINGS = "13900001176"
OURS = "02161230000"
LOOPS = spans.ONE + spans.TWO + spans.TWO.replace("loc,2", "loc,3") + cable.WIRED
FAR = f"""bchan=32-46,48-62
dchan=47
bchan=94-108,110-124
dchan=109
bchan=156-170,172-186
dchan=171
bchan=218-232,234-248
dchan=233
{spans.ZONE}"""
THIRD, FAR_THIRD = "DYN/loc/3:0#1", "DYN/loc/3:1#1"
CABLE, FAR_CABLE = f"DYN/eth/veth0/{cable.FAR}/0#1", f"DYN/eth/veth1/{cable.NEAR}/0#1"
PBX, BUREAU, REMOTE = "pbx", "bureau", "remote"
GROUPS = {site.TRUNK: 1, PBX: 2, BUREAU: 3, REMOTE: 4}
LINES = {site.FIRST: site.TRUNK, site.SECOND: PBX, THIRD: BUREAU, CABLE: REMOTE}
DOCUMENT = "".join(
    f"""
[spans."{span}"]
signalling = "pri"
peer = "{"pbx" if trunk == PBX else "carrier"}"
group = {GROUPS[trunk]}
echo_cancel = false
"""
    for span, trunk in LINES.items()
) + "".join(f'\n[spans."{far}"]\nsignalling = "unused"\n' for far in (*site.FAR, FAR_THIRD, FAR_CABLE))


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    spans.load("eth")
    with (
        cable.linked(),
        site.running(tmp_path_factory.mktemp("site"), EXCHANGE, wires=LOOPS, far=FAR) as (ours, carrier),
    ):
        run(site.apply(ours, DOCUMENT), site.APPLY_SECONDS)
        run(named(ours))
        yield ours, carrier


async def named(ours: box.Box) -> None:
    """The four groups of lines are trunks; calls out leave by the first."""
    async with ours.engine() as engine, ours.jobs() as jobs:
        for trunk, group in GROUPS.items():
            more = {"behind": [f"{BEHIND}XX"]} if trunk == PBX else {"outbound_number": OURS}
            await engine.call("trunk.add", trunk=trunk, group=group, **more)
        await engine.call("route.set", route="all", changes={"to": ["*"], "via": [site.TRUNK]})
        await jobs.call("config.apply", reason="a test")


def test_a_cable_is_pulled_while_calls_are_on_all_lines(lines: Site) -> None:
    """Its call ends, its trunk leaves the routes, the others go on; meanwhile a channel that no call has is freed."""
    ours, _ = lines

    async def scene() -> tuple[dict[str, str], str, set[str], list[str]]:
        async with (
            facts(ours.engine(), "contact") as seen,
            facts(ours.engine(), "trunk", "channel") as lines_seen,
            ours.engine() as engine,
        ):
            await asyncio.to_thread(taken_by_nobody, ours)
            contacts = {}
            for trunk in (site.TRUNK, BUREAU, REMOTE):
                await exchange.call(MAIN, CALLER, key="1", group=GROUPS[trunk])
                contacts[trunk] = (await seen.until("contact.opened", LONG, trunk=trunk))["contact"]
            await exchange.call("13900002216", CALLER, group=GROUPS[PBX])
            contacts[PBX] = (await seen.until("contact.opened", LONG, trunk=PBX))["contact"]
            # Taking the link down would hold DAHDI's clock up, and with it every line: its ends hear nothing instead.
            cable.cross()
            closed = await seen.until("contact.closed", LONG)
            await lines_seen.until("trunk.out", LONG)
            left = {call["id"] for call in await engine.call("call.list", open=True)}
            states = [row["state"] for row in await engine.call("span.list") if row["state"] != "unused"]
            cable.mend()
            await lines_seen.until("trunk.back", LONG, trunk=REMOTE)
            if "channel.freed" not in [fact["kind"] for fact in lines_seen.seen]:
                await lines_seen.until("channel.freed", 2 * LONG)
            for call in await engine.call("call.list", open=True):
                await engine.call("call.hangup", id=call["id"])
            assert [fact["data"]["trunk"] for fact in lines_seen.seen if fact["kind"] == "trunk.out"] == [REMOTE]
            return contacts, closed["contact"], left, states

    contacts, closed, left, states = run(scene(), 500.0)
    assert closed == contacts[REMOTE]
    assert left >= {contacts[trunk] for trunk in (site.TRUNK, BUREAU, PBX)}
    assert sorted(states)[:1] == ["alarm"], states


def taken_by_nobody(ours: box.Box) -> None:
    """A call out that Asterisk places by itself, and that rings for ever: no call of the box's has its channel."""
    account = ours.settings.asterisk
    words = {"endpoint": f"DAHDI/g{GROUPS[site.TRUNK]}/{RINGS}", "context": "none", "extension": "s", "timeout": 600}
    asked = urlencode({**words, "api_key": f"{account.ari_user}:{account.ari_password.reveal()}"})
    address = f"http://{account.ari_host}:{account.ari_port}/ari/channels?{asked}"
    with urlopen(Request(address, method="POST"), timeout=LONG) as answer:
        assert answer.status == 200
