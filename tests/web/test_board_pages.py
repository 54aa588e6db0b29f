"""A wallboard in a real Chromium: what it shows, on a wall and on a phone, and that it comes back by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.servers.browser import chromium
from tests.servers.live import run
from tests.servers.watched import Watched, day, watched

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]

WALL, HAND = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}


@asynccontextmanager
async def overview(folder: Path, language: str = "zh", agents: int = 12) -> AsyncIterator[tuple[Watched, Page]]:
    """The board that every box has, open on a wall."""
    async with watched(folder, agents) as place, chromium(folder / "chromium", viewport=WALL) as browser:
        await place.sign_in(browser, "supervisor", language=language)
        page = await browser.new_page()
        await page.goto(f"{place.address}/boards/overview")
        await expect(page.locator("[data-part=state]")).to_be_hidden()
        yield place, page


def tile(page: Page, kind: str) -> Locator:
    return page.locator(f".tile[data-kind={kind}]")


@pytest.mark.parametrize(("language", "title"), [("zh", "排队"), ("en", "Waiting")])
def test_a_board_follows_the_calls(tmp_path: Path, language: str, title: str) -> None:
    async def scene() -> None:
        async with overview(tmp_path, language) as (place, page):
            waiting = tile(page, "waiting")
            await expect(waiting.locator(".tile-title")).to_have_text(title)
            await expect(waiting.locator(".tile-value")).to_have_text("0")
            for at in range(3):
                place.rig.do(f"inbound c{at} 4008001000 from 1391234000{at}", f"key c{at} 1")
            await expect(waiting.locator(".tile-value")).to_have_text("3")
            await expect(waiting).to_have_attribute("data-level", "warn")
            place.rig.do("login 8002", "answers a1")
            await expect(waiting.locator(".tile-value")).to_have_text("2")
            await expect(tile(page, "answered").locator(".tile-value")).to_have_text("1")
            await expect(tile(page, "agents").locator(".agent-cell")).to_have_attribute("data-state", "talking")

    run(scene())


def test_two_hundred_agents_fit_on_a_wall_and_in_a_hand(tmp_path: Path) -> None:
    async def scene() -> None:
        async with overview(tmp_path, agents=200) as (place, page):
            day(place.rig, 4)
            await expect(page.locator(".agent-cell")).to_have_count(180)
            for last in (page.locator(".agent-cell").last, page.locator(".tile").last):
                box = await last.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= WALL["height"]
            await page.set_viewport_size({"width": HAND["width"], "height": HAND["height"]})
            assert await page.locator("html").evaluate("page => page.scrollWidth") <= HAND["width"]

    run(scene())


def test_a_board_says_that_the_engine_is_away_and_comes_back_by_itself(tmp_path: Path) -> None:
    async def scene() -> None:
        async with overview(tmp_path) as (place, page):
            place.rig.do("login 8001")
            await expect(page.locator(".agent-cell")).to_have_count(1)
            await place.rig.restart_process()
            place.rig.do("login 8002")
            await expect(page.locator(".agent-cell")).to_have_count(2, timeout=30_000)
            await expect(page.locator("[data-part=state]")).to_be_hidden()

    run(scene())
