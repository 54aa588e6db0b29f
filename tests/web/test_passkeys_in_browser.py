"""Passkeys in a real Chromium, with the security key that its developer tools put in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, CDPSession, Page, expect

from tests.servers.browser import chromium
from tests.servers.live import run
from tests.servers.watched import Watched, watched
from tests.web.conftest import add_person, parts

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]

PASSWORD = "四月的茶馆 opens late"
INSIDE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


@asynccontextmanager
async def console(folder: Path) -> AsyncIterator[tuple[Watched, BrowserContext]]:
    """The console with one person in it, and a browser."""
    async with watched(folder, 1) as place, chromium(folder / "chromium", locale="en") as browser:
        add_person(place.app, "li", "supervisor", password=PASSWORD)
        yield place, browser


async def device(browser: BrowserContext, page: Page) -> tuple[CDPSession, str]:
    """A security key that knows its holder."""
    tools = await browser.new_cdp_session(page)
    await tools.send("WebAuthn.enable")
    options: dict[str, Any] = {**INSIDE, "isUserVerified": True, "automaticPresenceSimulation": True}
    made = await tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tools, made["authenticatorId"]


async def enter(page: Page, place: Watched) -> None:
    """By the password, to the account."""
    await page.goto(f"{place.address}/sign-in?next=/account/")
    await page.fill("[name=login]", "li")
    await page.fill("[name=password]", PASSWORD)
    await page.keyboard.press("Enter")


async def add(page: Page) -> None:
    await page.fill("#label", "office computer")
    await page.fill("#old-3", PASSWORD)
    await page.click("[data-passkey=make] button")


def test_a_passkey_is_made_and_signs_in_alone_and_as_the_second_factor(tmp_path: Path) -> None:
    async def scene() -> None:
        async with console(tmp_path) as (place, browser):
            page = await browser.new_page()
            tools, key = await device(browser, page)
            await enter(page, place)
            await add(page)
            await page.click("text=I have kept them")
            await expect(page.locator(".passkey-name input[name=label]")).to_have_value("office computer")

            await page.click("form[action='/sign-out'] button")
            await page.click("[data-passkey=prove] button")
            await page.wait_for_url(f"{place.address}/")

            await page.click("form[action='/sign-out'] button")
            await enter(page, place)
            await page.wait_for_url("**/sign-in/second")
            await page.click("[data-passkey=prove] button")
            await page.wait_for_url(f"{place.address}/account/")
            (held,) = (await tools.send("WebAuthn.getCredentials", {"authenticatorId": key}))["credentials"]
            person = parts(place.app).directory.by_login("li")
            assert person
            (kept,) = parts(place.app).passkeys.of(person.id)
            assert (kept.sign_count, held["signCount"]) == (3, 3)

    run(scene())


def test_whoever_the_device_does_not_know_reads_that_it_was_not_done(tmp_path: Path) -> None:
    async def scene() -> None:
        async with console(tmp_path) as (place, browser):
            page = await browser.new_page()
            tools, key = await device(browser, page)
            await enter(page, place)
            await tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
            await add(page)
            said = page.locator("[data-passkey=make] [data-part=said]")
            await expect(said).to_contain_text("Cancelled")
            await page.fill("#old-3", "wrong")
            await page.click("[data-passkey=make] button")
            await expect(page.locator("[data-passkey=make] [data-part=said]")).to_contain_text(
                "Signing in did not work"
            )

    run(scene())
