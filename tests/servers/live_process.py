"""The process that serves browsers, over the live commands of a centre in still time, and browsers to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.typing import Origin, Subprotocol

from appliance.clock import Clock
from appliance.contact.agents.model import Agent
from appliance.control.client import ControlClient
from appliance.control.feed import EventFeed
from appliance.control.server import ControlServer
from appliance.daemons import alarms
from appliance.daemons.box.readiness import asked, first
from appliance.daemons.engine.commands import live, monitoring, notices
from appliance.daemons.engine.commands.agents import shown
from appliance.daemons.live.process import Live
from appliance.daemons.live.server import PROTOCOL, TICKET
from appliance.daemons.live.snapshot import CONFIGURED
from appliance.node.alarms.service import StandingAlarms
from appliance.settings import Asterisk, Secret, Settings
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.system.paths import Paths
from tests.scenarios.stage import Site, Stage

HOST = "box.example:8443"
LIMIT = 30.0
SECOND = timedelta(seconds=1)
EVERYTHING = {"rights": ["live.see"], "masked": False}


def _tables(url: str) -> None:
    Base.metadata.create_all(open_engine(url))


class Rig:
    """An engine that plays scenarios, told to one process for browsers."""

    def __init__(self, folder: Path, site: Site | None = None, make: Callable[[str], object] = _tables) -> None:
        self.paths = Paths(folder)
        self.stage, self.feed = Stage(site), EventFeed()
        self.alarms = StandingAlarms("engine", self, lambda fact: self.feed.publish(fact.kind, fact.to_json()))
        self.paths.run.mkdir()
        self.settings = self.settings_of(folder)
        make(self.settings.database_url)
        self.live = Live(self.settings, cast("Clock", self))
        self.control = ControlClient(self.paths.live_control)

    @staticmethod
    def settings_of(folder: Path) -> Settings:
        return Settings(state=folder, asterisk=Asterisk(ari_password=Secret("0123456789abcdef" * 2)))

    def engine_client(self) -> ControlClient:
        return ControlClient(self.paths.engine_socket)

    def now(self) -> datetime:
        return self.stage.now

    @asynccontextmanager
    async def engine(self) -> AsyncIterator[None]:
        """The engine is there meanwhile."""
        known: dict[str, Any] = {
            "feed": self.feed,
            "centre": self.stage.centre,
            "clock": self,
            "book": self.stage.written.record,
        }
        known |= {"ask": self.ask, "database": open_engine(self.settings.database_url)}
        engine: Any = SimpleNamespace(**known, outbox=SimpleNamespace(unpublished=0))
        named: dict[str, Any] = {"queue.list": self.queues, "agent.list": self.agents, "agent.show": self.agent}
        named |= {"events": self.feed.events, **alarms.handlers(self.alarms), "status": self.status}
        named |= {
            "callback.list": self.callbacks,
            "agent.pause": self.pause,
            "skill.grant": self.grant,
            "codes.list": self.codes,
        }
        named |= {"agent.set": self.set_agent, "queue.show": self.queue}
        handlers = {**live.handlers(engine), **notices.handlers(engine), **monitoring.handlers(engine), **named}
        async with ControlServer(self.paths.engine_socket, handlers, grace=0.0):
            yield
            self.feed.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Rig"]:
        """Both processes, the picture begun."""
        async with self.engine(), self.process():
            yield self

    @asynccontextmanager
    async def process(self) -> AsyncIterator[None]:
        """The process for browsers, until it takes commands."""
        await self._begin()
        try:
            yield
        finally:
            await self.control.aclose()
            await self._end()

    async def restart_process(self) -> None:
        """The process for browsers dies, and another one is there."""
        await self._end()
        self.live = Live(self.settings, cast("Clock", self))
        await self._begin()

    async def _begin(self) -> None:
        self._task = asyncio.create_task(self.live.run())
        async with asyncio.timeout(LIMIT):
            await first(self.paths.run, lambda: asked(self.paths.live_control, "live.status"))

    async def _end(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    def ask(self, step: Callable[..., Any], *about: Any) -> Any:
        """A wish of a person, whose facts are told."""
        try:
            return step(*about, self.now())
        finally:
            self.stage.learn()
            self.tell()

    async def queues(self) -> Any:
        figures = {"waiting": 0, "longest_wait_s": 0.0, "agents_ready": 0, "service_level": None}
        queues = self.stage.centre.directory.now.queues.values()
        return [
            {"queue": one.name, "name": one.title, "target_seconds": one.target_seconds, **figures} for one in queues
        ]

    async def callbacks(self) -> Any:
        """Nobody is to be called back."""
        return []

    async def status(self) -> Any:
        """As much of the engine's page as still time has."""
        calls = self.stage.centre.book.calls()
        counts = {"open": len(calls), "waiting": 0, "talking": 0}
        return {"calls": counts, "alarms": [alarms.shown(alarm) for alarm in self.alarms.standing()]}

    async def agents(self) -> Any:
        return [shown(agent, person) for agent, person in self.stage.centre.roster.everybody()]

    async def agent(self, *, agent: str) -> Any:
        centre = self.stage.centre
        return shown(centre.directory.now.agents[agent], centre.roster.presence(agent))

    async def codes(self) -> Any:
        return {"codes": [], "reasons": [{"digits": "2", "reason": "lunch"}]}

    async def pause(self, *, agent: str, reason: str) -> Any:
        self.stage.do(["pause", agent, reason])
        self.tell()
        return await self.agent(agent=agent)

    async def grant(self, *, agent: str, skill: str, level: int) -> Any:
        known = self.stage.centre.directory.now.agents[agent]
        self.become(replace(known, skills={**known.skills, skill: level}))
        return await self.agent(agent=agent)

    async def set_agent(
        self, *, agent: str, skills: dict[str, int], queues: list[str] | None = None, reason: str
    ) -> Any:
        known = self.stage.centre.directory.now.agents[agent]
        self.become(replace(known, skills=skills, queues=known.queues if queues is None else frozenset(queues)))
        return await self.agent(agent=agent)

    async def queue(self, *, queue: str) -> Any:
        known = self.stage.centre.directory.now.queues[queue]
        return {"rules": {"priority": known.priority, "skills": dict(known.skills)}}

    def do(self, *lines: str) -> None:
        """Inputs of the scenarios' language, one second apart; their facts are told."""
        for line in lines:
            self.stage.pass_to(self.stage.now.replace(microsecond=0) + SECOND)
            assert not (refusal := self.stage.do(line.split())), f"{line}: {refusal}"
            self.tell()

    def tell(self) -> None:
        """Everything that was booked since is told."""
        for event in self.stage.written.take()[0]:
            self.feed.publish(event.kind, event.to_json())

    def rename(self, agent: str, name: str) -> None:
        """Somebody changes the configuration."""
        self.become(replace(self.stage.centre.directory.now.agents[agent], name=name))

    def become(self, agent: Agent) -> None:
        """The agent is configured so from now on."""
        now = self.stage.centre.directory.now
        self.stage.centre.configure(replace(now, agents={**now.agents, agent.number: agent}), self.stage.now)
        self.feed.publish(CONFIGURED, {})

    async def admitted(self, **scope: Any) -> str:
        """A ticket."""
        answer = await self.control.call("live.admit", **{"person": "li", **EVERYTHING, **scope})
        return str(answer["ticket"])

    def connect(self, ticket: str, origin: str = f"https://{HOST}", **more: Any) -> Any:
        """A browser's WebSocket, as the web server passes it on."""
        return connected(self.paths, ticket, origin, **more)

    @asynccontextmanager
    async def browser(self, **scope: Any) -> AsyncIterator["Browser"]:
        """A browser that has come in, and has seen the engine there."""
        async with self.connect(await self.admitted(**scope)) as link:
            browser = Browser(link)
            await browser.until(lambda seen: seen.engine)
            yield browser


