"""An agent's day at the desktop: real Chromium, real Asterisk, the whole box behind its own nginx."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.async_api import Page

from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from tests.integration.test_desk_phones import MAIN, SUPPORT, hears
from tests.servers import box
from tests.servers.agent_desk import AGENT, SPOKEN, at_desk, stands
from tests.servers.desk_phone import Line, plugged_in
from tests.servers.live import Facts, facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

CALLER, CALLER_TONE = "8001", 1750.0


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


@contextmanager
def other_program() -> Iterator[str]:
    """A page of somebody else's, whatever is asked for; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "3")
            self.end_headers()
            self.wfile.write(b"CRM")

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_page_of_another_program_opens_with_a_call_and_the_next_one_leads_it_on(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with at_desk(centre, tmp_path, "zhao") as page:
            before = [*page.context.pages]
            async with page.context.expect_page() as opened, called(centre) as (line, seen):
                contact = (await seen.until("contact.opened"))["contact"]
                other = await opened.value
                await other.wait_for_url(re.compile(rf"/find\?call={contact}&queue=support$"))
                await line.hang_up()
                await seen.until("contact.closed")
            async with called(centre) as (line, seen):
                contact = (await seen.until("contact.opened"))["contact"]
                await other.wait_for_url(re.compile(rf"/find\?call={contact}&queue=support$"))
                assert page.context.pages == [*before, other]
                await line.hang_up()
                await seen.until("contact.closed")

    with other_program() as program:
        database = open_engine(centre.settings.database_url)
        body = {"url": f"{program}/find?call={{contact}}&queue={{queue}}", "opens": "ring"}
        by: dict[str, Any] = {"author": "test", "reason": "", "at": datetime.now(UTC)}
        Documents(database).put("screen-pop", "crm", body, **by)
        try:
            run(scene())
        finally:
            Documents(database).remove("screen-pop", "crm", **by)
            database.dispose()
