"""An agent's day at the desktop: real Chromium, real Asterisk, the whole box behind its own nginx."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page

from manager.app import create_app
from tests.integration.test_desk_phones import MAIN, SUPPORT, hears
from tests.servers import box
from tests.servers.asterisk import tone
from tests.servers.browser import chromium
from tests.servers.desk_phone import Line, plugged_in
from tests.servers.live import Facts, facts, run
from tests.web.conftest import add_person, parts

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

AGENT, CALLER = "8003", "8001"
SPOKEN, CALLER_TONE = 1000, 1750.0
PASSWORD = "correct horse battery staple"


@asynccontextmanager
async def at_desk(centre: box.Box, folder: Path, login: str) -> AsyncIterator[Page]:
    """The desktop of the agent, who has signed in and sits at the browser."""
    sound = folder / "spoken.wav"
    tone(sound, SPOKEN, 20.0, 48000)
    async with centre.engine() as engine:
        await engine.call("agent.logout", agent=AGENT)
    directory = create_app(centre.settings)
    add_person(directory, login, "agent", password=PASSWORD, agent=AGENT)
    parts(directory).engine.dispose()
    async with chromium(folder / "chromium", sound) as browser:
        page = await browser.new_page()
        await page.goto(f"https://127.0.0.1:{centre.settings.console.port}/desk/")
        await page.fill("[name=login]", login)
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await stands(page, "signed-out")
        await page.click("[data-seat-choice=browser]")
        await stands(page, "ready")
        yield page


async def stands(page: Page, state: str) -> None:
    """Until the page shows that state of the agent."""
    await page.wait_for_selector(f"[data-part=desk][data-state='{state}']")


async def call(page: Page, state: str) -> None:
    await page.wait_for_selector(f".desk-call[data-state={state}]")


@asynccontextmanager
async def called(centre: box.Box) -> AsyncIterator[tuple[Line, Facts]]:
    """Somebody who waits for the support, with a tone of their own."""
    async with (
        plugged_in(centre, CALLER, CALLER_TONE) as phone,
        facts(centre.engine(), "contact", "bridge", "leg", "agent", "call", "transfer") as seen,
    ):
        line = await phone.dial(MAIN)
        await line.press(SUPPORT)
        yield line, seen


def test_a_call_from_the_ring_to_the_wrap_up(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with at_desk(centre, tmp_path, "li") as page:
            async with called(centre) as (line, seen):
                await call(page, "ringing")
                await page.wait_for_selector(".desk-person h2:text('Somebody new')")
                await page.keyboard.press("Alt+a")
                await call(page, "talking")
                await hears(line, SPOKEN)
                await page.fill("#customer-name", "李雷")
                await page.click("[data-form=customer] button")
                await page.wait_for_selector(".desk-person h2:text('李雷')")

                await page.keyboard.press("Alt+h")
                await call(page, "hold")
                assert (await seen.until("leg.held"))["data"]["by"] == "command"
                await page.keyboard.press("Alt+h")
                await call(page, "talking")

                await page.keyboard.press("Alt+x")
                closed = await seen.until("contact.closed")
                assert closed["data"]["result"] == "answered"
            await stands(page, "wrap-up")
            await page.click("text=Resolved")
            await page.fill("#note-text", "password reset")
            await page.click("[name=done]")
            await stands(page, "ready")

            async with called(centre) as (line, seen):
                await call(page, "ringing")
                await page.wait_for_selector(".desk-history :text('password reset')")
                assert await page.inner_text(".desk-person h2") == "李雷"
                await page.keyboard.press("Alt+x")
                await stands(page, "paused")
                await line.hang_up()
                await seen.until("contact.closed")

    run(scene())


def test_a_page_that_is_loaded_anew_in_the_middle_of_a_call_has_it_back(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with at_desk(centre, tmp_path, "han") as page, called(centre) as (line, seen):
            await call(page, "ringing")
            await page.keyboard.press("Alt+a")
            await hears(line, SPOKEN)
            await page.reload()
            assert (await seen.until("call.parked"))["data"]["slot"] == f"{AGENT}-web"
            assert (await seen.until("transfer.made"))["data"]["how"] == "come-back"
            await seen.until("bridge.joined")
            await call(page, "talking")
            line.sound.heard.clear()
            await hears(line, SPOKEN)
            await page.keyboard.press("Alt+x")
            closed = await seen.until("contact.closed")
            assert closed["data"]["result"] == "answered"

    run(scene())
