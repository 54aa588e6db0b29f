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


@pytest.mark.parametrize(
    ("language", "listening", "in_the_call"), [("zh", "正在监听", "正在三方通话"), ("en", "Listening", "In the call")]
)
def test_a_call_is_listened_to_and_joined_from_the_bar_and_by_keys(
    tmp_path: Path, language: str, listening: str, in_the_call: str
) -> None:
    async def scene() -> None:
        async with desk(tmp_path, language) as (place, page):
            await expect(row(page, "8001").locator(".sup-listen button").first).to_be_hidden()
            place.rig.do("inbound c1 4008001000 from 13812345678", "key c1 1", "answers a1")
            talks = page.locator(".sup-agent[data-state=talking]")
            await page.locator("[data-part=ear-number]").fill("p6")
            await talks.locator("button[data-mode=listen]").click()
            bar = page.locator("[data-part=session]")
            await expect(bar).to_have_attribute("data-mode", "calling")
            place.rig.do("answers a2", "answers a3")
            await expect(bar).to_contain_text(listening)
            await expect(talks).to_have_attribute("data-monitor", "mine")
            await page.keyboard.press("Alt+3")
            await expect(bar).to_contain_text(in_the_call)
            assert [one.mode.value for one in place.rig.stage.centre.monitoring.running()] == ["barge"]
            await page.set_viewport_size({"width": 390, "height": 844})
            assert await page.locator("html").evaluate("page => page.scrollWidth") <= 390
            await page.reload()
            await expect(bar).to_contain_text(in_the_call)
            await page.keyboard.press("Alt+0")
            await expect(bar).to_be_hidden()
            assert place.rig.stage.centre.monitoring.running() == ()

    run(scene())


def test_who_is_refused_reads_why_and_another_supervisor_is_seen(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as (place, page):
            place.rig.do("inbound c1 4008001000 from 13812345678", "key c1 1", "answers a1")
            talks = page.locator(".sup-agent[data-state=talking]")
            await talks.locator("button[data-mode=listen]").click()
            await expect(page.locator("[data-part=refused]")).to_contain_text("请填写")
            await page.locator("[data-part=ear-number]").fill("p77")
            await talks.locator("button[data-mode=listen]").click()
            await expect(page.locator("[data-part=refused]")).to_contain_text("p77")
            agent = await talks.get_attribute("data-key")
            place.rig.do(f"monitor listen {agent} atp6 as王芳", "answers a2")
            await expect(talks.locator(".sup-other")).to_have_text("王芳：正在监听")
            await expect(talks.locator("button[data-mode=listen]")).to_be_hidden()

    run(scene())


def test_an_agent_is_dragged_to_a_queue_and_a_queue_before_another(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as (_, page):
            queue = page.locator(".sup-queue[data-key=support]")
            await expect(page.locator("[data-part=move]")).to_be_hidden()
            await row(page, "8002").locator(".sup-who").drag_to(queue)
            await page.fill("#move-level", "4")
            await page.fill("#move-reason", "忙")
            await page.keyboard.press("Enter")
            await expect(row(page, "8002").locator(".sup-chip")).to_have_text(["sales 5", "support 4"])
            # The same from the keyboard.
            await row(page, "8002").focus()
            await page.keyboard.press("q")
            await page.select_option("#move-queue", "support")
            await page.fill("#move-level", "6")
            await page.fill("#move-reason", "更忙")
            await page.keyboard.press("Enter")
            await expect(row(page, "8002").locator(".sup-chip")).to_have_text(["sales 5", "support 6"])
            await queue.focus()
            await page.keyboard.press("p")
            await expect(page.locator("#move-priority")).to_have_value("0")
            await page.keyboard.press("Escape")
            await queue.drag_to(page.locator(".sup-queue[data-key=sales]"))
            await expect(page.locator("#move-priority")).to_have_value("1")

    run(scene())


def test_the_desk_fits_in_a_hand(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as (_, page):
            await page.set_viewport_size({"width": 390, "height": 844})
            assert await page.locator("html").evaluate("page => page.scrollWidth") <= 390

    run(scene())
