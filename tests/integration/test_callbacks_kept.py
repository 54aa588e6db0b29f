"""Call-backs and switches by command on a real engine and database, and what is left of them after a restart."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.callback.errors import CallBackUnknown
from appliance.contact.callback.model import Request
from appliance.contact.calls.model import Trunk
from appliance.contact.calls.repository import trunk_body
from appliance.control.commands import CALLER, Caller
from appliance.daemons.engine.commands import handlers
from appliance.daemons.engine.process import Engine
from appliance.settings import Settings
from appliance.store import schema
from appliance.store.documents import Documents

NUMBER = "13800000001"


async def ask(commands: Mapping[str, Any], name: str, **about: Any) -> Any:
    return await commands[name](**about)


async def stop(engine: Engine) -> None:
    await engine.outbox.settled()
    await engine.writer.close()


def begin(settings: Settings) -> Engine:
    engine = Engine(settings)
    engine.start()
    return engine


async def life(settings: Settings) -> None:
    CALLER.set(Caller("tester"))
    first = begin(settings)
    wanted = first.ask(lambda now: first.centre.wishes.request(Request(NUMBER, "sales", now), now))
    await ask(handlers(first), "queue.switch", queue="sales", to="closed", reason="staff meeting")
    await stop(first)
    second = begin(settings)
    commands = handlers(second)
    assert [row["number"] for row in await ask(commands, "callback.list")] == [NUMBER]
    shown = await ask(commands, "queue.show", queue="sales")
    assert shown["rules"]["switch"] == "closed"
    assert [row["call_back"] for row in shown["calls"]] == [True]
    switched = [event.data for event in second.ledger.each(("queue.switched",))]
    assert switched == [{"queue": "sales", "to": "closed", "author": "tester", "reason": "staff meeting"}]
    await ask(commands, "callback.cancel", id=wanted.id)
    assert await ask(commands, "callback.list") == []
    over = (await ask(commands, "callback.list", all=True))[0]
    assert (over["state"], over["by"]) == ("cancelled", "tester")
    with pytest.raises(CallBackUnknown):
        await ask(commands, "callback.cancel", id=wanted.id)
    assert await ask(commands, "queue.abandoned") == await ask(commands, "queue.recall") == []
    await stop(second)


def test_call_backs_and_switches_are_kept(tmp_path: Path) -> None:
    settings = replace(Settings(), state=tmp_path)
    schema.upgrade(settings.database_url)
    engine = Engine(settings)
    documents, now = Documents(engine.database), datetime.now(UTC)
    Queues(documents).put(Queue("sales"), author="a", reason="b", at=now)
    body = trunk_body(Trunk("carrier", ("127.0.0.9",), "127.0.0.9"))
    documents.put("trunk", "carrier", body, author="a", reason="b", at=now)
    asyncio.run(life(settings))
