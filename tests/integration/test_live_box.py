"""The live state of a whole box: a real call is seen by a browser, and counted as the engine counts it."""

import asyncio
from pathlib import Path

import pytest

from appliance.control.client import ControlClient
from tests.servers import box
from tests.servers.live import one_call, run
from tests.servers.live_process import Browser, connected

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

AGENT, CALLER = "8003", "13900000001"


def test_a_real_call_is_seen_as_it_goes_and_counted_once(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with ControlClient(centre.paths.live_control) as live:
            admitted = await live.call("live.admit", person="li", rights=["live.see"], masked=False)
        async with connected(centre.paths, admitted["ticket"]) as link:
            page = Browser(link)
            await page.until(lambda seen: seen.engine and ("queue", "support") in seen.entries)
            before = page.queue("support")["today"]["answered"]
            calling = asyncio.create_task(one_call(centre, tmp_path))
            await page.until(lambda seen: seen.agent(AGENT)["state"] == "talking")
            assert [call["number"] for call in page.agent(AGENT)["calls"]] == [CALLER]
            record = await calling
            await page.until(lambda seen: seen.queue(record["queue"])["today"]["answered"] == before + 1)
            await page.until(lambda seen: not seen.waiting and seen.agent(AGENT)["state"] != "talking")
        async with centre.engine() as engine:
            rows = {row["queue"]: row for row in await engine.call("queue.list")}
        assert rows["support"]["answered"] == before + 1

    run(scene())
