"""A box in trouble that has to go on working: a call and an agent's wishes, and what is on record of them later."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from appliance.contact.ledger.repository import LedgerRepository
from appliance.events import Event
from appliance.store.engine import open_engine
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.phone import Phone
from tests.servers import box
from tests.servers.live import facts, status

BEHIND = "ledger-behind"
MOST = 10_000_000


async def works_in_trouble(
    centre: box.Box, folder: Path, begin: Callable[[], object], end: Callable[[], object], seconds: float = 0
) -> dict[str, Any]:
    """Between `begin` and `end` calls are connected and ended, for `seconds` and one at least; the status meanwhile.

    Later all of it is on record.
    """
    async with facts(centre.engine(), "alarm") as alarms:
        begin()
        until = time.monotonic() + seconds
        try:
            told = await work(centre, folder / "0")
            while time.monotonic() < until:
                told += await work(centre, folder / str(len(told)))
            raised = await alarms.until("alarm.raised", code=BEHIND)
            assert raised["data"]["detail"], "the alarm says why"
            shown = await status(centre)
            assert BEHIND in [alarm["code"] for alarm in shown["alarms"]]
            assert shown["ledger"]["pending"] > 0
        finally:
            end()
        await alarms.until("alarm.cleared", code=BEHIND)
    on_record(centre, told)
    assert BEHIND not in [alarm["code"] for alarm in (await status(centre))["alarms"]]
    return shown


async def work(centre: box.Box, folder: Path) -> list[dict[str, Any]]:
    """A caller is connected to an agent and hangs up; the agent pauses and is ready again. The facts of it."""
    async with box.seated(centre, folder / "phones", Phone(ring=0.1), ("8003",)):
        async with facts(centre.engine(), "agent", "bridge", "contact", "leg") as seen, centre.engine() as engine:
            caller = Caller("4008001000", "13900000001", steps=(Wait(1), Press("2"), Cue("go", 60)), talk=0)
            calling = centre.network(folder / "network").callers(caller)
            await calling.start()
            await seen.until("bridge.joined")
            await calling.cue_first("go")
            closed = await seen.until("contact.closed")
            assert closed["data"]["result"] == "answered"
            await engine.call("agent.pause", agent="8003", reason="lunch")
            await seen.until("agent.state", state="paused")
            await engine.call("agent.ready", agent="8003")
            await seen.until("agent.state", state="ready")
        await calling.wait(20)
    return seen.seen


def on_record(centre: box.Box, told: list[dict[str, Any]]) -> None:
    """Every fact that was told is in the ledger once, in the order in which it was told."""
    wanted = [Event.from_json(fact) for fact in told]
    engine = open_engine(centre.settings.database_url)
    try:
        ledger = [entry.event for entry in LedgerRepository(engine).read(limit=MOST)]
    finally:
        engine.dispose()
    names = {_name(event) for event in wanted}
    assert [_name(event) for event in ledger if _name(event) in names] == [_name(event) for event in wanted]


def _name(event: Event) -> tuple[str, Any, UUID | None, UUID | None, str]:
    return event.kind, event.at, event.contact, event.leg, str(sorted(event.data))
