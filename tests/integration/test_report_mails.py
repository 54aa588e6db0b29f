"""Saved reports by mail: from the running jobs to a real mail server, each time once, within the sender's scope."""

import asyncio
import csv
import io
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from appliance.clock import SystemClock, uuid7
from appliance.control.client import ControlClient
from appliance.desk.audit.model import Question
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.people.model import Person, Scope
from appliance.desk.people.repository import Directory
from appliance.desk.reports.files.model import Form
from appliance.desk.reports.model import Kind
from appliance.desk.reports.posting.model import Allowed, Every, Plan
from appliance.desk.reports.posting.repository import AllowedAddresses, Plans
from appliance.desk.reports.saved.model import Saved
from appliance.desk.reports.saved.repository import SavedReports
from appliance.desk.reports.wish import Wish
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony import certificates
from tests.servers.asterisk import runtime_root
from tests.servers.jobs import LIMIT, running
from tests.servers.mail import PASSWORD, USER, Postbox, postbox
from tests.servers.reported import SHANGHAI, counted

pytestmark = [pytest.mark.wire, pytest.mark.timeout(300)]

TO, OTHER, OUTSIDE = "boss@example.com", "desk@example.com", "spy@elsewhere.example"
WHOLE = Scope()
Result = TypeVar("Result")


@dataclass
class House:
    """A state folder with counted days up to yesterday, and who orders reports there."""

    paths: Paths
    engine: Engine
    now: datetime
    person: Person

    def order(self, wish: Wish, *to: str, form: Form = Form.CSV, days_late: int = 0, scope: Scope = WHOLE) -> Plan:
        """A daily plan whose time came a minute ago, or that long ago."""
        saved = Saved(uuid7(self.now), self.person.id, "每日", wish, "", self.now, self.now)
        SavedReports(self.engine).add(saved)
        due = self.now.replace(second=0, microsecond=0) - timedelta(minutes=1, days=days_late)
        at = f"{due.astimezone(SHANGHAI):%H:%M}"
        plan = Plan(uuid7(self.now), saved.id, self.person.id, Every.DAY, 0, at, form, to, scope, self.now, due)
        Plans(self.engine).add(plan)
        return plan

    def change(self, **more: Any) -> None:
        Directory(self.engine).change(replace(self.person, **more))

    def plan(self, id: UUID) -> Plan:
        found = Plans(self.engine).find(id)
        assert found
        return found


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    paths, now = Paths(tmp_path / "state"), datetime.now(UTC)
    for folder in (paths.spool, paths.recordings, paths.run, paths.messages, paths.faxes):
        folder.mkdir(parents=True, mode=0o700)
    Keyring.ensure(paths.keys)
    certificates.ensure(paths.tls, ("localhost",), now)
    font = runtime_root() / "usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
    paths.settings.write_text(f'state = "{paths.state}"\nfont = "{font}"\n[jobs]\npace = 1\n')
    url = f"sqlite:///{paths.state / 'callstead.db'}"
    schema.upgrade(url)
    engine = open_engine(url)
    yesterday = datetime.combine(now.astimezone(SHANGHAI).date() - timedelta(days=1), datetime.min.time(), SHANGHAI)
    counted(engine, SystemClock(), days=1, start=(yesterday + timedelta(hours=8)).astimezone(UTC)).figures.catch_up()
    person = Person(uuid7(now), "fang", "王芳", now, ("supervisor",), language="en")
    assert Directory(engine).add(person)
    AllowedAddresses(engine).add(Allowed("@example.com", "admin", now))
    yield House(paths, engine, now, person)
    engine.dispose()


async def served(house: House, server: Postbox, client: ControlClient) -> None:
    """The jobs know their mail server; what is ordered from then on goes out at the first try."""
    to = {"host": "localhost", "port": server.port, "user": USER, "password": PASSWORD, "sender": "box@example.com"}
    await client.call("mail.set", changes={**to, "ca": str(house.paths.tls / "ca.crt")})


async def arrived(server: Postbox) -> EmailMessage:
    return await asyncio.wait_for(server.mails.get(), LIMIT)


