"""Lines set up in a real Chromium on a telephone in the cellar: three answers, a problem, the plan, and in force."""

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.async_api import Page, expect

from tests.servers.browser import chromium
from tests.servers.live import run
from tests.web.conftest import add_person
from tests.web.lined import Lined
from tests.web.processes import FakeProcess
from tests.web.test_player import PASSWORD, served

pytestmark = [pytest.mark.wire, pytest.mark.timeout(300)]
HAND = {"width": 390, "height": 844}


def test_lines_are_set_up_in_a_hand(
    console: Flask,
    state: Path,
    engine: FakeProcess,
    jobs: FakeProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lined = Lined(state, engine, jobs, monkeypatch)
    add_person(console, "wang", "technician", password=PASSWORD)
    try:
        with served(console) as address:
            run(_set_up(address, tmp_path / "chromium", lined), 240)
    finally:
        lined.close()


async def _set_up(address: str, folder: Path, lined: Lined) -> None:
    async with chromium(folder, viewport=HAND, color_scheme="dark") as browser:
        page = await browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{address}/lines/")
        await page.fill("[name=login]", "wang")
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".sidebar", state="attached")
        await page.goto(f"{address}/lines/")
        await _seen(page, "lines")
        await page.goto(f"{address}/lines/2")
        await page.click("#diagnosis button")
        await expect(page.locator("[name=answer-loop-plug]")).to_have_count(2)
        await _seen(page, "one")
        await page.goto(f"{address}/lines/set-up/")
        await page.fill("#numbers", "02161230000-02161230099")
        await _seen(page, "questions")
        await page.click("form button.btn-primary:visible >> nth=-1")
        await page.locator("details:has(#f-0-slots) summary").click()
        await page.fill("#f-0-slots", "1-40")
        await page.locator("button[value=look]:visible >> nth=-1").click()
        await expect(page.locator("#f-0-slots")).to_have_class("form-control is-invalid")
        await _seen(page, "problem")
        await page.fill("#f-0-slots", "1-10")
        await page.locator("button[value=look]:visible >> nth=-1").click()
        await page.fill("#reason", "new line in the cellar")
        await _seen(page, "plan")
        lined.etc.gate.clear()
        await page.click("button[value=apply]")
        await expect(page.locator("[data-state=running] .now")).to_be_visible()
        await _seen(page, "running")
        lined.etc.gate.set()
        await expect(page.locator("[data-state=done]")).to_be_visible()
        await _seen(page, "done")
        assert complaints == []
    assert "bchan=1-10" in lined.etc.files["dahdi/system.conf"]


async def _seen(page: Page, name: str) -> None:
    """It fits the hand; a picture of it is kept where one is asked for."""
    if folder := os.environ.get("CALLSTEAD_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name