def connected(paths: Paths, ticket: str, origin: str = f"https://{HOST}", **more: Any) -> Any:
    """A browser's WebSocket to the box of those paths."""
    offered = [PROTOCOL, Subprotocol(TICKET + ticket)]
    return unix_connect(
        str(paths.live_socket), f"ws://{HOST}/live", origin=Origin(origin), subprotocols=offered, **more
    )


class Browser:
    """What a page keeps of the messages."""

    def __init__(self, link: ClientConnection) -> None:
        self.link = link
        self.engine = False
        self.entries: dict[tuple[str, str], dict[str, Any]] = {}
        self.numbers: list[int] = []
        self.kinds: list[str] = []
        self.notices: list[dict[str, Any]] = []

    async def until(self, there: Any, limit: float = LIMIT) -> None:
        """Take messages until that is so."""
        async with asyncio.timeout(limit):
            while not there(self):
                self.take(json.loads(await self.link.recv()))

    def take(self, message: dict[str, Any]) -> None:
        self.numbers.append(message["n"])
        self.kinds.append(message["kind"])
        match message:
            case {"kind": "snapshot"}:
                self.engine = message["engine"]
                self.entries = {("agent", row["agent"]): row for row in message["agents"]}
                self.entries |= {("queue", row["queue"]): row for row in message["queues"]}
                self.entries |= {("waiting", row["id"]): row for row in message["waiting"]}
            case {"kind": "engine", "up": up}:
                self.engine = up
            case {"kind": "notice", "value": notice}:
                self.notices.append(notice)
            case {"kind": "gone", "what": what, "id": name}:
                del self.entries[what, name]
            case {"kind": kind, "value": value}:
                self.entries[kind, value["id" if kind == "waiting" else kind]] = value

    def agent(self, number: str) -> dict[str, Any]:
        return self.entries["agent", number]

    def queue(self, name: str) -> dict[str, Any]:
        return self.entries["queue", name]

    @property
    def waiting(self) -> list[dict[str, Any]]:
        return [entry for (what, _), entry in self.entries.items() if what == "waiting"]
