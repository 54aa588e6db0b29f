"""Mails about messages: what they say, when they are tried again, and what becomes of each."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from appliance.contact.voicemail.mail import GIVEN_UP, Mail, MailServer, MailState, again_at, parse, server_body
from appliance.contact.voicemail.model import Box, Message, Standing
from appliance.contact.voicemail.repository import Mails, Messages
from appliance.daemons.jobs.letters import Sound, letter
from appliance.daemons.jobs.mailing import UNDELIVERED, GoneError, Mailer, Office
from appliance.daemons.jobs.smtp import MailDelayedError, MailRefusedError
from appliance.events import Event
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.store.tables.voicemail import MailRow, VoicemailRow
from tests.fakes.alarms import SeenAlarms

NOW = datetime(2026, 5, 4, 4, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
ONE = UUID(int=1)
MESSAGE = Message(ONE, "sales", UUID(int=2), "139", NOW, 72_000, UUID(int=3))
MAIL = Mail(UUID(int=4), ONE, "sales", "li@example.com", NOW, NOW)
SERVER = MailServer("localhost", sender="box@example.com", user="box", password="sealed")
WAV_HEAD = bytes(44)


def test_a_server_is_what_was_written() -> None:
    assert parse(server_body(SERVER)) == SERVER


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"host": "a b"}, "host"),
        ({"port": 0}, "port"),
        ({"port": "25"}, "port"),
        ({"security": "ssl"}, "security"),
        ({"sender": "box"}, "sender"),
        ({"host": "mail.example.com", "security": "none"}, "security"),
    ],
)
def test_a_server_that_cannot_be_is_refused(changes: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse({**server_body(SERVER), **changes})


def test_a_mail_is_tried_less_and_less_often_and_then_given_up() -> None:
    mail, now, pauses = MAIL, NOW, list[float]()
    while due := again_at(mail, now):
        pauses.append((due - now).total_seconds() / 60)
        mail, now = replace(mail, tries=mail.tries + 1), due
    assert pauses[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(pauses[7:]) == {60}
    assert now - MAIL.created_at <= GIVEN_UP


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mail_says_who_when_and_how_long(language: str) -> None:
    written = letter(MAIL, MESSAGE, "box@example.com", language, ZONE, Sound("wav", b"RIFF"))
    body, attached = written.iter_parts()
    text = body.get_content() if isinstance(body, EmailMessage) else ""
    assert all(word in text for word in ("139", "sales", "2026-05-04 12:00:00", "1:12"))
    assert (attached.get_content_type(), attached.get_filename()) == ("audio/wav", "message-20260504-120000.wav")
    assert attached.get_payload(decode=True) == b"RIFF"


def test_a_mail_that_is_tried_again_is_the_same_mail() -> None:
    once, again = (letter(MAIL, MESSAGE, "box@example.com", "en", ZONE) for _ in range(2))
    assert (once["Message-ID"], once["Date"]) == (again["Message-ID"], again["Date"])
    assert once["Message-ID"] == f"<{MAIL.id}@example.com>"


def test_nothing_in_a_number_adds_a_header() -> None:
    written = letter(MAIL, replace(MESSAGE, caller="1\nBcc: x@y.z"), "box@example.com", "en", ZONE)
    assert written["Bcc"] is None


@dataclass
class Post:
    """Mail server, vault, ledger and clock in one; `answers` are given in turn, then every mail is taken."""

    answers: list[Exception] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    booked: list[Event] = field(default_factory=list)
    at: datetime = NOW
    attach: str = "wav"
    server: MailServer | None = SERVER

    def deliver(self, server: MailServer, password: object, mail: EmailMessage) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.taken.append(mail)

    def boxes(self) -> dict[str, Box]:
        return {"sales": Box("sales", mail="li@example.com", attach=self.attach)}

    def audio(self, recording: UUID, who: str, reason: str) -> Iterator[bytes]:
        yield WAV_HEAD + bytes.fromhex("0000010000000200")

    def discard(self, recording: UUID, who: str, reason: str, now: datetime) -> str:
        return "kept"

    def note(self, event: Event) -> None:
        self.booked.append(event)

    def letter(self, mail: Mail, sender: str) -> EmailMessage:
        """There are no faxes here."""
        raise GoneError

    def now(self) -> datetime:
        return self.at


class Rig:
    """A mailer on a real outbox with one message in it."""

    def __init__(self, folder: Path) -> None:
        engine = open_engine(f"sqlite:///{folder / 'outbox.db'}")
        tables = [Base.metadata.tables[row.__tablename__] for row in (VoicemailRow, MailRow)]
        Base.metadata.create_all(engine, tables=tables)
        self.post, self.alarms, self.mails, self.messages = Post(), SeenAlarms(), Mails(engine), Messages(engine)
        self.messages.add(MESSAGE, "li@example.com")
        post = self.post
        office = Office(
            lambda: post.server, lambda server: None, post.deliver, post.boxes, lambda wav: b"MP3", "en", ZONE
        )
        self.mailer = Mailer(office, self.mails, self.messages, post, post, post, lambda event: None, self.alarms, post)

    def round(self, later: timedelta = timedelta()) -> Mail:
        """Whatever is due now is tried; the mail as it stands."""
        self.post.at += later
        asyncio.run(self.mailer._round())
        return self.mails.latest(1)[0]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_mail_is_sent_once_with_the_callers_side(rig: Rig) -> None:
    assert (rig.round().state, rig.round(timedelta(days=1)).tries) == (MailState.SENT, 1)
    (mail,) = rig.post.taken
    (attached,) = mail.iter_attachments()
    data = attached.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert data.endswith(bytes.fromhex("01000200"))
    assert [event.kind for event in rig.post.booked] == ["voicemail.mailed"]


@pytest.mark.parametrize(("attach", "types"), [("none", []), ("mp3", ["audio/mpeg"])])
def test_the_box_says_what_goes_out(rig: Rig, attach: str, types: list[str]) -> None:
    rig.post.attach = attach
    rig.round()
    assert [part.get_content_type() for part in rig.post.taken[0].iter_attachments()] == types


def test_what_is_not_taken_now_is_tried_when_it_is_due(rig: Rig) -> None:
    rig.post.answers = [MailDelayedError("451 busy"), MailDelayedError("no route")]
    first = rig.round()
    assert (first.state, first.tries, first.problem) == (MailState.WAITING, 1, "451 busy")
    assert rig.alarms.now == {(UNDELIVERED, "li@example.com"): "451 busy"}
    assert rig.round(timedelta(seconds=59)) == first
    assert rig.round(timedelta(seconds=1)).tries == 2
    assert rig.round(timedelta(minutes=2)).state is MailState.SENT
    assert (rig.alarms.now, len(rig.post.taken)) == ({}, 1)


def test_what_is_refused_is_not_tried_again_by_itself(rig: Rig) -> None:
    rig.post.answers = [MailRefusedError("550 no such user")]
    assert (rig.round().state, rig.round(timedelta(days=1)).tries) == (MailState.REFUSED, 1)
    assert rig.alarms.now == {(UNDELIVERED, "li@example.com"): "550 no such user"}
    asyncio.run(rig.mailer.retry(rig.mails.latest(1)[0].id))
    assert rig.round().state is MailState.SENT


def test_nobody_is_asked_for_ever(rig: Rig) -> None:
    rig.post.answers = [MailDelayedError("451 busy")] * 1000
    mail = rig.round()
    while mail.state is MailState.WAITING:
        mail = rig.round(timedelta(hours=1))
    assert mail.state is MailState.GIVEN_UP
    assert rig.post.booked[-1].kind == "voicemail.mail-failed"


def test_without_a_server_a_mail_waits(rig: Rig) -> None:
    rig.post.server = None
    assert rig.round().state is MailState.WAITING
    rig.post.server = SERVER
    assert rig.round(timedelta(minutes=1)).state is MailState.SENT


def test_a_message_that_was_deleted_is_not_mailed(rig: Rig) -> None:
    rig.messages.mark(ONE, Standing.DELETED, "li", NOW)
    assert (rig.round().state, rig.post.taken) == (MailState.DROPPED, [])
