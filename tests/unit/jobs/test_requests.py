"""The link to Asterisk that stands for one change."""

import asyncio

import pytest

from appliance.daemons.jobs.requests import asterisk
from appliance.settings import Settings
from appliance.telephony.ari.errors import AriNotConnected
from appliance.telephony.ari.retry import Timing
from tests.fakes.ari_server import FakeAri

pytestmark = pytest.mark.wire


async def answered(settings: Settings) -> int:
    async with asterisk(settings) as requests:
        return (await requests.request("GET", "channels")).status


def test_an_asterisk_that_is_slow_to_let_us_in_is_waited_for() -> None:
    """Longer than the engine does, which tries again by itself."""

    async def story() -> None:
        async with FakeAri() as far:
            far.freeze()
            asking = asyncio.create_task(answered(Settings(asterisk=far.settings)))
            await asyncio.wait({asking}, timeout=Timing().opening + 0.5)
            assert not asking.done()
            far.thaw()
            assert await asking == 200

    asyncio.run(asyncio.wait_for(story(), 30))


def test_where_nobody_listens_the_change_is_refused_at_once() -> None:
    async def story() -> None:
        async with FakeAri() as far:
            settings = Settings(asterisk=far.settings)
            await far.kill()
            with pytest.raises(AriNotConnected):
                await answered(settings)

    asyncio.run(asyncio.wait_for(story(), 10))
