"""The writer against a store and a journal that fail on command."""

import asyncio
from time import monotonic
from uuid import uuid4

import pytest

from appliance.contact.ledger.errors import EventUnwritable
from appliance.contact.ledger.model import Batch, Durability, Mark
from appliance.events import Event
from tests.unit.ledger.fakes import MemoryJournal, MemoryStore
from tests.unit.ledger.rig import AT, LIMIT, REFUSED, Rig, numbered, running, scenario


@scenario
async def test_order_is_that_of_the_calls() -> None:
    async with running(Rig()) as rig:
        promises = [rig.writer.append(numbered(2 * n, 2 * n + 1)) for n in range(500)]
        assert set(await asyncio.gather(*promises)) == {Durability.DURABLE}
        assert rig.numbers() == list(range(1000))
        assert rig.troubles == []
        assert rig.writer.behind_since is None


@scenario
async def test_what_is_pending_shares_one_transaction() -> None:
    async with running(Rig(patience=LIMIT)) as rig:
        rig.store.hold()
        first = rig.writer.append(numbered(0))
        await asyncio.to_thread(rig.store.wait_entered, 1)
        others = [rig.writer.append(numbered(n)) for n in range(1, 50)]
        assert rig.writer.pending == 50
        rig.store.release()
        await asyncio.gather(first, *others)
        assert rig.store.calls == [1, 49]
        assert rig.writer.pending == 0


@scenario
async def test_a_huge_backlog_is_written_in_parts() -> None:
    async with running(Rig(patience=LIMIT)) as rig:
        rig.store.hold()
        rig.writer.append(numbered(0))
        await asyncio.to_thread(rig.store.wait_entered, 1)
        for start in range(1, 5001, 100):
            last = rig.writer.append(numbered(*range(start, start + 100)))
        rig.store.release()
        await last
        assert rig.store.calls == [1, 2000, 2000, 1000]
        assert rig.numbers() == list(range(5001))


@scenario
async def test_nothing_to_append_waits_for_what_is_before() -> None:
    async with running(Rig(patience=LIMIT)) as rig:
        assert await rig.writer.append([]) is Durability.DURABLE
        rig.store.hold()
        rig.writer.append(numbered(1))
        barrier = rig.writer.append([])
        await asyncio.to_thread(rig.store.wait_entered, 1)
        assert not barrier.done()
        rig.store.release()
        assert await barrier is Durability.DURABLE
        assert rig.numbers() == [1]


@scenario
async def test_a_hanging_store_holds_nobody_beyond_patience() -> None:
    async with running(Rig(patience=0.05)) as rig:
        rig.store.hold()
        started = monotonic()
        assert await rig.writer.append(numbered(1)) is Durability.LATE
        assert 0.04 < monotonic() - started < LIMIT
        assert rig.writer.behind_since == AT
        assert len(rig.troubles) == 1
        assert await rig.writer.append(numbered(2)) is Durability.LATE
        assert [batch.events[0].data["n"] for batch in rig.journal.content] == [1, 2]
        assert rig.store.events == []
        rig.store.release()
        await rig.until_recovered()
        assert rig.writer.behind_since is None
        assert await rig.writer.append(numbered(3)) is Durability.DURABLE
    assert rig.numbers() == [1, 2, 3]
    assert rig.journal.content == []


@scenario
async def test_in_trouble_the_journal_is_enough() -> None:
    """Once the store is known to refuse, nobody waits for patience to end."""
    async with running(Rig(patience=LIMIT)) as rig:
        rig.store.refusing = REFUSED
        for n in range(20):
            assert await rig.writer.append(numbered(n)) is Durability.LATE
        assert sum(len(batch.events) for batch in rig.journal.content) == 20
        assert rig.troubles == [REFUSED]
        assert rig.writer.pending == 20
        rig.store.refusing = None
        await rig.until_recovered()
    assert rig.numbers() == list(range(20))


@scenario
async def test_with_the_journal_failing_too_calls_go_on() -> None:
    async with running(Rig(patience=LIMIT)) as rig:
        rig.store.refusing = REFUSED
        rig.journal.failing = OSError(28, "No space left on device")
        for n in range(20):
            assert await rig.writer.append(numbered(n)) is Durability.LATE
        assert rig.troubles == [REFUSED, rig.journal.failing]
        assert rig.journal.attempts <= 2
        rig.store.refusing = None
        await rig.until_recovered()
    assert rig.numbers() == list(range(20))


