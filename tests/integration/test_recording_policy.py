"""The recording policy on a real Asterisk: what is kept, row by row, by queue, agent, direction and demand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from asyncinotify import Inotify, Mask

from appliance.contact.ledger.repository import LedgerRepository
from appliance.store.engine import open_engine
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.phone import Phone
from tests.integration.test_main_job import AGENT_TONE, CALLER_TONE, exported, tone
from tests.servers import audio, box
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

LIMIT = 40.0
SALES, SUPPORT = "1", "2"
NEVER_SUPPORT = {"rules": [{"queues": ["support"], "record": "never"}]}
COMPLAINT_BY_QUEUE = {"rules": [{"queues": ["sales"], "retention": "complaint"}]}
INBOUND_ON_DEMAND = {"rules": [{"directions": ["inbound"], "record": "on-demand"}]}
AGENT_FIRST = {"record": "never", "rules": [{"agents": ["8001"], "record": "always"}]}

ROWS: list[tuple[str, dict[str, Any], str, tuple[str, ...], str]] = [
    ("always is what holds where nothing is said", {}, SALES, (), "standard"),
    ("never for a queue", NEVER_SUPPORT, SUPPORT, (), "never"),
    ("the other queue is kept", NEVER_SUPPORT, SALES, (), "standard"),
    ("a class of its own for a queue", COMPLAINT_BY_QUEUE, SALES, (), "complaint"),
    ("an agent against the rest", AGENT_FIRST, SALES, (), "standard"),
    ("another agent goes with the rest", AGENT_FIRST, SUPPORT, (), "never"),
    ("a direction on demand, and nobody demands", INBOUND_ON_DEMAND, SALES, (), "not-demanded"),
    ("a direction on demand, demanded in the middle", INBOUND_ON_DEMAND, SALES, ("keep",), "standard"),
    ("demanded, and let go again", INBOUND_ON_DEMAND, SALES, ("keep", "drop"), "not-demanded"),
    ("a complaint while it runs", {}, SUPPORT, ("complaint",), "complaint"),
    ("a complaint is kept where nobody else demanded it", INBOUND_ON_DEMAND, SALES, ("complaint", "drop"), "complaint"),
]


def test_every_row_is_kept_or_not_as_the_policy_says(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        phone = Phone(ring=0.2, audio=tone(centre.network(tmp_path / "phones"), AGENT_TONE))
        async with box.seated(centre, tmp_path / "phones", phone, ("8001", "8003")):
            for number, (name, policy, key, orders, wanted) in enumerate(ROWS):
                contact = await _call(centre, tmp_path / str(number), policy, key, orders)
                assert await _outcome(centre, contact) == wanted, name
                if orders == ("keep",):
                    await _whole(centre, contact, tmp_path / "kept.wav")

    run(scene(), limit=250.0)


async def _call(centre: box.Box, folder: Path, policy: dict[str, Any], key: str, orders: tuple[str, ...]) -> str:
    """One call under the policy, with orders in its middle; returns when its audio has left the spool."""
    network = centre.network(folder)
    async with centre.jobs() as jobs:
        await jobs.call("recording.policy_set", document=policy, reason="a row")
    steps = (Wait(1), Press(key), Cue("go", LIMIT))
    caller = Caller("4008001000", "13900000002", tone(network, CALLER_TONE), steps, talk=1.5)
    async with (
        facts(centre.engine(), "bridge", "contact", "agent") as seen,
        centre.engine() as engine,
        _spool_left(centre.paths.spool),
    ):
        calling = network.callers(caller)
        await calling.start()
        contact = str((await seen.until("bridge.joined", LIMIT))["contact"])
        for order in orders:
            await _order(centre, contact, order)
        await calling.cue_first("go")
        await seen.until("contact.closed", LIMIT)
        await calling.wait(LIMIT)
        agent = {SALES: "8001", SUPPORT: "8003"}[key]
        if (await engine.call("agent.show", agent=agent))["state"] == "wrap-up":
            await engine.call("agent.ready", agent=agent)
    return contact


async def _order(centre: box.Box, contact: str, order: str) -> None:
    if order == "complaint":
        async with centre.jobs() as jobs:
            done = await jobs.call("recording.class_call", id=contact, retention="complaint", reason="ticket 7")
        assert done["moved"] == [], "nothing of it is sealed yet"
        return
    async with centre.engine() as engine:
        await engine.call(f"call.{order}_recording", id=contact)


@asynccontextmanager
async def _spool_left(spool: Path) -> AsyncIterator[None]:
    """On leaving, wait until the last file that was in the spool has gone."""
    with Inotify() as changes:
        changes.add_watch(spool, Mask.DELETE)
        yield
        async with asyncio.timeout(LIMIT):
            while any(spool.iterdir()):
                await anext(aiter(changes))


async def _outcome(centre: box.Box, contact: str) -> str:
    """The class in which the call is kept, or why it is not."""
    async with centre.jobs() as jobs:
        if listed := await jobs.call("recording.list", contact=contact):
            return str(listed[0]["retention"])
    database = open_engine(centre.settings.database_url)
    events = [entry.event for entry in LedgerRepository(database).read(0, 100_000, kinds=("recording.discarded",))]
    database.dispose()
    (discarded,) = [event for event in events if str(event.contact) == contact]
    return str(discarded.data["reason"])


async def _whole(centre: box.Box, contact: str, to: Path) -> None:
    """A call that was demanded in its middle is kept from its beginning."""
    left, right = audio.two_channels(await exported(centre, contact, to))
    async with centre.engine() as engine:
        record = await engine.call("call.show", id=contact)
    assert len(left) / audio.RATE > record["talk_ms"] / 1000 + 1, "the time before the agent is in it"
    assert audio.presence(left[-2 * audio.RATE : -audio.RATE // 2], AGENT_TONE) > 0.5
    assert audio.presence(right[-2 * audio.RATE : -audio.RATE // 2], CALLER_TONE) > 0.5
