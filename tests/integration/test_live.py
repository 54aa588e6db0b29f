"""Browsers over the WebSocket: what they see, when they are let in, and that none holds up another."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from appliance.daemons.live.hub import DISMISSED
from tests.servers.live import run
from tests.servers.live_process import Browser, Rig

CALLED = ("login 8001", "inbound c1 4008001000 from 13812345678", "key c1 1")


def scene(folder: Path, play: Callable[[Rig], Awaitable[None]]) -> None:
    """Play it with both processes running."""

    async def played() -> None:
        async with Rig(folder).running() as rig:
            await play(rig)

    run(played())


def test_a_call_is_followed_from_the_line_to_the_agent_and_out(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        async with rig.browser() as page:
            await page.until(lambda seen: ("queue", "sales") in seen.entries)
            assert page.agent("8001")["state"] == "signed-out"
            rig.do("inbound c1 4008001000 from 13812345678", "key c1 1")
            await page.until(lambda seen: seen.waiting and seen.queue("sales")["waiting"] == 1)
            assert [(one["number"], one["queue"]) for one in page.waiting] == [("13812345678", "sales")]
            assert page.queue("sales")["oldest"] == page.waiting[0]["since"]
            rig.do("login 8001", "answers a1")
            await page.until(lambda seen: seen.agent("8001")["state"] == "talking")
            assert page.agent("8001")["calls"][0]["number"] == "13812345678"
            assert page.agent("8001")["calls"][0]["queue"] == "sales"
            await page.until(lambda seen: not seen.waiting and seen.queue("sales")["waiting"] == 0)
            await page.until(lambda seen: seen.queue("sales")["today"]["answered"] == 1)
            rig.do("gone c1", "gone a1")
            await page.until(lambda seen: seen.agent("8001")["state"] == "wrap-up")
            assert page.numbers == [*range(len(page.numbers))]

    scene(tmp_path, play)


def test_who_comes_later_sees_the_same(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        async with rig.browser() as first:
            rig.do(*CALLED)
            await first.until(lambda seen: seen.agent("8001")["state"] == "ringing")
            await first.until(lambda seen: seen.waiting and seen.waiting[0]["state"] == "offered")
            async with rig.browser() as second:
                await first.until(lambda seen: seen.entries == second.entries)

    scene(tmp_path, play)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://box.example", ""])
def test_a_page_from_elsewhere_is_refused(tmp_path: Path, origin: str) -> None:
    async def play(rig: Rig) -> None:
        assert await refused(rig, await rig.admitted(), origin) == 403

    scene(tmp_path, play)


def test_a_ticket_is_good_once(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        ticket = await rig.admitted()
        async with rig.connect(ticket):
            assert await refused(rig, ticket) == 401
        assert await refused(rig, "") == 401
        assert await refused(rig, "x" * 32) == 401

    scene(tmp_path, play)


async def refused(rig: Rig, ticket: str, origin: str = "https://box.example:8443") -> int:
    """The status with which a browser is not let in."""
    with pytest.raises(InvalidStatus) as refusal:
        async with rig.connect(ticket, origin):
            pass
    return refusal.value.response.status_code


def test_numbers_are_masked_and_teams_and_queues_left_out(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        rig.do(*CALLED, "answers a1", "inbound c2 4008001000 from 13912345678", "key c2 1")
        async with rig.browser(masked=True) as page:
            await page.until(lambda seen: {one["number"] for one in seen.waiting} == {"139****5678"})
            await page.until(lambda seen: seen.agent("8001")["state"] == "talking")
            assert page.agent("8001")["calls"][0]["number"] == "138****5678"
        async with rig.browser(queues=["support"], teams=[], agent="8002") as page:
            assert {name for what, name in page.entries if what == "queue"} == {"support"}
            assert {name for what, name in page.entries if what == "agent"} == {"8002"}
            assert not page.waiting
        async with rig.browser(rights=["boards.see"]) as page:
            assert page.agent("8001")["state"] == "talking"
            assert page.agent("8001")["calls"] == []
            assert not page.waiting
        async with rig.browser(rights=[]) as page:
            assert page.entries == {}

    scene(tmp_path, play)


def test_whose_session_ends_is_sent_away_and_comes_in_no_more(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        kept = await rig.admitted(session="s1")
        async with rig.browser(session="s1") as gone, rig.browser(session="s2") as stays:
            assert (await rig.control.call("live.dismiss", session="s1"))["closed"] == 1
            with pytest.raises(ConnectionClosed):
                await gone.until(lambda _: False)
            assert gone.link.close_code == DISMISSED
            assert await refused(rig, kept) == 401
            rig.do("login 8001")
            await stays.until(lambda seen: seen.agent("8001")["state"] == "ready")
            assert (await rig.control.call("live.dismiss", person="li"))["closed"] == 1

    scene(tmp_path, play)


def test_an_engine_that_dies_is_said_and_its_return_costs_no_more_than_what_changed(tmp_path: Path) -> None:
    async def play() -> None:
        rig = Rig(tmp_path)
        async with rig.process():
            async with rig.engine():
                waits = rig.connect(await rig.admitted())
                page = Browser(await waits)
                await page.until(lambda seen: seen.engine and seen.entries)
            await page.until(lambda seen: not seen.engine)
            assert page.agent("8001")["state"] == "signed-out"
            rig.do("login 8001")
            before = len(page.kinds)
            async with rig.engine():
                await page.until(lambda seen: seen.engine)
                await page.until(lambda seen: seen.agent("8001")["state"] == "ready")
            assert page.kinds[before:].count("agent") == 1
            assert "snapshot" not in page.kinds[before:]
            await page.link.close()

    run(play())


def test_a_change_of_the_configuration_is_seen(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        async with rig.browser() as page:
            rig.rename("8001", "李梅")
            await page.until(lambda seen: seen.agent("8001")["name"] == "李梅")

    scene(tmp_path, play)


def test_a_browser_that_does_not_read_holds_up_nobody_and_catches_up_by_a_snapshot(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        link: ClientConnection
        async with rig.browser() as page, rig.connect(await rig.admitted(), max_queue=1) as link:
            # It stops reading after its first message: the pipe between fills up, and the rest waits for it.
            slow = Browser(link)
            await slow.until(lambda seen: seen.engine)
            for number in range(400):
                rig.rename("8001", f"{number}-" + "x" * 4000)
                await page.until(lambda seen, number=number: seen.agent("8001")["name"].startswith(f"{number}-"))
            await slow.until(lambda seen: seen.agent("8001")["name"].startswith("399-"))
            assert len(slow.kinds) < len(page.kinds)
            assert slow.numbers == [*range(len(slow.numbers))]

    scene(tmp_path, play)


def test_notices_reach_whom_they_are_for(tmp_path: Path) -> None:
    async def play(rig: Rig) -> None:
        engine = rig.engine_client()
        async with (
            engine,
            rig.browser(rights=[], agent="8001") as one,
            rig.browser(rights=[], agent="8002") as other,
        ):
            await engine.call("notice.send", text="开会", agents=["8001"])
            await engine.call("notice.send", text="网络维护", urgent=True)
            rig.tell()
            await one.until(lambda seen: len(seen.notices) == 2)
            await other.until(lambda seen: len(seen.notices) == 1)
            assert [notice["text"] for notice in one.notices] == ["开会", "网络维护"]
            assert [notice["urgent"] for notice in other.notices] == [True]

    scene(tmp_path, play)
