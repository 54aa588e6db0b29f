"""When `make up` may say that the box is there: calls work, and every process takes commands."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from appliance.control.commands import Handler
from appliance.control.server import ControlServer
from appliance.daemons.box.errors import BoxNotReady
from appliance.daemons.box.readiness import ready, whole
from appliance.system.paths import Paths
from tests.servers.live import run

LIMIT = 10.0
AT_ONCE = 0.5


class Engine:
    """Tells what it is asked for, and that its link came up."""

    def __init__(self, *answers: bool) -> None:
        self._answers = list(answers)

    async def status(self) -> dict[str, Any]:
        return {"ready": self._answers.pop(0)}

    async def events(self, *, kinds: list[str] | None = None) -> AsyncIterator[dict[str, Any]]:
        yield {"kind": "feed.opened"}
        for _ in list(self._answers):
            yield {"kind": "media.up"}

    @property
    def commands(self) -> Mapping[str, Handler]:
        return {"status": self.status, "events": self.events}


async def there() -> dict[str, Any]:
    return {}


async def no_alarms() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path)
    made.run.mkdir(parents=True)
    return made


def test_a_box_is_whole_when_its_jobs_and_the_live_state_answer_too(paths: Paths) -> None:
    async def scene() -> None:
        engine = ControlServer(paths.engine_socket, Engine(False, True).commands)
        jobs = ControlServer(paths.jobs_socket, {"alarm.list": no_alarms})
        live = ControlServer(paths.live_control, {"live.status": there})
        await engine.start()
        waiting = asyncio.create_task(whole(paths, LIMIT))
        assert not (await asyncio.wait([waiting], timeout=AT_ONCE))[0]
        await jobs.start()
        assert not (await asyncio.wait([waiting], timeout=AT_ONCE))[0]
        await live.start()
        await waiting
        await live.aclose()
        await jobs.aclose()
        await engine.aclose()

    run(scene())


def test_jobs_that_do_not_come_up_are_told(paths: Paths) -> None:
    async def scene() -> None:
        engine = ControlServer(paths.engine_socket, Engine(True, True).commands)
        await engine.start()
        assert await ready(paths, LIMIT) == {"ready": True}
        with pytest.raises(BoxNotReady) as refused:
            await whole(paths, AT_ONCE)
        assert refused.value.details["logs"] == str(paths.logs)
        await engine.aclose()

    run(scene())
