"""The caller's card in a real Chromium: what was typed is not lost when the console cannot keep it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.servers.browser import chromium
from tests.servers.live import run
from tests.servers.live_process import Rig
from tests.servers.watched import watched

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]

CARD = """<h2 class="who">{name}</h2>
<form data-form="customer"><input name="name" id="customer-name" value=""><button>Save</button></form>
<form data-form="note"><textarea name="text" id="note-text"></textarea><input type="radio" name="code" value="resolved">
<span data-part="noted" hidden></span><button>Note</button></form>"""
AWAY = """<!doctype html><html><body><h1 data-refusal="what">The engine is away.</h1><p data-refusal="why">Busy.</p>
<p data-refusal="next">Wait.</p><p data-refusal="code">control-unreachable</p></body></html>"""


class Console:
    """Stands in front of the card's address: what it answers to a form."""

    rig: Rig

    def __init__(self) -> None:
        self.status, self.body = 200, CARD.format(name="Kept")
        self.notes_away, self.noted = False, list[str]()

    async def card(self, route: Route) -> None:
        if route.request.method == "GET":
            await route.fulfill(body=CARD.format(name="Somebody new"), content_type="text/html")
        elif self.status == 302:
            await route.continue_(url=route.request.url.split("/desk/")[0] + "/sign-in", method="GET")
        else:
            await route.fulfill(status=self.status, body=self.body, content_type="text/html")

    async def keep(self, route: Route) -> None:
        self.noted.append(route.request.post_data or "")
        await route.fulfill(json={})

    async def note(self, route: Route) -> None:
        if self.notes_away:
            await route.abort()
            return
        error = {"code": "console-sign-in-needed", "what": "Sign in first.", "why": "", "next": ""}
        await route.fulfill(status=401, json={"error": error})


@asynccontextmanager
async def talking(folder: Path) -> AsyncIterator[tuple[Console, Page]]:
    """The desktop of an agent in a call, with something typed into its card."""
    front = Console()
    async with watched(folder, 2) as place, chromium(folder / "chromium") as browser:
        await place.sign_in(browser, "agent", language="en", agent="8001")
        page = await browser.new_page()
        await page.route("**/desk/card/*", front.card)
        await page.route("**/desk/note/*", front.note)
        await page.goto(f"{place.address}/desk/")
        place.rig.do("login 8001", "inbound c1 4008001000 from 13812345678", "key c1 1", "answers a1")
        await page.fill("#customer-name", "李雷")
        await page.fill("#note-text", "calls again tomorrow")
        front.rig = place.rig
        yield front, page


async def typed(page: Page) -> tuple[str, str]:
    return await page.input_value("#customer-name"), await page.input_value("#note-text")


@pytest.mark.parametrize(
    ("status", "said"), [(503, "The engine is away."), (409, "The engine is away."), (302, "You are signed out")]
)
def test_a_whole_page_is_told_and_never_put_into_the_card(tmp_path: Path, status: int, said: str) -> None:
    async def scene() -> None:
        async with talking(tmp_path) as (front, page):
            front.status, front.body = status, AWAY
            await page.click("[data-form=customer] button")
            await expect(page.locator(".desk-toast [data-part=what]")).to_contain_text(said)
            assert await typed(page) == ("李雷", "calls again tomorrow")
            await expect(page.locator(".who")).to_have_text("Somebody new")

            front.status, front.body = 200, CARD.format(name="Kept")
            await page.click("[data-form=customer] button")
            await expect(page.locator(".who")).to_have_text("Kept")
            assert await page.input_value("#note-text") == "calls again tomorrow"

    run(scene())


def test_a_session_that_is_over_loads_no_page_anew_over_what_was_typed(tmp_path: Path) -> None:
    async def scene() -> None:
        async with talking(tmp_path) as (_, page):
            await page.click("[data-form=note] button")
            await expect(page.locator(".desk-toast [data-part=what]")).to_contain_text("You are signed out")
            assert await typed(page) == ("李雷", "calls again tomorrow")
            await expect(page.locator("[data-part=noted]")).to_be_hidden()

    run(scene())


def test_a_note_that_cannot_be_saved_as_the_next_call_comes_is_kept_and_tried_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with talking(tmp_path) as (front, page):
            front.notes_away = True
            front.rig.do("gone c1", "gone a1", "ready 8001", "inbound c2 4008001000 from 13912345678", "key c2 1")
            await expect(page.locator("[data-part=unsaved]")).to_be_visible()
            await expect(page.locator("[data-part=unsaved-notes]")).to_contain_text("calls again tomorrow")
            await page.reload()
            await expect(page.locator("[data-part=unsaved-notes]")).to_contain_text("calls again tomorrow")
            await page.unroute("**/desk/note/*")
            await page.route("**/desk/note/*", front.keep)
            await page.evaluate("window.dispatchEvent(new Event('online'))")
            await expect(page.locator("[data-part=unsaved]")).to_be_hidden()
            assert ["calls+again+tomorrow" in sent for sent in front.noted] == [True]

    run(scene())
