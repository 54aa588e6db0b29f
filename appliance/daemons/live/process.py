"""The whole of the process: the picture kept, its control socket, and the WebSocket for browsers."""

import asyncio
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from appliance.clock import Clock, SystemClock
from appliance.control.client import ControlClient
from appliance.control.server import ControlServer
from appliance.daemons.live.books import DayBooks
from appliance.daemons.live.commands import handlers
from appliance.daemons.live.hub import Hub
from appliance.daemons.live.link import Link
from appliance.daemons.live.server import Browsers
from appliance.daemons.live.tickets import Tickets
from appliance.daemons.news import follow
from appliance.settings import Settings
from appliance.store.engine import open_engine
from appliance.system.paths import Paths


class Live:
    """Pushes the live state to browsers; `run` serves until cancelled."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self._paths, now = Paths(settings.state), (clock or SystemClock()).now
        self.hub, self._tickets = Hub(now), Tickets()
        books = DayBooks(open_engine(settings.database_url), ZoneInfo(settings.time_zone))
        self._link = Link(self._paths.engine_socket, self.hub, books, now)
        self._browsers = Browsers(self.hub, self._tickets, time.monotonic)

    async def run(self) -> None:
        """Browsers are let in at once, and see nothing before the engine has told something."""
        commands = handlers(self.hub, self._tickets, time.monotonic)
        browsers = self._browsers.serving(self._paths.live_socket)
        async with browsers, ControlServer(self._paths.live_control, commands), asyncio.TaskGroup() as tasks:
            tasks.create_task(self._link.run())
            for process in (self._paths.engine_socket, self._paths.jobs_socket):
                tasks.create_task(self._alarms_of(process))

    async def _alarms_of(self, process: Path) -> None:
        """Tell browsers whenever another alarm stands there, or none any more."""

        async def heard() -> None:
            self.hub.stir("alarms")

        await follow(lambda: ControlClient(process), ["alarm"], heard)
