"""Message lamps on real phones: on with the count when a message comes, off when it was heard, right after restarts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from appliance.control.client import ControlClient
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone
from tests.integration.test_voicemail import left
from tests.servers import box, sipp
from tests.servers.live import LIMIT, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

BOX, PHONE, OTHER = "operator", "8004", "8001"


class Watched:
    """The lamps of phones, as the phones are told: each count in its order, and no other one."""

    def __init__(self) -> None:
        self._told: dict[str, asyncio.Queue[str]] = {}
        self._shows: dict[str, str] = {}

    def hear(self, note: Note) -> None:
        if note.kind is Kind.LAMP:
            self._of(note.who).put_nowait(note.detail)

    async def begins(self, phone: str, count: str) -> None:
        """Return when the phone shows `new/saved` for the first time; what was before the test may be told before."""
        async with asyncio.timeout(LIMIT):
            while await self._of(phone).get() != count:
                continue
        self._shows[phone] = count

    async def until(self, phone: str, count: str) -> None:
        """Return when the phone shows `new/saved`: the first thing that it is told other than what it shows."""
        async with asyncio.timeout(LIMIT):
            while (told := await self._of(phone).get()) == self._shows.get(phone):
                continue
        assert told == count, f"{phone} shows {self._shows.get(phone, 'nothing')}, and is told {told}"
        self._shows[phone] = told

    async def again(self, phone: str) -> None:
        """Return when the phone is told once more what it shows; an Asterisk that has just begun may say 0/0 before."""
        async with asyncio.timeout(LIMIT):
            told = await self._of(phone).get()
            if told == "0/0":
                told = await self._of(phone).get()
        assert told == self._shows[phone], phone

    def settled(self) -> None:
        """Whatever phones have been told since is what they show; from here on only news count."""
        for phone, told in self._told.items():
            while not told.empty():
                assert told.get_nowait() == self._shows.get(phone), phone

    def _of(self, phone: str) -> asyncio.Queue[str]:
        return self._told.setdefault(phone, asyncio.Queue())


@asynccontextmanager
async def lit(centre: box.Box, folder: Path, *phones: str) -> AsyncIterator[Watched]:
    """Registered phones; the box of the operator shows at the first of them."""
    watched = Watched()
    accounts = [account for account in await centre.accounts() if account.user in phones]
    async with centre.engine() as engine:
        await engine.call("voicemail.box_set", box=BOX, changes={"phones": [phones[0]]})
    async with sipp.phones(centre.network(folder), Phone(), accounts, hear=watched.hear):
        yield watched


async def empty(centre: box.Box) -> None:
    async with centre.jobs() as jobs:
        while await empty_one(jobs):
            pass


async def empty_one(jobs: ControlClient) -> bool:
    """Whether there was a message to be deleted."""
    rows = await jobs.call("voicemail.list", box=BOX)
    for row in rows[:1]:
        await jobs.call("voicemail.delete", id=row["id"], reason="a test")
    return bool(rows)


def test_the_lamp_follows_the_messages(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "phones", PHONE, OTHER) as lamps:
            await lamps.begins(PHONE, "0/0")
            await lamps.begins(OTHER, "0/0")
            first = await left(centre, tmp_path / "one")
            await lamps.until(PHONE, "1/0")
            await left(centre, tmp_path / "two")
            await lamps.until(PHONE, "2/0")
            async with centre.jobs() as jobs:
                await jobs.call("voicemail.heard", id=first["id"])
                await lamps.until(PHONE, "1/1")
                await jobs.call("voicemail.mark", id=first["id"], standing="new")
                await lamps.until(PHONE, "2/0")
                for count in ("1/0", "0/0"):
                    await empty_one(jobs)
                    await lamps.until(PHONE, count)
            lamps.settled()

    run(scene())


def test_a_phone_is_told_when_it_registers_and_after_every_restart(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "before", PHONE):
            await left(centre, tmp_path / "message")
        async with lit(centre, tmp_path / "phones", PHONE) as lamps:
            await lamps.begins(PHONE, "1/0")
            centre.kill("engine")
            await ready_again(centre)
            async with centre.jobs() as jobs:
                row = (await jobs.call("voicemail.list", box=BOX))[0]
                await jobs.call("voicemail.mark", id=row["id"], standing="saved")
            await lamps.until(PHONE, "0/1")
            lamps.settled()
            centre.kill("asterisk")
            await lamps.again(PHONE)
            lamps.settled()

    run(scene())


def test_the_lamp_of_an_agent_is_where_the_agent_sits(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "phones", PHONE, OTHER) as lamps:
            await lamps.begins(PHONE, "0/0")
            await lamps.begins(OTHER, "0/0")
            await left(centre, tmp_path / "message")
            await lamps.until(PHONE, "1/0")
            async with centre.engine() as engine:
                await engine.call("voicemail.box_set", box="8001", changes={"agent": ""})
                await engine.call("voicemail.box_set", box=BOX, changes={"phones": [], "agent": "8001"})
                await lamps.until(PHONE, "0/0")
                await lamps.until(OTHER, "1/0")
                await engine.call("agent.logout", agent="8001")
                await lamps.until(OTHER, "0/0")
                await engine.call("voicemail.box_set", box=BOX, changes={"agent": ""})
                await engine.call("voicemail.box_set", box="8001", changes={"agent": "8001"})
            lamps.settled()

    run(scene())
