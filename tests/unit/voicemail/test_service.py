"""Messages in their boxes, on a real database: put in once, listed, heard, marked, taken out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from appliance.contact.voicemail.errors import BoxUnknown, MessageUnknown
from appliance.contact.voicemail.model import Box, Count, Message, Standing
from appliance.contact.voicemail.repository import Messages
from appliance.contact.voicemail.service import Voicemail
from appliance.events import Event
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.store.tables.voicemail import MailRow, VoicemailRow

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass
class World:
    """Boxes, vault, ledger and clock in one."""

    boxes: dict[str, Box] = field(default_factory=lambda: {"sales": Box("sales", mail="a@b.c"), "8001": Box("8001")})
    booked: list[Event] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)
    outcome: str = "deleted"

    def all(self) -> dict[str, Box]:
        return self.boxes

    def audio(self, recording: UUID, who: str, reason: str) -> Iterator[bytes]:
        yield f"{recording} {who} {reason}".encode()

    def discard(self, recording: UUID, who: str, reason: str, now: datetime) -> str:
        return self.outcome

    def note(self, event: Event) -> None:
        self.booked.append(event)

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def voicemail(world: World, tmp_path: Path) -> Voicemail:
    engine = open_engine(f"sqlite:///{tmp_path / 'messages.db'}")
    Base.metadata.create_all(
        engine, tables=[Base.metadata.tables[row.__tablename__] for row in (VoicemailRow, MailRow)]
    )
    return Voicemail(world, Messages(engine), world, world, world, world.told.append)


def message(number: int, box: str = "sales") -> Message:
    at = NOW.replace(minute=number)
    return Message(UUID(int=number), box, UUID(int=100 + number), "139", at, 3000, UUID(int=200 + number))


def kinds(events: list[Event]) -> list[str]:
    return [event.kind for event in events]


def test_a_message_arrives_once(voicemail: Voicemail, world: World) -> None:
    voicemail.arrive(message(1))
    voicemail.arrive(message(1))
    assert voicemail.list("sales") == (message(1),)
    assert kinds(world.booked) == kinds(world.told) == ["voicemail.left"]
    assert world.booked[0].data["box"] == "sales"


def test_messages_are_listed_the_newest_first(voicemail: Voicemail) -> None:
    for number in (1, 3, 2):
        voicemail.arrive(message(number, "8001" if number == 2 else "sales"))
    assert [one.id.int for one in voicemail.list()] == [3, 2, 1]
    assert [one.id.int for one in voicemail.list("sales")] == [3, 1]
    assert [one.id.int for one in voicemail.list("sales", limit=1)] == [3]
    assert voicemail.list("8001", Standing.SAVED) == ()


def test_a_box_that_nobody_knows_is_refused(voicemail: Voicemail) -> None:
    with pytest.raises(BoxUnknown):
        voicemail.list("nobody")


def test_a_message_that_was_heard_is_saved(voicemail: Voicemail, world: World) -> None:
    voicemail.arrive(message(1))
    heard = voicemail.heard(UUID(int=1), "agent 8001")
    assert (heard.standing, heard.heard_at, heard.heard_by) == (Standing.SAVED, NOW, "agent 8001")
    assert voicemail.counts() == {"sales": Count(0, 1), "8001": Count()}
    assert "voicemail.heard" in kinds(world.booked)
    assert "voicemail.marked" in kinds(world.told), "the lamps hear of it"


def test_it_may_become_new_again(voicemail: Voicemail) -> None:
    voicemail.arrive(message(1))
    voicemail.heard(UUID(int=1), "li")
    assert voicemail.mark(UUID(int=1), Standing.NEW, "li").standing is Standing.NEW
    assert voicemail.counts()["sales"] == Count(1, 0)


@pytest.mark.parametrize("audio", ["deleted", "kept", "held"])
def test_a_deleted_message_is_out_of_its_box_whatever_becomes_of_its_audio(
    voicemail: Voicemail, world: World, audio: str
) -> None:
    world.outcome = audio
    voicemail.arrive(message(1))
    assert voicemail.delete(UUID(int=1), "li", "done") == audio
    assert (voicemail.list("sales"), voicemail.counts()["sales"]) == ((), Count())
    assert [one.id.int for one in voicemail.list("sales", Standing.DELETED)] == [1]
    assert world.booked[-1].data["audio"] == audio
    for step in (voicemail.find, lambda one: voicemail.heard(one, "li"), lambda one: voicemail.delete(one, "li", "x")):
        with pytest.raises(MessageUnknown):
            step(UUID(int=1))


def test_the_audio_of_a_message_is_given_out_with_name_and_reason(voicemail: Voicemail) -> None:
    voicemail.arrive(message(1))
    assert b"".join(voicemail.audio(UUID(int=1), "li", "asked")) == f"{UUID(int=201)} li asked".encode()
