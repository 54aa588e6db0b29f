"""Changes of the configuration over a PostgreSQL that is killed: refused with a code, and none half done."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from tests.servers import box, postgres
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.postgres, pytest.mark.timeout(240)]

BEHIND = "configuration-behind"
AWAY = "database-unavailable"
QUEUE = "support"


async def refused(call: Any) -> str:
    with pytest.raises(RemoteRefusal) as fault:
        await call
    assert fault.value.details["reason"], "it says why"
    return fault.value.code


async def drained(stream: Any) -> None:
    async for _ in stream:
        pass


async def exported(centre: box.Box) -> dict[str, Any]:
    """The queue's document, for a change that is planned."""
    async with centre.engine() as engine, engine.stream("config.export") as parts:
        bodies: dict[str, dict[str, Any]] = {
            part["key"]: part["body"] async for part in parts if part["kind"] == "queue"
        }
    return bodies[QUEUE]


async def imported(engine: ControlClient, body: dict[str, Any], title: str) -> None:
    documents = {"queue": {QUEUE: {**body, "title": title}}}
    async with engine.stream("config.import", reason="planned", keep=True, documents=documents) as parts:
        await drained(parts)


async def titles(centre: box.Box) -> tuple[str, str]:
    """Of the queue, as the running centre has it and as the database does."""
    async with centre.engine() as engine:
        shown = await engine.call("queue.show", queue=QUEUE)
        async with engine.stream("config.show", kind="queue", key=QUEUE) as parts:
            (kept,) = [part["body"] async for part in parts]
    return shown["name"], kept["title"]


def test_planned_changes_while_postgresql_is_dead(tmp_path: Path) -> None:
    async def scene(centre: box.Box, server: postgres.Killable) -> None:
        planned = await exported(centre)
        async with facts(centre.engine(), "alarm") as news:
            server.power_cut()
            async with centre.engine() as engine:
                assert await refused(imported(engine, planned, "while dead")) == AWAY
                assert await refused(engine.call("config.history")) == AWAY
                assert await refused(engine.call("queue.set", queue=QUEUE, changes={"title": "set"})) == AWAY
                raised = await news.until("alarm.raised", code=BEHIND)
                assert "server" in raised["data"]["detail"]
                assert await refused(engine.call("queue.set", queue=QUEUE, changes={"title": "set"})) == BEHIND
            async with centre.jobs() as jobs:
                assert await refused(jobs.call("retention.report")) == AWAY
                assert await refused(jobs.call("mail.set", changes={"host": "mail.example"})) == AWAY
            server.start()
            await news.until("alarm.cleared", code=BEHIND)
        async with centre.engine() as engine:
            await imported(engine, planned, "when back")
            history = await engine.call("config.history", kind="queue", key=QUEUE)
        assert history[0]["reason"] == "planned"
        assert "while dead" not in str(history)
        assert await titles(centre) == ("when back", "when back")

    with postgres.killable() as server, box.running(tmp_path / "box", database=f'url = "{server.url}"\n') as centre:
        run(scene(centre, server))
        run(killed_between(centre, server))


async def killed_between(centre: box.Box, server: postgres.Killable) -> None:
    """The server dies while one change follows the other: what was answered as done is there, and in force."""
    done: list[str] = []
    going = asyncio.Event()

    async def change() -> str:
        async with centre.engine() as engine:
            number = 0
            while True:
                number += 1
                try:
                    await engine.call("queue.set", queue=QUEUE, changes={"title": f"no. {number}"})
                except RemoteRefusal as refusal:
                    return refusal.code
                done.append(f"no. {number}")
                if number == 5:
                    going.set()

    async with facts(centre.engine(), "alarm") as news:
        changing = asyncio.create_task(change())
        await going.wait()
        await asyncio.to_thread(server.power_cut)
        assert await changing in (AWAY, "change-not-in-force")
        await news.until("alarm.raised", code=BEHIND)
        server.start()
        await news.until("alarm.cleared", code=BEHIND)
    in_force, kept = await titles(centre)
    assert in_force == kept
    assert kept in (done[-1], f"no. {len(done) + 1}"), "the last that was done, or the one that nobody could answer for"
