"""Message lamps on real phones: on with the count when a message comes, off when it was heard, right after restarts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone
from tests.integration.test_voicemail import left
from tests.servers import box, sipp
from tests.servers.live import LIMIT, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

BOX, PHONE, OTHER = "operator", "8004", "8001"


class Watched:
    """The lamps of phones, as the phones are told."""

    def __init__(self) -> None:
        self._told: asyncio.Queue[Note] = asyncio.Queue()

    def hear(self, note: Note) -> None:
        if note.kind is Kind.LAMP:
            self._told.put_nowait(note)

    async def until(self, phone: str, count: str) -> None:
        """Return when that phone has been told `new/saved`."""
        async with asyncio.timeout(LIMIT):
            while True:
                note = await self._told.get()
                if (note.who, note.detail) == (phone, count):
                    return

    def forget(self) -> None:
        while not self._told.empty():
            self._told.get_nowait()


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
        for row in await jobs.call("voicemail.list", box=BOX):
            await jobs.call("voicemail.delete", id=row["id"], reason="a test")


def test_the_lamp_follows_the_messages(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "phones", PHONE, OTHER) as lamps:
            await lamps.until(PHONE, "0/0")
            first = await left(centre, tmp_path / "one")
            await lamps.until(PHONE, "1/0")
            await left(centre, tmp_path / "two")
            await lamps.until(PHONE, "2/0")
            async with centre.jobs() as jobs:
                await jobs.call("voicemail.heard", id=first["id"])
                await lamps.until(PHONE, "1/1")
                await jobs.call("voicemail.mark", id=first["id"], standing="new")
                await lamps.until(PHONE, "2/0")
            await empty(centre)
            await lamps.until(PHONE, "0/0")

    run(scene())


def test_a_phone_is_told_when_it_registers_and_after_every_restart(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "before", PHONE):
            await left(centre, tmp_path / "message")
        async with lit(centre, tmp_path / "phones", PHONE) as lamps:
            await lamps.until(PHONE, "1/0")
            lamps.forget()
            centre.kill("engine")
            await ready_again(centre)
            async with centre.jobs() as jobs:
                row = (await jobs.call("voicemail.list", box=BOX))[0]
                await jobs.call("voicemail.mark", id=row["id"], standing="saved")
            await lamps.until(PHONE, "0/1")
            lamps.forget()
            centre.kill("asterisk")
            await lamps.until(PHONE, "0/1")

    run(scene())


def test_the_lamp_of_an_agent_is_where_the_agent_sits(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "phones", PHONE, OTHER) as lamps:
            await left(centre, tmp_path / "message")
            await lamps.until(PHONE, "1/0")
            async with centre.engine() as engine:
                await engine.call("voicemail.box_set", box="8001", changes={"agent": ""})
                await engine.call("voicemail.box_set", box=BOX, changes={"phones": [], "agent": "8001"})
                await lamps.until(OTHER, "1/0")
                await engine.call("agent.logout", agent="8001")
                await lamps.until(OTHER, "0/0")
                await engine.call("voicemail.box_set", box=BOX, changes={"agent": ""})
                await engine.call("voicemail.box_set", box="8001", changes={"agent": "8001"})

    run(scene())
