"""Missed callers in a real Chromium: the list follows the centre by itself."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import expect

from appliance.desk.contacts.repository import CALLS
from tests.servers.browser import chromium
from tests.servers.live import run
from tests.servers.watched import watched
from tests.web.conftest import parts
from tests.web.test_contacts import put

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]


def test_who_is_missed_comes_into_the_list_and_goes_without_a_reload(tmp_path: Path) -> None:
    async def scene() -> None:
        async with watched(tmp_path, 2) as place, chromium(tmp_path / "chromium") as browser:
            await place.sign_in(browser, "supervisor", language="en")
            page = await browser.new_page()
            await page.goto(f"{place.address}/missed/?since=2000-01-01")
            await page.evaluate("window.stays = true")
            await expect(page.locator("[data-part=missed]")).to_contain_text("No missed calls")
            at = parts(place.app).clock.now()
            call = {"direction": "inbound", "caller": "13812345678", "dialled": "4008001000", "closed_at": at}
            put(place.app, CALLS, id=UUID(int=1), opened_at=at, queue="sales", result="abandoned", **call)
            place.rig.do("inbound c1 4008001000 from 13812345678", "gone c1")
            await expect(page.locator("[data-part=missed] tbody tr")).to_have_count(1)
            await expect(page.locator("[data-part=missed]")).to_contain_text("13812345678")
            put(place.app, CALLS, id=UUID(int=2), opened_at=datetime.now(UTC), queue="sales", result="answered", **call)
            place.rig.do("inbound c2 4008001000 from 13812345678", "gone c2")
            await expect(page.locator("[data-part=missed]")).to_contain_text("No missed calls")
            assert await page.evaluate("window.stays")

    run(scene())
