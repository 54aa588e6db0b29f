"""Facts first, commands when they are durable, everything in order."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from appliance.contact.calls.commands import Answer, Command, HangUp
from appliance.contact.ledger.errors import EventUnwritable
from appliance.daemons.engine.outbox import LINGER, Outbox
from appliance.events import Event
from tests.unit.engine.loops import in_a_loop, turns

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def fact(number: int) -> Event:
    return Event("test.fact", AT, data={"n": number})


class Rig:
    """A writer whose promises are kept when a test says so; `log` is what went out, in order."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.promises: list[asyncio.Future[Any]] = []
        self.appended = asyncio.Event()
        self.refusing = False
        self.outbox = Outbox(self, self.deliver, self.publish)

    def append(self, events: Sequence[Event]) -> asyncio.Future[Any]:
        if self.refusing:
            raise EventUnwritable(reason="test")
        self.log.append(f"write {[event.data['n'] for event in events]}")
        self.promises.append(asyncio.get_running_loop().create_future())
        self.appended.set()
        return self.promises[-1]

    def deliver(self, commands: Sequence[Command]) -> None:
        self.log += [f"send {command.channel}" for command in commands if isinstance(command, Answer | HangUp)]

    def publish(self, events: Sequence[Event]) -> None:
        if events:
            self.log.append(f"publish {[event.data['n'] for event in events]}")

    def input(self, *steps: int | str) -> None:
        """One input that books the numbers and answers the named channels."""
        for step in steps:
            if isinstance(step, int):
                self.outbox.record(fact(step))
            else:
                self.outbox.send(Answer(step))
        self.outbox.flush()

    async def kept(self, number: int) -> None:
        self.promises[number].set_result(None)
        await turns()


@in_a_loop
async def test_nothing_is_heard_before_its_facts_are_durable() -> None:
    rig = Rig()
    rig.input(1, "c1", 2)
    await turns()
    assert rig.log == ["write [1, 2]"]
    await rig.kept(0)
    assert rig.log[1:] == ["send c1", "publish [1, 2]"]


@in_a_loop
async def test_inputs_leave_in_their_order_whichever_promise_is_kept_first() -> None:
    rig = Rig()
    rig.input(1, "c1")
    rig.input(2, "c2")
    rig.input("c3")
    await rig.kept(1)
    assert rig.log == ["write [1]", "write [2]"]
    await rig.kept(0)
    assert rig.log[2:] == ["send c1", "publish [1]", "send c2", "publish [2]", "send c3"]


@in_a_loop
async def test_commands_without_facts_wait_for_nothing() -> None:
    rig = Rig()
    rig.input("c1")
    assert rig.log == ["send c1"]


@in_a_loop
async def test_a_promise_kept_at_once_delivers_at_once() -> None:
    rig = Rig()
    done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    rig.append = lambda events: done  # type: ignore[method-assign]
    rig.input(1, "c1")
    assert rig.log == ["send c1", "publish [1]"]


@in_a_loop
async def test_facts_alone_wait_for_company_and_go_with_the_next_commands() -> None:
    rig = Rig()
    rig.input(1)
    rig.input(2)
    assert rig.log == []
    rig.input(3, "c1")
    assert rig.log == ["write [1, 2, 3]"]
    await asyncio.sleep(2 * LINGER)
    assert len(rig.promises) == 1, "what has left does not leave again"


@in_a_loop
async def test_facts_alone_wait_no_longer_than_they_may() -> None:
    rig = Rig()
    began = asyncio.get_running_loop().time()
    rig.input(1)
    await rig.appended.wait()
    assert asyncio.get_running_loop().time() - began >= LINGER * 0.9
    await rig.kept(0)
    rig.appended.clear()
    rig.input(2)
    await rig.appended.wait()
    assert rig.log == ["write [1]", "publish [1]", "write [2]"]


@in_a_loop
async def test_an_input_that_leads_to_nothing_does_nothing() -> None:
    rig = Rig()
    rig.input()
    rig.outbox.close()
    await turns()
    assert rig.log == []


@in_a_loop
async def test_closing_sends_what_lingers() -> None:
    rig = Rig()
    rig.input(1)
    rig.outbox.close()
    assert rig.log == ["write [1]"]
    await rig.kept(0)
    assert rig.log[1:] == ["publish [1]"]


@in_a_loop
async def test_a_ledger_that_refuses_does_not_stop_a_call(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig()
    rig.input(1, "c1")
    rig.refusing = True
    rig.input(2, "c2")
    assert rig.log == ["write [1]"], "still behind what came before"
    await rig.kept(0)
    assert rig.log[1:] == ["send c1", "publish [1]", "send c2", "publish [2]"]
    assert "the ledger refuses" in caplog.text
    rig.refusing = False
    rig.input(3, "c3")
    await rig.kept(1)
    assert rig.log[-2:] == ["send c3", "publish [3]"]


@in_a_loop
async def test_what_a_delivery_leads_to_comes_after_it() -> None:
    rig = Rig()
    plain = rig.deliver

    def deliver(commands: Sequence[Command]) -> None:
        plain(commands)
        if commands == [Answer("c1")]:
            rig.input(2, "c2")

    rig.outbox = Outbox(rig, deliver, rig.publish)
    rig.input("c1")
    await rig.kept(0)
    assert rig.log == ["send c1", "write [2]", "send c2", "publish [2]"]


@in_a_loop
async def test_settled_is_when_all_so_far_is_kept_and_out() -> None:
    rig = Rig()
    rig.input(1, "c1")
    rig.input(2)
    settled = asyncio.ensure_future(rig.outbox.settled())
    await turns()
    assert rig.log == ["write [1]", "write [2]"], "what lingered has left"
    await rig.kept(1)
    assert not settled.done()
    await rig.kept(0)
    await settled
    assert rig.log[2:] == ["send c1", "publish [1]", "publish [2]"]


@in_a_loop
async def test_with_nothing_under_way_all_is_settled() -> None:
    await Rig().outbox.settled()
