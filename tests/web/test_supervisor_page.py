"""The supervisor's desk in a real Chromium: what is seen, ordered and dragged there, on a desk and in a hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.servers.browser import chromium
from tests.servers.live import run
from tests.servers.watched import Watched, watched

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]


@asynccontextmanager
async def desk(folder: Path, language: str = "zh") -> AsyncIterator[tuple[Watched, Page]]:
    """The desk, open, with two agents signed in."""
    async with watched(folder, 6) as place, chromium(folder / "chromium") as browser:
        await place.sign_in(browser, "supervisor", language=language)
        page = await browser.new_page()
        await page.goto(f"{place.address}/supervisor/")
        place.rig.do("login 8001", "login 8002")
        await expect(page.locator(".sup-agent")).to_have_count(2)
        yield place, page


def row(page: Page, number: str) -> Locator:
    return page.locator(f".sup-agent[data-key='{number}']")


@pytest.mark.parametrize(("language", "talking"), [("zh", "通话"), ("en", "Talking")])
def test_calls_are_followed_from_the_line_to_the_agent(tmp_path: Path, language: str, talking: str) -> None:
    async def scene() -> None:
        async with desk(tmp_path, language) as (place, page):
            place.rig.do("inbound c1 4008001000 from 13812345678", "key c1 1", "answers a1")
            await expect(page.locator(".sup-badge").filter(has_text=talking)).to_have_count(1)
            await expect(page.locator(".sup-call")).to_contain_text("13812345678")
            for at in range(2, 5):
                place.rig.do(f"inbound c{at} 4008001000 from 1391234000{at}", f"key c{at} 2")
            await expect(page.locator("[data-part=count]")).to_have_text("3")
            await expect(page.locator(".sup-queue[data-key=support] .sup-big")).to_have_text("3")

    run(scene())


def test_an_agent_is_paused_and_given_a_skill(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as (_, page):
            await row(page, "8002").locator("summary").click()
            await row(page, "8002").get_by_placeholder("原因").fill("培训")
            await row(page, "8002").get_by_role("button", name="小休").click()
            await expect(row(page, "8002").locator(".sup-badge")).to_have_text("小休 · 培训")
            await expect(row(page, "8002").locator(".sup-chip")).to_have_text(["sales 5"])
            await row(page, "8001").locator(".sup-chip", has_text="support 3").drag_to(row(page, "8002"))
            await expect(row(page, "8002").locator(".sup-chip")).to_have_text(["sales 5", "support 3"])

    run(scene())


def test_the_desk_fits_in_a_hand(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as (_, page):
            await page.set_viewport_size({"width": 390, "height": 844})
            assert await page.locator("html").evaluate("page => page.scrollWidth") <= 390

    run(scene())
