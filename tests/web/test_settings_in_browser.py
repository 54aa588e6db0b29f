"""An administrator in a real Chromium on a whole box: a prompt is recorded, a flow drawn, tried, published and heard.

Then the change is undone, and the next caller goes the old way.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from drivers.simulated.sip.caller import Caller
from manager.app import create_app
from tests.integration.test_main_job import exported
from tests.servers import audio, box
from tests.servers.agent_desk import PASSWORD, SPOKEN
from tests.servers.asterisk import tone
from tests.servers.browser import chromium
from tests.servers.live import facts, run
from tests.web.conftest import add_person, parts

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

MAIN = "4008001000"
SECONDS_RECORDED = 2.0
BLOB = re.compile("^blob:")


@asynccontextmanager
async def administrator(centre: box.Box, folder: Path, language: str) -> AsyncIterator[Page]:
    """The settings, opened by somebody who has signed in and speaks a tone into the microphone."""
    sound = folder / "spoken.wav"
    tone(sound, SPOKEN, 20.0, 48000)
    directory = create_app(centre.settings)
    person = add_person(directory, f"admin-{language}", "administrator", password=PASSWORD)
    parts(directory).directory.set_language(person.id, language)
    parts(directory).engine.dispose()
    async with chromium(folder / "chromium", sound) as browser:
        page = await browser.new_page()
        await page.goto(f"https://127.0.0.1:{centre.settings.console.port}/settings/prompts/")
        await page.fill("[name=login]", f"admin-{language}")
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[name=name]")
        yield page


async def record(page: Page, name: str) -> None:
    """A prompt: recorded here in Chinese, said by the built-in voice in English."""
    await page.fill("[name=name]", name)
    await page.press("[name=name]", "Enter")
    recorder = page.locator("#zh [data-recorder]")
    await recorder.locator("[data-part=record]").click()
    await page.wait_for_function("() => Number(document.querySelector('#zh meter').value) > 0.4")
    await expect(recorder.locator("[data-part=time]")).to_contain_text(f"0:0{SECONDS_RECORDED:.0f}")
    await recorder.locator("[data-part=stop]").click()
    await expect(recorder.locator("[data-part=preview]")).to_have_attribute("src", BLOB)
    await recorder.locator("[name=reason]").fill("spring")
    await recorder.locator("[data-part=keep] button").click()
    await expect(page.locator("#zh .card-actions .badge")).to_have_class("badge bg-secondary-lt")
    await page.locator("#en summary").nth(1).click()
    await page.fill("#en-text", "Spring.")
    await page.fill("#en-say-reason", "spring")
    await page.locator("#en form[action$='/say'] button").click()
    await expect(page.locator("#en .card-actions .badge")).to_have_class("badge bg-secondary-lt")


async def do(page: Page, wish: str) -> None:
    """Press a button of the drawing, and wait for the next page of it."""
    async with page.expect_navigation():
        await page.locator(f"button[name=do][value='{wish}']").last.click()


async def draw(page: Page, address: str, prompt: str) -> None:
    """The flow begins with the prompt from now on, and goes on as before."""
    await page.goto(address)
    begin = json.loads(await page.input_value("[name=document]"))["start"]
    await do(page, "add-play")
    await do(page, "more-prompts")
    await page.select_option("#f-prompts-0-name", prompt)
    await page.select_option("#f-next", begin)
    await do(page, "check")
    await do(page, "start")
    await expect(page.locator(".flow-node.wrong")).to_have_count(0)
    await do(page, "try")
    await expect(page.locator("ol li").first).to_contain_text(prompt)
    await do(page, "preview")
    await page.fill("#reason", "spring")
    await do(page, "publish")
    await expect(page.locator(".alert-success, .alert").first).to_be_visible()


async def heard(centre: box.Box, folder: Path) -> audio.Samples:
    """What a caller hears in the first seconds."""
    folder.mkdir()
    async with facts(centre.engine(), "contact") as seen:
        calling = centre.network(folder).callers(Caller(MAIN, "13900000001", talk=6.0))
        await calling.start()
        opened = await seen.until("contact.opened")
        await seen.until("contact.closed")
        await calling.wait(20)
    left, _ = audio.two_channels(await exported(centre, opened["contact"], folder / "call.wav"))
    return left


async def first_node(centre: box.Box, folder: Path) -> str:
    """Where a caller comes to first."""
    folder.mkdir()
    async with facts(centre.engine(), "contact", "flow") as seen:
        calling = centre.network(folder).callers(Caller(MAIN, "13900000002", talk=1.0))
        await calling.start()
        node = str((await seen.until("flow.node"))["data"]["node"])
        await seen.until("contact.closed")
        await calling.wait(20)
    return node


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_flow_is_drawn_with_a_recorded_prompt_heard_and_undone(
    centre: box.Box, tmp_path: Path, language: str
) -> None:
    prompt = f"spring-{language}"

    async def scene() -> None:
        before = await first_node(centre, tmp_path / "before")
        async with administrator(centre, tmp_path, language) as page:
            root = f"https://127.0.0.1:{centre.settings.console.port}"
            await record(page, prompt)
            await draw(page, f"{root}/settings/flows/draw/main", prompt)
            sound = await heard(centre, tmp_path / "drawn")
            spoken = audio.presence(sound, SPOKEN) * len(sound) / audio.RATE
            assert spoken > SECONDS_RECORDED - 0.7
            await page.goto(f"{root}/settings/history/?kind=flow&key=main")
            await page.locator("tbody tr a").first.click()
            await page.fill("#reason", "spring is over")
            await page.locator("form[action$='/undo'] button").click()
            await page.wait_for_url("**/settings/history/*")
        assert await first_node(centre, tmp_path / "after") == before

    run(scene())
