"""The watching of the engine on two spans joined by a cable, and an Asterisk that has both ends."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from appliance.clock import SystemClock
from appliance.contact.calls.model import Trunk
from appliance.contact.calls.outages import Outages
from appliance.contact.routes.model import Asker, TrunkState
from appliance.contact.routes.numbers import normalise
from appliance.contact.routes.routing import Now, Table, decide
from appliance.daemons.engine.spans import LineLoop, line_groups
from appliance.events import Event
from appliance.node.lines.model import Condition
from appliance.node.lines.repository import SpanHistory
from appliance.node.lines.service import LineWatch
from appliance.settings import Asterisk
from appliance.store.engine import open_engine
from appliance.store.schema import upgrade
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.link import follow
from appliance.telephony.config.render import manager
from drivers.dahdi.look import look
from tests.lab import cable
from tests.lab.exchange import Exchange
from tests.unit.lines.desk import Desk
from tests.unit.telephony_config.sites import minimal

CONFIGURATION = Path(__file__).parent / "watched"
LIMIT = 120.0
FIRST, SECOND = Trunk("first", (), group=1), Trunk("second", ("192.0.2.1",), "192.0.2.1")


@contextmanager
def joined(folder: Path) -> Iterator[Exchange]:
    """The cable is laid and both D-channels are up; the manager's account is as the box renders it."""
    for name, text in manager.render(minimal()).items():
        (folder / name).write_text(text, "utf-8")
    with cable.laid(), Exchange(folder, CONFIGURATION) as running:
        for span in (1, 2):
            running.until(f"D-Channel on span {span} up")
        yield running


class Watched:
    """The watching of the engine, on this machine's spans and this Asterisk."""

    def __init__(self, folder: Path, state: Path) -> None:
        ari = minimal().ari
        self.account = Asterisk(ari.host, ari.port, ari.user, ari.password, manager_port=ari.manager_port)
        url = f"sqlite:///{state / 'lines.db'}"
        upgrade(url)
        self.history = SpanHistory(open_engine(url))
        self.clock, self.desk = SystemClock(), Desk()
        self.events: list[tuple[float, Event]] = []
        self.stepped = asyncio.Event()
        self.outages = Outages(self)
        watch = LineWatch(self.desk, self.record, self)
        groups = line_groups(folder / "chan_dahdi.conf")
        self.loop = LineLoop(
            watch, look, lambda: groups, AmiClient(self.account), self._input, self.trunks, self.outages, self.clock
        )

    def record(self, *events: Event) -> None:
        self.events += [(time.monotonic(), event) for event in events]

    def has(self, channel: str) -> bool:
        return True

    def free(self, stuck: Any) -> None: ...

    def trunks(self) -> tuple[Trunk, ...]:
        return FIRST, SECOND

    def usable(self) -> set[str]:
        return {trunk.name for trunk in self.trunks() if self.outages.of(trunk.name) is None}

    def way_out(self, number: str, preferred: str) -> str:
        """The trunk that a call takes now."""
        states = {
            trunk.name: TrunkState(trunk.name, away=out.detail if (out := self.outages.of(trunk.name)) else "")
            for trunk in self.trunks()
        }
        rules = Table()
        return decide(rules, normalise(number, rules.plan), Asker(), Now(states), preferred=preferred).ways[0].trunk

    def span(self, number: int) -> Condition:
        return next(one for one in self.loop.watch.conditions if one.reading.number == number)

    def first(self, kind: str, **data: Any) -> float:
        """When the first such fact was told, by the monotonic clock."""
        wanted = data.items()
        return next(at for at, event in self.events if event.kind == kind and wanted <= dict(event.data).items())

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(LIMIT):
            while not true():
                self.stepped.clear()
                await self.stepped.wait()

    def _input(self, step: Callable[..., None], *about: Any) -> None:
        step(*about, self.clock.now())
        self.stepped.set()


@asynccontextmanager
async def running(watched: Watched) -> AsyncIterator[None]:
    tasks = [
        asyncio.create_task(watched.loop.run(watched.history)),
        asyncio.create_task(follow(watched.account, watched.loop.kick)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def alarm_moment(span: int) -> tuple[threading.Thread, list[float]]:
    """A thread that looks every few milliseconds when the driver's own alarm begins."""
    found: list[float] = []

    def wait() -> None:
        deadline = time.monotonic() + LIMIT
        pause = threading.Event()
        while not cable.red(span) and time.monotonic() < deadline:
            pause.wait(0.005)
        found.append(time.monotonic())

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, found
