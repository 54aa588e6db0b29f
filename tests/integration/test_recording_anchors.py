"""Root rewrites the register so that it agrees with itself again; what was told outside names what he did."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy import delete, update

from appliance.clock import SystemClock
from appliance.contact.recording.anchor_rule import AnchorRule
from appliance.contact.recording.folders import HeadFile
from appliance.contact.recording.model import FindingKind
from appliance.contact.recording.register import Head, entry_hash
from appliance.contact.recording.repository import RecordingRules
from appliance.daemons.jobs.anchoring.service import FAILING, Anchoring, Chains
from appliance.daemons.jobs.anchoring.shelf import Shelf
from appliance.events import Event
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.store.tables.recordings import RecordingRow
from tests.fakes.alarms import SeenAlarms
from tests.servers import outside
from tests.unit.recording.station import Station

pytestmark = pytest.mark.wire

LIMIT = 30


class Awaited(SeenAlarms):
    """`over` is set when one that stood is cleared."""

    def __init__(self) -> None:
        super().__init__()
        self.over = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    def clear(self, code: str, subject: str = "") -> None:
        stood = (code, subject) in self.now
        super().clear(code, subject)
        if stood and self.loop:
            self.loop.call_soon_threadsafe(self.over.set)


class Post:
    """A recorder and its anchors below one folder."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'register.db'}"
        schema.upgrade(url)
        self.station, self.engine, self.folder = Station(folder), open_engine(url), folder
        self.heads = [HeadFile(folder / "keys" / f"{name}.head") for name in ("register", "changes")]
        recorder, self.alarms, self.said = self.station.recorder, Awaited(), asyncio.Queue[Event]()
        chains = Chains(self.station.repository, self.station.changes, self.heads[0], self.heads[1], recorder.books)
        self.anchoring = Anchoring(
            chains,
            RecordingRules(Documents(self.engine)),
            Shelf(folder / "anchors"),
            self.station.calls,
            SystemClock(),
            self.alarms,
            self.said.put_nowait,
        )

    def record(self, count: int) -> None:
        for number in range(count):
            (self.station.spool / f"{number}.1.raw").write_bytes(bytes(range(200)) * 40)
        assert len(self.station.sweep()) == count

    def go_to(self, *places: str, ca: str = "") -> None:
        by = {"author": "li", "reason": "r", "at": SystemClock().now()}
        self.anchoring.rules.put_anchor(AnchorRule(60, places, ca), **by)
        self.anchoring.due.set()

    def found(self) -> list[tuple[FindingKind, str]]:
        return [(item.kind, item.name) for item in self.anchoring.check()[1]]

    def rewrite(self, seq: int, **changes: Any) -> None:
        """What root can do: change one entry, compute all hashes after it anew, and the head too."""
        rows = list(self.station.repository.entries(10_000))
        rows[seq - 1] = replace(rows[seq - 1], **changes)
        for at in range(seq - 1, len(rows)):
            rows[at] = replace(rows[at], previous=rows[at - 1].hash if at else rows[at].previous)
            rows[at] = replace(rows[at], hash=entry_hash(rows[at]))
            values = {"previous": rows[at].previous, "hash": rows[at].hash, **(changes if at == seq - 1 else {})}
            with self.engine.begin() as connection:
                connection.execute(update(RecordingRow).where(RecordingRow.seq == rows[at].seq).values(**values))
        self.heads[0].write(Head(rows[-1].seq, rows[-1].hash))

    def cut(self, seq: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(RecordingRow).where(RecordingRow.seq > seq))
        last = self.station.repository.last()
        assert last
        self.heads[0].write(Head(last.seq, last.hash))

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.anchoring.work())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


def run(scene: Callable[[], Any]) -> None:
    asyncio.run(asyncio.wait_for(scene(), LIMIT))


def test_a_register_that_root_has_computed_anew_is_found(tmp_path: Path) -> None:
    post, usb = Post(tmp_path), tmp_path / "usb"
    usb.mkdir()
    post.go_to(str(usb))

    async def scene() -> None:
        post.record(4)
        _, failed = await post.anchoring.now()
        assert failed == {}
        post.record(3)
        await post.anchoring.now()
        post.record(2)

    run(scene)
    assert post.found() == []
    post.rewrite(3, channel="9.9")
    for path in (tmp_path / "anchors").iterdir():
        path.unlink()
    whole = [item.kind for item in post.station.recorder.verify()]
    assert whole == [], "root has not done it well enough: the chain alone shows it"
    assert post.found() == [(FindingKind.ROW_CHANGED, "#3"), (FindingKind.CHAIN_BROKEN, "#4")]


