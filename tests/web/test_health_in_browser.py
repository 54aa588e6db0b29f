"""How the box is, in a real Chromium: the page follows what happens without being asked."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.servers.browser import chromium
from tests.servers.live import run
from tests.servers.watched import watched

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]


def test_the_page_follows_alarms_and_calls(tmp_path: Path) -> None:
    async def scene() -> None:
        async with watched(tmp_path) as place, chromium(tmp_path / "chromium") as browser:
            await place.sign_in(browser, "noc")
            page = await browser.new_page()
            await page.set_viewport_size({"width": 390, "height": 844})
            await page.goto(f"{place.address}/health/")
            alarm = page.locator(".health-alarm", has_text="trunk-unreachable carrier")
            await expect(page.locator(".health-part", has_text="当前通话").locator("strong")).to_have_text("0")
            await expect(alarm).to_have_count(0)
            place.rig.alarms.raise_("trunk-unreachable", "carrier", "no answer")
            await expect(alarm).to_contain_text("重要")
            place.rig.do("inbound c1 4008001000 from 13812345678")
            await expect(page.locator(".health-part", has_text="当前通话").locator("strong")).to_have_text("1")
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390
            await page.screenshot(path=str(tmp_path / "health.png"), full_page=True)
            place.rig.alarms.clear("trunk-unreachable", "carrier")
            await expect(alarm).to_have_count(0)
            assert "138" not in await page.content(), "whoever sees how the box is sees nobody's number"

    run(scene())
