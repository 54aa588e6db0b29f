"""An agent of a running box at the desktop in a real Chromium."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page

from manager.app import create_app
from tests.servers import box
from tests.servers.asterisk import tone
from tests.servers.browser import chromium
from tests.web.conftest import add_person, parts

AGENT = "8003"
SPOKEN = 1000
"""Hertz of what the agent's microphone hears."""
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
