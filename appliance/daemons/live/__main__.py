"""`python -m appliance.daemons.live --state FOLDER`: push the live state to browsers until told to stop."""

import asyncio
import time
from zoneinfo import ZoneInfo

from appliance.clock import SystemClock
from appliance.control.server import ControlServer
from appliance.daemons.live.books import DayBooks
from appliance.daemons.live.commands import handlers
from appliance.daemons.live.hub import Hub
from appliance.daemons.live.link import Link
from appliance.daemons.live.server import Browsers
from appliance.daemons.live.tickets import Tickets
from appliance.daemons.start import arguments, log_to_stderr, settings_file, told_to_stop
from appliance.settings import Settings, load
from appliance.store.engine import open_engine
from appliance.system.paths import Paths


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    paths, clock = Paths(settings.state), SystemClock()
    hub, tickets = Hub(clock.now), Tickets()
    books = DayBooks(open_engine(settings.database_url), ZoneInfo(settings.time_zone))
    link = Link(paths.engine_socket, hub, books, clock.now)
    browsers = Browsers(hub, tickets, time.monotonic)
    async with (
        ControlServer(paths.live_control, handlers(hub, tickets, time.monotonic)),
        browsers.serving(paths.live_socket),
    ):
        await told_to_stop(link.run())


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(load(settings_file(arguments("live").state))))
