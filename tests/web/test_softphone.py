"""The telephone in the page: a real Chromium at a real Asterisk, heard both ways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.async_api import Page

from tests.integration.test_desk_phones import hears
from tests.servers import box, pages
from tests.servers.asterisk import tone
from tests.servers.browser import chromium
from tests.servers.desk_phone import plugged_in
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

AGENT, COLLEAGUE = "8003", "8001"
SPOKEN, PHONE_TONE = 1000, 1750.0
PAGE = """<!doctype html><title>softphone</title><script type="module">
import {{ Softphone, Devices }} from "{script}";
const given = Object.fromEntries(new URLSearchParams(location.search));
window.phone = new Softphone(async () => given, new Devices(localStorage));
void window.phone.start();
</script>"""


@asynccontextmanager
async def registered(centre: box.Box, folder: Path) -> AsyncIterator[Page]:
    """A page whose telephone is the agent's, signed in there."""
    sound = folder / "spoken.wav"
    tone(sound, SPOKEN, 20.0, 48000)
    async with centre.engine() as engine:
        account = await engine.call("browser.open", agent=AGENT)
        await engine.call("agent.login", agent=AGENT, phone=account["phone"])
    given = {
        "user": account["phone"],
        "password": account["password"],
        "domain": account["domain"],
        "socket": f"ws://127.0.0.1:{centre.settings.asterisk.ari_port}/ws",
    }
    with pages.served({"/": PAGE.format(script=pages.built("softphone.js"))}) as address:
        async with chromium(folder / "chromium", sound) as browser:
            page = await browser.new_page()
            await page.goto(f"{address}/?{urlencode(given)}")
            await page.wait_for_function("window.phone?.link === 'ready'")
            yield page


async def hears_in_page(page: Page, hertz: float) -> None:
    """Until that is what comes out of the page."""
    await page.wait_for_function("hertz => Math.abs(phone.ear.tone('there') - hertz) < 30", arg=hertz)


def test_a_call_is_answered_in_the_page_and_heard_both_ways(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            registered(centre, tmp_path) as page,
            plugged_in(centre, COLLEAGUE, PHONE_TONE) as colleague,
            facts(centre.engine(), "contact", "bridge", "leg") as seen,
        ):
            placing = asyncio.create_task(colleague.dial(AGENT))
            await page.wait_for_function("phone.lines[0]?.state === 'ringing'")
            assert await page.evaluate("phone.lines[0].number") == COLLEAGUE
            await page.evaluate("phone.answer(phone.lines[0].id)")
            line = await placing
            await seen.until("bridge.joined")
            await hears_in_page(page, PHONE_TONE)
            await hears(line, SPOKEN)
            await page.evaluate("phone.mute(phone.lines[0].id, true)")
            await page.evaluate("phone.hangUp(phone.lines[0].id)")
            await line.gone()
            closed = await seen.until("contact.closed")
            assert closed["data"]["result"] == "answered"
            assert await page.evaluate("phone.lines") == []

    run(scene())
