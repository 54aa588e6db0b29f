"""Webhooks from the running jobs to a system that checks them: signed, in order, each fact until it is taken."""

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from appliance.contact.calls.events import CLOSED, OPENED
from appliance.contact.ledger.repository import LedgerRepository
from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from appliance.desk.telling.signing import read
from appliance.events import Event
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.servers.hooked import HOST, Receiver, receiving
from tests.servers.jobs import JobsNews, running
from tests.servers.outside import Authority

pytestmark = [pytest.mark.wire, pytest.mark.timeout(300)]

CALLER = "13812345678"
OF_THE_MACHINE = {"disk-filling", "disk-full"}
Result = TypeVar("Result")


@dataclass
class House:
    """A state folder with a ledger, written by the test in the engine's place."""

    paths: Paths
    engine: Engine

    def calls(self, count: int = 1, kind: str = OPENED) -> list[UUID]:
        """So many calls come into the ledger."""
        now, contacts = datetime.now(UTC), [uuid4() for _ in range(count)]
        data = {"direction": "inbound", "caller": CALLER, "dialled": "4008001000", "trunk": "carrier"}
        more = {"result": "answered", "by": "caller"}
        LedgerRepository(self.engine).append(
            [Event(kind, now, contact, None, data if kind == OPENED else more) for contact in contacts]
        )
        return contacts


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    paths = Paths(tmp_path / "state")
    for folder in (paths.spool, paths.recordings, paths.run, paths.messages, paths.faxes):
        folder.mkdir(parents=True, mode=0o700)
    Keyring.ensure(paths.keys)
    allowed = "[jobs]\npace = 1\nwebhooks_here = true\n"
    paths.settings.write_text(f'state = "{paths.state}"\n[database]\nurl = "{database_url}"\n{allowed}')
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield House(paths, engine)
    engine.dispose()


class Seen:
    """The jobs, and what they tell of tries."""

    def __init__(self, client: ControlClient, stream: Any) -> None:
        self.client, self.stream = client, stream

    async def set_up(self, receiver: Receiver, **more: Any) -> None:
        """The receiver is the webhook `crm`, and knows the secret that was made."""
        changes = {"url": f"http://{HOST}:{receiver.port}/hook?tenant=7", **more}
        made = await self.client.call("webhook.set", webhook="crm", changes=changes)
        receiver.secret = read(made["made"])

    async def until(self, **fits: Any) -> dict[str, Any]:
        """The webhook's row once it is so; bounded by the test's own limit."""
        while True:
            for row in await self.client.call("webhook.list"):
                if all(row[name] == value for name, value in fits.items()):
                    return dict(row)
            await anext(self.stream)

    async def tried(self, id: str) -> None:
        """The message has been tried."""
        while True:
            messages = await self.client.call("webhook.messages", webhook="crm", limit=100)
            if next(one for one in messages if one["id"] == id)["tries"]:
                return
            await anext(self.stream)


@asynccontextmanager
async def jobs(house: House) -> AsyncIterator[Seen]:
    async with (
        running(house.paths) as client,
        client,
        client.stream("events", kinds=["feed", "webhook", "alarm"]) as stream,
    ):
        yield Seen(client, aiter(stream))


async def heard(receiver: Receiver, count: int) -> list[dict[str, Any]]:
    return [await asyncio.to_thread(receiver.next) for _ in range(count)]