def test_a_register_that_root_has_cut_short_is_found(tmp_path: Path) -> None:
    post, usb = Post(tmp_path), tmp_path / "usb"
    usb.mkdir()
    post.go_to(str(usb))

    async def scene() -> None:
        post.record(5)
        await post.anchoring.now()

    run(scene)
    line = post.anchoring.shelf.last()
    assert line
    post.cut(3)
    kinds = {item.kind for item in post.station.recorder.verify()}
    assert kinds == {FindingKind.PUT_IN}, "only the files that are left over, which root removes too"
    assert post.found() == [(FindingKind.ROW_REMOVED, "#4"), (FindingKind.ROW_REMOVED, "#5")]
    for folder in (usb, tmp_path / "anchors"):
        for path in folder.iterdir():
            path.unlink()
    assert post.found() == []
    (told,) = post.anchoring.check(line.statement)[1]
    assert (told.kind, told.name) == (FindingKind.ROW_REMOVED, "#5")


def test_a_place_that_fails_is_an_alarm_until_it_has_got_all_it_missed(tmp_path: Path) -> None:
    post, usb = Post(tmp_path), tmp_path / "usb"

    async def scene() -> None:
        post.alarms.loop = asyncio.get_running_loop()
        post.go_to(str(usb))
        for _ in range(2):
            post.record(2)
            _, failed = await post.anchoring.now()
            assert failed.keys() == {str(usb)}
            assert list(post.alarms.now) == [(FAILING, str(usb))]
        usb.mkdir()
        async with post.working():
            told = [(await post.said.get()).data["anchor"] for _ in range(2)]
            await post.alarms.over.wait()
        assert sorted(path.stem for path in usb.iterdir()) == sorted(told)
        assert post.alarms.now == {}
        assert post.found() == []
        (usb / f"{told[0]}.json").unlink()
        assert post.found() == [(FindingKind.ANCHOR_MISSING, told[0])]

    run(scene)


def test_logs_mails_and_time_stamps(tmp_path: Path) -> None:
    post, authority = Post(tmp_path), outside.Authority(tmp_path / "ca")
    logged, sealed, mailed = SimpleQueue[bytes](), SimpleQueue[bytes](), SimpleQueue[bytes]()

    async def scene() -> None:
        post.record(2)
        with (
            outside.log_server(logged) as udp,
            outside.tls_log_server(sealed, authority) as tls,
            outside.mail_server(mailed) as mail,
            outside.stamp_server(authority) as stamp,
        ):
            places = (
                f"syslog+udp://127.0.0.1:{udp}",
                f"syslog+tls://127.0.0.1:{tls}",
                f"smtp://127.0.0.1:{mail}/audit@example.com",
                f"tsa+http://127.0.0.1:{stamp}/tsr",
            )
            post.go_to(*places, ca=str(authority.ca))
            taken, failed = await post.anchoring.now()
            assert failed == {}
            for line in (logged.get(timeout=LIMIT), sealed.get(timeout=LIMIT)):
                assert line.startswith(b"<109>1 20")
                assert line.endswith(f" anchor - {taken.statement}".encode())
            mail_text = message_from_bytes(mailed.get(timeout=LIMIT))
            assert mail_text["To"] == "audit@example.com"
            assert taken.statement in str(mail_text.get_payload()).replace("\r\n", "\n")
            post.go_to(*places)
            assert set((await post.anchoring.now())[1]) == {places[1], places[3]}, "nobody vouches for the authority"
            post.go_to(*places, ca=str(authority.ca))
        assert post.found() == []
        receipt = tmp_path / "anchors" / f"{taken.name}.tsr"
        stamped = receipt.read_bytes()
        receipt.write_bytes(stamped[:-9] + bytes([stamped[-9] ^ 1]) + stamped[-8:])
        assert post.found() == [(FindingKind.ANCHOR_WRONG, taken.name)]
        receipt.unlink()
        assert post.found() == [(FindingKind.ANCHOR_MISSING, taken.name)]
        post.rewrite(1, channel="9.9")
        assert (FindingKind.CHAIN_BROKEN, "#2") in [
            (item.kind, item.name) for item in post.anchoring.check(logged_line(taken.statement))[1]
        ]

    run(scene)


def logged_line(statement: str) -> str:
    return f"<109>1 2026-03-01T08:00:00Z box callstead 7 anchor - {statement}"
