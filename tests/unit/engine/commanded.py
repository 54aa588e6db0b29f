"""As much of an engine as its commands need: documents in a database, and a centre that takes them up."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from appliance.control.commands import CALLER, Caller, Handler
from appliance.daemons.engine import configuration
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from tests.scenarios.stage import Stage

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Commanded:
    """`ask` runs a command as a person would; `engine` is what its handlers are given."""

    def __init__(self, folder: Path, handlers: Callable[[Any], Any]) -> None:
        database = open_engine(f"sqlite:///{folder / 'callstead.db'}")
        Base.metadata.create_all(database)
        self.centre = Stage(now=NOON).centre
        self.engine = SimpleNamespace(
            database=database,
            centre=self.centre,
            clock=SimpleNamespace(now=lambda: NOON),
            settings=SimpleNamespace(time_zone="Asia/Shanghai"),
            upkeep=SimpleNamespace(change=self._change),
        )
        self._take_up()
        self._handlers: dict[str, Handler] = dict(handlers(self.engine))

    def ask(self, command: str, **args: Any) -> Any:
        async def asked() -> Any:
            CALLER.set(Caller("li", "en"))
            return await self._handlers[command](**args)

        return asyncio.run(asked())

    async def _change(self, make: Callable[[], Any]) -> Any:
        result = make()
        self._take_up()
        return result

    def _take_up(self) -> None:
        self.centre.configure(configuration.read(self.engine.database), NOON)