def run(scene: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(asyncio.wait_for(scene, 200))


def test_what_happens_is_told_signed_with_numbers_hidden(house: House) -> None:
    async def scene() -> None:
        with receiving() as receiver:
            async with jobs(house) as seen:
                await seen.set_up(receiver)
                contacts = house.calls(20)
                came = await heard(receiver, 20)
                row = await seen.until(taken=20)
                messages = await seen.client.call("webhook.messages", webhook="crm", outcome="taken", limit=5)
        assert {one["data"]["contact"] for one in came} == set(map(str, contacts))
        assert {one["type"] for one in came} == {OPENED}
        assert {one["data"]["caller"] for one in came} == {"138****5678"}
        assert {one["host"] for one in came} == {f"{HOST}:{receiver.port}"}
        assert len({one["data"]["seq"] for one in came}) == len({one["id"] for one in came}) == 20
        assert (row["waiting"], row["secret"]) == (0, True)
        assert [(one["status"], one["tries"]) for one in messages] == [(200, 1)] * 5
        assert receiver.doubted == 0

    run(scene())


def test_only_what_is_wanted_is_told_whole_and_the_past_is_not(house: House) -> None:
    async def scene() -> None:
        with receiving() as receiver:
            house.calls(3)
            async with jobs(house) as seen:
                await seen.set_up(receiver, kinds=[OPENED], numbers=True)
                house.calls(2, CLOSED)
                (contact,) = house.calls()
                (one,) = await heard(receiver, 1)
                assert (one["data"]["contact"], one["data"]["caller"]) == (str(contact), CALLER)
                assert (await seen.until(taken=1))["waiting"] == 0

    run(scene())


def test_who_is_away_is_tried_again_and_nothing_is_lost_when_the_jobs_end(house: House) -> None:
    """The other side fails, then is not there at all; meanwhile the jobs end and start, and the ledger goes on."""

    async def scene() -> None:
        with receiving() as receiver:
            async with jobs(house) as seen:
                await seen.set_up(receiver)
                receiver.answers += [500] * 4
                first = house.calls(4)
                await seen.until(waiting=4)
            port, secret = receiver.port, receiver.secret
        away = house.calls(3)
        async with jobs(house) as seen:
            await seen.until(waiting=7)
            with receiving(port=port) as receiver:
                receiver.secret = secret
                await seen.client.call("webhook.test", webhook="crm")
                came = await heard(receiver, 8)
                await seen.until(taken=7)
        assert [one["type"] for one in came].count("test") == 1
        told = {one["data"]["contact"] for one in came if one["type"] == OPENED}
        assert told == set(map(str, [*first, *away]))

    run(scene())


def test_who_wants_nothing_more_is_left_alone_until_somebody_sends_it_again(house: House) -> None:
    async def scene() -> None:
        with receiving() as receiver:
            async with jobs(house) as seen:
                await seen.set_up(receiver)
                receiver.answers += [410]
                house.calls()
                await seen.until(unwanted=1)
                (lost,) = await seen.client.call("webhook.messages", outcome="unwanted")
                await seen.client.call("webhook.resend", id=lost["id"])
                (came,) = await heard(receiver, 1)
        assert (lost["tries"], lost["answer"]) == (1, "status 410  <b>")
        assert came["id"] == lost["id"]

    run(scene())


def test_a_webhook_that_fails_raises_an_alarm_until_it_is_removed(house: House) -> None:
    async def scene() -> None:
        with receiving() as receiver:
            async with jobs(house) as seen:
                await seen.set_up(receiver)
                news = JobsNews(seen.client, seen.stream)
                receiver.secret = b"another"
                house.calls()
                await seen.until(waiting=1)
                (one,) = await seen.client.call("webhook.messages")
                await seen.tried(one["id"])
                for _ in range(2):
                    await seen.client.call("webhook.resend", id=one["id"])
                    await seen.tried(one["id"])
                await news.until_alarms("webhook-failing", beside=OF_THE_MACHINE)
                await seen.client.call("webhook.remove", webhook="crm")
                await news.until_alarms(beside=OF_THE_MACHINE)
                with pytest.raises(RemoteRefusal, match="webhook-unknown"):
                    await seen.client.call("webhook.test", webhook="crm")
        assert receiver.doubted == 3

    run(scene())


def test_redirections_are_not_followed(house: House) -> None:
    async def scene() -> None:
        with receiving() as receiver:
            async with jobs(house) as seen:
                await seen.set_up(receiver)
                receiver.answers += [307]
                with pytest.raises(RemoteRefusal) as refused:
                    await seen.client.call("webhook.test", webhook="crm")
        assert (refused.value.details["trouble"], refused.value.details["status"]) == ("status", 307)
        assert len(receiver.seen) == 1

    run(scene())


def test_a_certificate_is_checked_against_the_name_and_the_authority_that_was_given(
    house: House, tmp_path: Path
) -> None:
    authority = Authority(tmp_path / "authority")

    async def scene() -> list[str]:
        with receiving(authority.tls()) as receiver:
            async with jobs(house) as seen:
                found: list[str] = []
                ca = authority.ca.read_text()
                for host, more in ((HOST, {}), ("localhost", {"ca": ca}), (HOST, {"ca": ca})):
                    url = f"https://{host}:{receiver.port}/"
                    made = await seen.client.call("webhook.set", webhook=f"x{len(found)}", changes={"url": url, **more})
                    receiver.secret = read(made["made"])
                    try:
                        await seen.client.call("webhook.test", webhook=made["webhook"])
                        found.append("")
                    except RemoteRefusal as refusal:
                        found.append(refusal.details["trouble"])
                return found

    assert run(scene()) == ["certificate", "certificate", ""]


def test_a_box_does_not_call_itself(house: House) -> None:
    text = house.paths.settings.read_text()
    house.paths.settings.write_text(text.replace("webhooks_here = true\n", ""))

    async def scene() -> list[str]:
        with receiving() as receiver:
            async with jobs(house) as seen:
                found: list[str] = []
                for host in (HOST, "localhost", "[::1]", "0.0.0.0", "169.254.169.254", "[::ffff:127.0.0.1]", own()):
                    changes = {"url": f"http://{host}:{receiver.port}/"}
                    await seen.client.call("webhook.set", webhook="me", changes=changes)
                    with pytest.raises(RemoteRefusal) as refused:
                        await seen.client.call("webhook.test", webhook="me")
                    found.append(refused.value.details["trouble"])
                assert receiver.seen == []
                assert receiver.doubted == 0
                return found

    assert run(scene()) == ["place"] * 7


def own() -> str:
    """An address of this machine that is not loopback; where it has none, loopback once more."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as link:
        try:
            link.connect(("192.0.2.1", 9))
        except OSError:
            return HOST
        return str(link.getsockname()[0])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "gopher://x/"}, "url"),
        ({"url": "http://x/", "kinds": ["x"]}, "kinds"),
        ({"url": "http://x/", "secret": "short"}, "secret"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(house: House, changes: dict[str, Any], field: str) -> None:
    async def scene() -> None:
        async with jobs(house) as seen:
            with pytest.raises(RemoteRefusal) as refused:
                await seen.client.call("webhook.set", webhook="crm", changes=changes)
            assert (refused.value.code, refused.value.details["field"]) == ("webhook-invalid", field)
            assert await seen.client.call("webhook.list") == []

    run(scene())
