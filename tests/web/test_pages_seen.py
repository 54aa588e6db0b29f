"""Every page of the menu in a real browser, at work: it fits its window, its scripts are content, its menu opens."""

import asyncio
from pathlib import Path

import pytest

from manager.menu import ENTRIES
from tests import screenshots
from tests.servers import network
from tests.servers.browser import chromium

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]


def test_every_page_fits_a_desk_and_a_hand(tmp_path: Path) -> None:
    network.with_address()
    looks = [look for look in screenshots.LOOKS if look.name in ("en", "zh-hand")]
    with screenshots.lived_in(tmp_path) as centre:
        shots = asyncio.run(screenshots.taken(centre, tmp_path, tmp_path / "shots", looks))
        asyncio.run(_menu_in_a_hand(f"https://127.0.0.1:{centre.settings.console.port}", tmp_path))
    assert {shot.file: shot.faults for shot in shots if shot.faults} == {}
    assert len({shot.file for shot in shots if shot.file.stat().st_size}) == len(looks) * len(ENTRIES)


async def _menu_in_a_hand(address: str, folder: Path) -> None:
    """Where it does not stand at the side it opens by its button and closes by the key that closes things."""
    async with chromium(folder / "hand", viewport={"width": 390, "height": 844}) as browser:
        page = await browser.new_page()
        await screenshots.signed_in(page, f"{address}/people/")
        people = page.locator(".sidebar a[href='/people/']")
        assert not await people.is_visible()
        await page.click(".topbar button")
        await people.wait_for(state="visible")
        await page.keyboard.press("Escape")
        await people.wait_for(state="hidden")
