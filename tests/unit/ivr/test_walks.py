"""Callers in flows: what is booked, what they hear, and the alarms that stand."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from appliance.contact.acd.model import NO_WISH, Wish
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.model import Caller, Trail
from appliance.contact.ivr.service import LISTEN, Walks
from appliance.events import Event
from tests.unit.ivr.flows import GOOD, StillSite, document

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


class Rig:
    """Stage, ledger and timers in one; the site lies in Shanghai, eight hours ahead."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.alarms: dict[tuple[str, ...], datetime] = {}
        self.site = StillSite()
        self.walks = Walks(self, self, self, ZoneInfo("Asia/Shanghai"), self.site)

    def begin(self, shape: dict[str, Any], contact: UUID = ONE, now: datetime = AT) -> None:
        self.walks.begin(contact, parse("main", shape, 3), now)

    def take(self) -> list[Any]:
        told, self.told = self.told, []
        return told

    def caller(self, contact: UUID) -> Caller:
        return Caller("139", "4008001000", "en")

    def speak(self, contact: UUID, language: str) -> None:
        self.told.append(f"speak {language}")

    def hush(self, contact: UUID) -> None:
        self.told.append("hush")

    def say(self, contact: UUID, prompts: tuple[str, ...]) -> None:
        self.told.append(prompts)

    def wait(self, contact: UUID, queue: str, priority: int, now: datetime, wish: Wish = NO_WISH) -> None:
        self.told.append((queue, priority))

    def call_back(self, contact: UUID, queue: str, number: str, at: datetime | None, now: datetime) -> str:
        self.told.append(("back", queue, number))
        return ""

    def ring(self, contact: UUID, who: str, name: str, seconds: int, now: datetime) -> None:
        self.told.append((who, name, seconds))

    def step_aside(self, contact: UUID, now: datetime) -> None:
        self.told.append("aside")

    def end(self, contact: UUID, *, closed_hours: bool, now: datetime) -> None:
        self.told.append(f"end {closed_hours}")

    def record(self, *events: Event) -> None:
        self.told += [{"kind": event.kind, **event.data} for event in events]

    def arm(self, key: tuple[str, ...], at: datetime) -> None:
        self.alarms[key] = at

    def cancel(self, key: tuple[str, ...]) -> None:
        self.alarms.pop(key, None)


VISIT = {"kind": "flow.node", "flow": "main", "version": 3, "node": "menu", "type": "menu"}


def test_a_node_is_booked_before_it_speaks() -> None:
    rig = Rig()
    rig.begin(document())
    assert rig.take() == [VISIT, ("main-menu",)]


def test_opening_hours_are_the_sites() -> None:
    for hour, heard in ((1, "main-menu"), (0, "goodbye"), (9, "main-menu"), (10, "goodbye")):
        rig = Rig()
        rig.begin(document("hours"), now=AT.replace(hour=hour))
        assert rig.take()[-1] == (heard,), f"{hour} o'clock in UTC"


def test_listening_has_an_alarm_that_a_key_ends() -> None:
    rig = Rig()
    rig.begin(document())
    rig.walks.said(ONE, AT)
    assert rig.alarms == {(LISTEN, str(ONE)): AT.replace(second=5)}
    rig.walks.pressed(ONE, "9", AT)
    assert not rig.alarms
    assert {"kind": "flow.key", "node": "menu", "key": "9", "accepted": False} in rig.take()


def test_a_key_without_effect_leaves_the_alarm() -> None:
    rig = Rig()
    rig.begin(document("message"))
    rig.walks.said(ONE, AT)
    rig.walks.pressed(ONE, "5", AT)
    assert rig.alarms
    rig.walks.silent(ONE, AT)
    assert not rig.alarms


def test_silence_asks_again() -> None:
    rig = Rig()
    rig.begin(document())
    rig.walks.said(ONE, AT)
    rig.take()
    rig.walks.silent(ONE, AT)
    assert rig.take() == [
        {"kind": "flow.key", "node": "menu", "key": "", "accepted": False},
        ("silence", "main-menu"),
    ]


def test_a_queue_is_entered_and_left() -> None:
    rig = Rig()
    rig.begin(document("queue", queue={**GOOD["queue"], "prompts": []}))
    assert rig.take()[-1] == ("sales", 3)
    rig.walks.left_queue(ONE, AT)
    assert rig.take()[-1] == ("goodbye",)


def test_the_end_is_told_with_its_reason() -> None:
    rig = Rig()
    rig.begin(document("bye"))
    rig.walks.said(ONE, AT)
    assert rig.take()[-1] == "end True"


def test_whoever_has_left_is_not_spoken_to() -> None:
    rig = Rig()
    rig.begin(document())
    rig.walks.said(ONE, AT)
    assert rig.walks.leave(ONE) is False
    assert not rig.alarms
    rig.take()
    for step in (rig.walks.said, rig.walks.silent):
        step(ONE, AT)
    rig.walks.pressed(ONE, "1", AT)
    assert rig.take() == []


def test_a_message_that_was_left_is_remembered_once() -> None:
    rig = Rig()
    rig.begin(document("message"))
    rig.walks.said(ONE, AT)
    assert rig.walks.leave(ONE) is True
    assert rig.walks.leave(ONE) is False


def test_whose_place_is_lost_is_let_go_when_the_wait_is_over() -> None:
    rig = Rig()
    rig.walks.left_queue(ONE, AT)
    assert rig.take() == ["end False"]


def test_after_a_restart_a_caller_is_asked_where_they_stood_or_at_the_start() -> None:
    rig = Rig()
    rig.site.flows["main"] = parse("main", document("play"))
    rig.walks.resume(ONE, Trail("main", 1, "menu"), AT)
    rig.walks.resume(TWO, Trail("main", 1, "no longer there"), AT)
    assert rig.take() == [("main-menu",), ("notice",)]


def test_who_only_stands_hears_nothing_until_the_wait_is_over() -> None:
    rig = Rig()
    rig.site.flows["main"] = parse("main", document())
    rig.walks.stand(ONE, Trail("main", 1, "queue"))
    assert rig.take() == []
    rig.walks.left_queue(ONE, AT)
    assert rig.take()[-1] == ("goodbye",)


def test_callers_walk_apart() -> None:
    rig = Rig()
    rig.begin(document(), ONE)
    rig.begin(document("play"), TWO)
    rig.walks.said(ONE, AT)
    rig.walks.said(TWO, AT)
    assert rig.alarms.keys() == {(LISTEN, str(ONE))}