def attached(mail: EmailMessage) -> tuple[str, bytes]:
    (part,) = mail.iter_attachments()
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return part.get_filename() or "", data


def said(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body
    return str(body.get_content())


YESTERDAY = Wish(Kind.QUEUE, "yesterday")


def run(scene: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(asyncio.wait_for(scene, 200))


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_report_that_was_missed_comes_once_and_never_again(house: House) -> None:
    """The box was off for three days; it comes once to each, also when the jobs die and start again."""

    async def scene() -> UUID:
        async with postbox(house.paths.tls) as server:
            async with running(house.paths) as connect, connect as client:
                await served(house, server, client)
                plan = house.order(YESTERDAY, TO, OTHER, OUTSIDE, days_late=3)
                await client.call("report.plans_changed")
                mails = [await arrived(server), await arrived(server)]
                assert {mail["To"] for mail in mails} == {TO, OTHER}, "not to what nobody allowed"
                name, data = attached(mails[0])
                assert name.startswith("queue-")
                assert {"q0", "q1", "q2"} <= {row["Identifier"] for row in table(data)}
                assert "王芳 (fang)" in said(mails[0])
                assert server.secured
            async with running(house.paths) as connect, connect as client:
                rows = await client.call("mail.list")
                assert [row["state"] for row in rows] == ["sent", "sent"]
            assert server.mails.empty()
        return plan.id

    assert house.plan(run(scene())).next_at > house.now
    acts = AuditTrail(house.engine).search(Question(act="report.mail"))
    assert [act.who for act in acts] == ["fang · daily"] * 2
    assert all(act.after and act.after["rows"] > 3 for act in acts)


def test_the_scope_is_that_of_the_sender_at_the_time_of_sending(house: House) -> None:

    async def scene() -> None:
        async with postbox(house.paths.tls) as server, running(house.paths) as connect, connect as client:
            await served(house, server, client)
            house.order(YESTERDAY, TO, form=Form.XLSX)
            house.change(scope=Scope(queues=frozenset({"q1"})))
            await client.call("report.plans_changed")
            mail = await arrived(server)
            assert "now sees less than when this report was ordered" in said(mail)
            book = load_workbook(io.BytesIO(attached(mail)[1]))
            told = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
            assert {"q1", "queues q1 only"} <= told
            assert not {"q0", "q2"} & told

    run(scene())


@pytest.mark.parametrize(
    ("change", "wish", "why"),
    [
        ({"active": False}, YESTERDAY, "person"),
        ({"roles": ("quality",)}, YESTERDAY, "right"),
        ({"scope": Scope(queues=frozenset({"q1"}))}, Wish(Kind.NUMBER, "yesterday"), "scope"),
    ],
)
def test_who_may_no_longer_sends_nothing_and_it_is_told(
    house: House, change: dict[str, Any], wish: Wish, why: str
) -> None:
    house.change(**change)

    async def scene() -> UUID:
        async with postbox(house.paths.tls) as server, running(house.paths) as connect, connect as client:
            await served(house, server, client)
            plan = house.order(wish, TO)
            await client.call("report.plans_changed")
            mail = await arrived(server)
            assert "no longer sent" in said(mail)
            assert list(mail.iter_attachments()) == []
            return plan.id

    assert house.plan(run(scene())).stopped == why


def test_a_busy_server_gets_it_later_and_a_pdf_is_a_pdf(house: House) -> None:

    async def scene() -> None:
        async with (
            postbox(house.paths.tls, 0, "451 come back later") as server,
            running(house.paths) as connect,
            connect as client,
        ):
            await served(house, server, client)
            house.order(YESTERDAY, TO, form=Form.PDF)
            await client.call("report.plans_changed")
            assert await asyncio.wait_for(server.tried.get(), LIMIT) == "451 come back later"
            # What became of the first try is in the outbox when the second one is asked for.
            async with asyncio.timeout(LIMIT):
                rows = await client.call("mail.list")
                while not rows[0]["tries"]:
                    rows = await client.call("mail.list")
            await client.call("mail.retry", id=rows[0]["id"])
            name, data = attached(await arrived(server))
            assert name.endswith(".pdf")
            assert data.startswith(b"%PDF-")

    run(scene())
