"""The power of a whole box at work is cut, twenty times in a row: it starts, and its books are whole."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asyncinotify import Inotify, Mask
from sqlalchemy import text

from appliance.contact.calls import events as call_facts
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording import audio
from appliance.contact.recording import events as recording_facts
from appliance.events import Event
from appliance.store.engine import open_engine
from tests.servers import box, postgres
from tests.servers.cuts import Life, live_and_die, prepare, priorities
from tests.servers.live import run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(560)]

CUTS, FEW = 20, 4
MOST = 10_000_000
SECOND = timedelta(seconds=1)


def test_twenty_power_cuts_of_a_box_at_work(tmp_path: Path) -> None:
    with box.running(tmp_path / "box") as centre:
        cut_again_and_again(centre, tmp_path, CUTS, centre.power_cut)
        assert integrity(centre) == "ok"


@pytest.mark.postgres
def test_power_cuts_of_a_box_at_work_on_postgresql(tmp_path: Path) -> None:
    with postgres.killable() as server, box.running(tmp_path / "box", database=f'url = "{server.url}"\n') as centre:

        def cut() -> None:
            server.power_cut()
            centre.power_cut()
            server.start()

        cut_again_and_again(centre, tmp_path, FEW, cut)


def cut_again_and_again(centre: box.Box, folder: Path, cuts: int, cut: Callable[[], None]) -> None:
    chance, change, lives = random.Random(20), 0, list[Life]()
    asyncio.run(prepare(centre))
    for number in range(cuts):
        spoken = number % 2 == 0
        life = asyncio.run(live_and_die(centre, folder / str(number), chance, change, cut, spoken=spoken))
        centre.up()
        lives.append(life)
        change = configured(centre, life)
        ledger = written(centre)
        nothing_lost(life, ledger)
        nothing_open(ledger)
    assert sum(len(life.facts) for life in lives) > 5 * cuts
    run(everything_sealed(centre))
    run(recordings_whole(centre, written(centre), lives))


def configured(centre: box.Box, life: Life) -> int:
    """The last change is there as a whole or not at all; what was promised is there."""
    found = asyncio.run(priorities(centre))
    assert len(found) == 1, "half a change"
    (priority,) = found
    known = {number % 100: number for number in range(life.promised, life.tried + 1)}
    if not life.promised:
        return known.get(priority, 0)
    assert priority in known, "a promised change is gone"
    return known[priority]


def written(centre: box.Box) -> list[Event]:
    engine = open_engine(centre.settings.database_url)
    try:
        return [entry.event for entry in LedgerRepository(engine).read(limit=MOST)]
    finally:
        engine.dispose()


def nothing_lost(life: Life, ledger: list[Event]) -> None:
    """Every fact that was told is on record, but those of the last second."""
    told = [Event.from_json(fact) for fact in life.facts if "kind" in fact]
    if not told:
        return
    known = {(event.kind, event.at, event.contact, event.leg) for event in ledger}
    safe = max(event.at for event in told) - SECOND
    lost = [event for event in told if event.at < safe and _name(event) not in known]
    assert lost == []


def _name(event: Event) -> tuple[Any, ...]:
    return event.kind, event.at, event.contact, event.leg


def nothing_open(ledger: list[Event]) -> None:
    """Every call that was up is closed, as one that was cut."""
    closed = {event.contact: event.data["result"] for event in ledger if event.kind == call_facts.CLOSED}
    opened = [event.contact for event in ledger if event.kind == call_facts.OPENED]
    assert len(opened) == len(set(opened))
    assert [contact for contact in opened if contact not in closed] == []
    assert set(closed.values()) <= {"media-lost", "abandoned"}


async def everything_sealed(centre: box.Box) -> None:
    """Return when no audio waits in the spool."""
    with Inotify() as changes:
        changes.add_watch(centre.paths.spool, Mask.DELETE | Mask.MOVED_FROM)
        while any(centre.paths.spool.iterdir()):
            await changes.get()


async def recordings_whole(centre: box.Box, ledger: list[Event], lives: Sequence[Life]) -> None:
    """The register is whole; all audio that was on the disk at a cut is sealed, in recordings that are marked."""
    marked = {event.data["recording"] for event in ledger if event.kind == recording_facts.CUT}
    async with centre.jobs() as jobs:
        assert (await jobs.call("recording.verify"))["findings"] == []
        listed = await jobs.call("recording.list", limit=1000)
        shown = [await jobs.call("recording.show", id=row["id"]) for row in listed]
    assert {row["id"] for row in shown if row["contact"]} == {row["id"] for row in shown if row["cut"]} <= marked
    there = {channel: audio.duration_ms(size) for life in lives for channel, size in life.audio.items()}
    assert there
    assert {row["channel"]: row["duration_ms"] for row in shown} == there


def integrity(centre: box.Box) -> str:
    engine = open_engine(centre.settings.database_url)
    with engine.connect() as connection:
        return str(connection.execute(text("PRAGMA integrity_check")).scalar_one())