@scenario
async def test_a_commit_of_unknown_fate_is_not_repeated() -> None:
    async with running(Rig()) as rig:
        await rig.writer.append(numbered(0))
        rig.store.torn = True
        await rig.writer.append(numbered(1, 2))
        await rig.until_recovered()
        await rig.writer.append(numbered(3))
        assert rig.numbers() == [0, 1, 2, 3]


@scenario
async def test_a_fault_of_the_store_itself_is_trouble_not_death() -> None:
    async with running(Rig()) as rig:
        rig.store.refusing = KeyError("a bug")
        assert await rig.writer.append(numbered(1)) is Durability.LATE
        rig.store.refusing = None
        await rig.until_recovered()
        assert rig.numbers() == [1]


@scenario
async def test_what_an_earlier_life_left_comes_first_and_once() -> None:
    store, journal = MemoryStore(), MemoryJournal()
    first = Rig(store, journal)
    first.writer.start()
    await first.writer.append(numbered(0))
    store.refusing = REFUSED
    await first.writer.append(numbered(1))
    await first.writer.append(numbered(2))
    assert await first.writer.close(0.05) == 2
    store.refusing = None
    # It was written after all, but the journal was not emptied: the process died in between.
    left = journal.content[0]
    store.append(left.events, left.mark)
    async with running(Rig(store, journal)) as second:
        assert await second.writer.append(numbered(3)) is Durability.DURABLE
    assert second.numbers() == [0, 1, 2, 3]
    assert journal.content == []


@scenario
async def test_two_lives_without_a_store_lose_nothing() -> None:
    store, journal = MemoryStore(), MemoryJournal()
    for life in range(3):
        rig = Rig(store, journal)
        store.refusing = REFUSED
        rig.writer.start()
        for n in range(10):
            await rig.writer.append(numbered(10 * life + n))
        assert await rig.writer.close(0.05) == 10 * (life + 1)
    store.refusing = None
    async with running(Rig(store, journal)) as last:
        pass
    assert last.numbers() == list(range(30))
    assert journal.content == []


@scenario
async def test_a_journal_that_cannot_be_read_stops_nothing() -> None:
    rig = Rig()
    rig.journal.failing = OSError(5, "Input/output error")
    async with running(rig):
        assert await rig.writer.append(numbered(1)) is Durability.DURABLE
        assert rig.troubles == [rig.journal.failing]


@scenario
async def test_a_journal_that_was_not_read_is_not_cleared() -> None:
    unread = Batch(Mark(uuid4(), 1), tuple(numbered(0)))
    rig = Rig(journal=MemoryJournal([unread]))
    rig.journal.failing = OSError(5, "Input/output error")
    async with running(rig):
        rig.journal.failing = None
        rig.store.refusing = REFUSED
        await rig.writer.append(numbered(1))
        rig.store.refusing = None
        await rig.until_recovered()
    assert rig.journal.content[0] == unread


@scenario
async def test_a_waiter_that_went_away_takes_nothing_with_it() -> None:
    async with running(Rig(patience=LIMIT)) as rig:
        rig.store.hold()
        gone, stays = rig.writer.append(numbered(1)), rig.writer.append(numbered(2))
        gone.cancel()
        rig.store.release()
        assert await stays is Durability.DURABLE
        assert rig.numbers() == [1, 2]


@scenario
async def test_an_event_changed_afterwards_is_written_as_it_was() -> None:
    async with running(Rig(patience=LIMIT)) as rig:
        data = {"n": 1, "legs": ["a"]}
        rig.store.hold()
        promise = rig.writer.append([Event("test.fact", AT, data=data)])
        data["n"] = 2
        data["legs"].append("b")  # type: ignore[attr-defined]
        rig.store.release()
        await promise
        assert rig.store.events[0].data == {"n": 1, "legs": ["a"]}


@scenario
async def test_one_bad_event_refuses_the_call_and_nothing_is_taken() -> None:
    async with running(Rig()) as rig:
        with pytest.raises(EventUnwritable):
            rig.writer.append([*numbered(1), Event("test.fact", AT, data={"n": object()})])
        assert await rig.writer.append(numbered(2)) is Durability.DURABLE
        assert rig.numbers() == [2]


@scenario
async def test_close_waits_for_the_store_and_not_for_ever() -> None:
    rig = Rig(patience=LIMIT)
    rig.writer.start()
    rig.store.hold()
    rig.writer.append(numbered(1, 2, 3))
    started = monotonic()
    assert await rig.writer.close(0.1) == 3
    assert monotonic() - started < LIMIT
    assert [event.data["n"] for batch in rig.journal.content for event in batch.events] == [1, 2, 3]
    rig.store.release()
