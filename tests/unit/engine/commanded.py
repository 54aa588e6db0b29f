"""As much of an engine as its commands need: documents in a database, and a centre that takes them up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from appliance.control.commands import CALLER, Caller, Final, Handler
from appliance.daemons.engine import configuration
from appliance.settings import Asterisk, Secret, Settings
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.scenarios.stage import Stage

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Commanded:
    """`ask` runs a command as a person would; `engine` is what its handlers are given."""

    def __init__(self, folder: Path, handlers: Callable[[Any], Any]) -> None:
        Keyring.ensure(Paths(folder).keys)
        database = open_engine(f"sqlite:///{folder / 'callstead.db'}")
        Base.metadata.create_all(database)
        self.centre = Stage(now=NOON).centre
        self.engine = SimpleNamespace(
            database=database,
            centre=self.centre,
            clock=SimpleNamespace(now=lambda: NOON),
            settings=Settings(state=folder, asterisk=Asterisk(ari_password=Secret("0123456789abcdef" * 2))),
            upkeep=SimpleNamespace(change=self._change),
        )
        self._take_up()
        self._handlers: dict[str, Handler] = dict(handlers(self.engine))

    def ask(self, command: str, **args: Any) -> Any:
        async def asked() -> Any:
            CALLER.set(Caller("li", "en"))
            answer = self._handlers[command](**args)
            assert isinstance(answer, Awaitable)
            return await answer

        return asyncio.run(asked())

    def follow(self, command: str, **args: Any) -> tuple[list[Any], Any]:
        """The parts of a command's answer, and what closed it."""

        async def followed() -> list[Any]:
            CALLER.set(Caller("li", "en"))
            answer = self._handlers[command](**args)
            assert isinstance(answer, AsyncIterator)
            return [part async for part in answer]

        *parts, last = asyncio.run(followed())
        assert isinstance(last, Final)
        return parts, last.result

    async def _change(self, make: Callable[[], Any]) -> Any:
        result = make()
        self._take_up()
        return result

    def _take_up(self) -> None:
        self.centre.configure(configuration.read(self.engine.database), NOON)
