"""Cards and lines behind the console's pages: the real commands over a machine of files, without DAHDI or Asterisk."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.ledger.repository import LedgerRepository
from appliance.control.commands import CALLER, Caller
from appliance.daemons.engine.commands import lines as trunk_commands
from appliance.daemons.engine.commands import spans as span_commands
from appliance.daemons.engine.linetests import LineTests
from appliance.daemons.jobs.lines import commands, views
from appliance.events import Event
from appliance.node.lines.model import DChannel, Quarter, Reading, Signal
from appliance.node.lines.repository import SpanHistory
from appliance.node.lines.service import LineWatch
from appliance.settings import Settings
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony.ami.errors import AmiRefused
from dahdi_conf.changes import Line
from dahdi_conf.survey import survey
from tests.fakes.hardware import build
from tests.unit.engine.commanded import NOON as MADE
from tests.unit.engine.commanded import Commanded
from tests.unit.lines.desk import Desk
from tests.web.conftest import NOON
from tests.web.processes import FakeProcess

TREES = Path(__file__).parents[1] / "data" / "hardware"
GROUPED = frozenset([*range(1, 16), *range(17, 32)])
WELL = Reading(
    1,
    "WCTE4/0/1",
    "WCTE43X (PCI) Card 0 Span 1",
    channels=31,
    d_channel=DChannel.UP,
    busy={1: "a", 2: "b"},
    groups={1: GROUPED},
    slots=tuple(range(1, 32)),
    links=frozenset({16}),
    clock_source=True,
    crc4=True,
)
DEAD = replace(
    WELL,
    number=2,
    name="WCTE4/0/2",
    signals=frozenset({Signal.LOS, Signal.RED}),
    d_channel=DChannel.DOWN,
    busy={},
    groups={2: frozenset(number + 31 for number in GROUPED)},
    slots=tuple(range(32, 63)),
    links=frozenset({47}),
    clock_source=False,
)


class Etc:
    """What lies below /etc, and Asterisk's channels: `breaks` is the step that is refused, `down` lines stay down."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.steps: list[str] = []
        self.down_for_ever = False
        self.gate = threading.Event()
        self.gate.set()

    async def read(self) -> dict[str, str]:
        return self.files

    async def write(self, files: Mapping[str, str | None]) -> None:
        self.files = {name: text for name, text in {**self.files, **files}.items() if text is not None}

    async def check(self, system: str) -> None:
        self.steps.append("check")

    async def configure(self, lines: Iterable[Line], modules: str) -> None:
        self.steps.append("configure")
        await asyncio.to_thread(self.gate.wait, 20)

    async def release(self, lines: Iterable[Line]) -> None:
        self.steps.append("release")

    async def take(self, lines: Iterable[Line]) -> None:
        self.steps.append("take")

    async def down(self, lines: Iterable[Line]) -> list[str]:
        return [line.place for line in lines] if self.down_for_ever else []

    async def adopt(self, *_: Any) -> None:
        pass


class Unanswered:
    """An Asterisk whose calls nobody takes."""

    async def do(self, action: str, **headers: str) -> object:
        raise AmiRefused(action=action, reason="nobody answered")

    async def rows(self, action: str, **headers: str) -> list[dict[str, str]]:
        return []


class Lined:
    """A box with a quad E1 card: two spans run, the second without a signal."""

    def __init__(self, state: Path, engine: FakeProcess, jobs: FakeProcess, patch: pytest.MonkeyPatch) -> None:
        self.etc, self.folder = Etc(), state
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        tree = (TREES / "quad-e1.txt").read_text("utf-8").partition("\n-----\n")[0]
        root = build(tree, state / "machine")
        self.database = open_engine(f"sqlite:///{state / 'callstead.db'}")
        self._jobs(jobs, root, patch)
        self._engine(engine)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()
        self.database.dispose()
        self.made.engine.database.dispose()

    def look(self, *readings: Reading, **later: float) -> None:
        self.watch.look(readings, NOON + timedelta(**later))

    def _jobs(self, jobs: FakeProcess, root: Path, patch: pytest.MonkeyPatch) -> None:
        @asynccontextmanager
        async def asterisk(settings: Settings) -> AsyncIterator[None]:
            yield

        patch.setattr(commands, "survey", partial(survey, root))
        patch.setattr(commands, "asterisk", asterisk)
        for name in ("_exchange", "_adopt"):
            patch.setattr(commands._LineCommands, name, self._switchboard if name == "_exchange" else self.etc.adopt)
        patch.setattr(commands, "Kernel", lambda: self.etc)
        key = Keyring.load(Paths(self.folder).keys)
        clock: Any = type("Now", (), {"now": staticmethod(lambda: NOON)})()
        changing = commands.handlers(Settings(state=self.folder), self.database, key, clock)
        seeing = views.handlers(Documents(self.database), root, self.etc)
        for name, handler in {**changing, **seeing}.items():
            jobs.answers[name] = self._asked(handler)

    def _switchboard(self, *_: Any) -> Etc:
        return self.etc

    def _engine(self, engine: FakeProcess) -> None:
        folder = self.folder / "centre"
        Paths(folder).run.mkdir(parents=True)
        self.made = Commanded(folder, trunk_commands.handlers)
        desk = Desk()
        made: Any = self.made.engine
        self.watch = LineWatch(desk, self._record, desk)

        async def fresh() -> None:
            pass

        made.lines = type("Lines", (), {"watch": self.watch, "fresh": staticmethod(fresh)})()
        made.span_history = SpanHistory(self.database)
        made.ledger = LedgerRepository(self.database)
        made.line_tests = LineTests(Unanswered(), folder, self._record)
        self.look(WELL, DEAD)
        made.span_history.add(
            [
                Quarter("WCTE4/0/1", NOON - timedelta(hours=1), {"seen_ms": 900_000, "slips": 3, "crc4_errors": 7}),
                Quarter("WCTE4/0/2", NOON - timedelta(hours=1), {"seen_ms": 900_000, "out_ms": 600_000}),
            ]
        )
        documents = Documents(made.database)
        trunks = [
            ("telecom", {"match": [], "group": 1}),
            ("sip-carrier", {"match": [], "host": "203.0.113.9", "qualify": 30}),
        ]
        for name, body in trunks:
            documents.put("trunk", name, body, author="demo", reason="first", at=MADE)
        self.made._take_up()
        self.made.centre.outages.begin("sip-carrier", "silent", "no answer to OPTIONS", NOON)  # type: ignore[arg-type]
        for name, handler in {**span_commands.handlers(made), **trunk_commands.handlers(made)}.items():
            engine.answers[name] = self._asked(handler)

    def _record(self, event: Event) -> None:
        LedgerRepository(self.database).append([event])

    def _asked(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        async def run(given: Mapping[str, Any]) -> Any:
            CALLER.set(Caller("callstead", "en"))
            return await handler(**given)

        def ask(**given: Any) -> Any:
            work: Coroutine[Any, Any, Any] = run(given)
            return asyncio.run_coroutine_threadsafe(work, self.loop).result(40)

        return ask
