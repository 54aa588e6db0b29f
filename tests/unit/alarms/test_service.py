"""Alarms stand from their beginning to their end, and both are on record once."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance.events import Event
from appliance.node.alarms.errors import AlarmNotStanding
from appliance.node.alarms.model import Severity
from appliance.node.alarms.service import StandingAlarms

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Minutes:
    """A clock on which every look takes a minute."""

    def __init__(self) -> None:
        self.looks = -1

    def now(self) -> datetime:
        self.looks += 1
        return AT + timedelta(minutes=self.looks)


class Rig:
    def __init__(self, process: str = "engine") -> None:
        self.told: list[Event] = []
        self.alarms = StandingAlarms(process, Minutes(), self.told.append)

    def said(self) -> list[str]:
        return [f"{event.kind} {event.data['code']} {event.data['subject']}".strip() for event in self.told]


def test_an_alarm_stands_until_it_is_cleared_and_both_are_told() -> None:
    rig = Rig()
    rig.alarms.raise_("ledger-behind", "", "disk full")
    (alarm,) = rig.alarms.standing()
    assert (alarm.code, alarm.detail, alarm.since, alarm.process) == ("ledger-behind", "disk full", AT, "engine")
    assert alarm.severity is Severity.CRITICAL
    rig.alarms.clear("ledger-behind")
    assert rig.alarms.standing() == ()
    assert rig.said() == ["alarm.raised ledger-behind", "alarm.cleared ledger-behind"]
    assert rig.told[1].data["since"] == AT.isoformat()


def test_what_is_raised_again_keeps_its_beginning_and_takes_the_new_detail() -> None:
    rig = Rig()
    rig.alarms.raise_("disk-full", "recordings", "96 %")
    rig.alarms.raise_("disk-full", "recordings", "97 %")
    (alarm,) = rig.alarms.standing()
    assert (alarm.since, alarm.detail) == (AT, "97 %")
    assert rig.said() == ["alarm.raised disk-full recordings"]


def test_subjects_stand_by_themselves() -> None:
    rig = Rig()
    for host in ("crm", "erp"):
        rig.alarms.raise_("lookup-host-failing", host, "timed-out")
    rig.alarms.clear("lookup-host-failing", "crm")
    assert [alarm.subject for alarm in rig.alarms.standing()] == ["erp"]
    rig.alarms.clear_all("lookup-host-failing")
    assert rig.alarms.standing() == ()


def test_the_gravest_come_first_and_of_those_the_oldest() -> None:
    rig = Rig()
    for code, subject in (("figures-behind", ""), ("disk-full", "b"), ("trunk-unreachable", "t"), ("disk-full", "a")):
        rig.alarms.raise_(code, subject)
    shown = [(alarm.code, alarm.subject) for alarm in rig.alarms.standing()]
    assert shown == [("disk-full", "b"), ("disk-full", "a"), ("trunk-unreachable", "t"), ("figures-behind", "")]


def test_what_does_not_stand_is_cleared_silently_and_dismissed_never() -> None:
    rig = Rig()
    rig.alarms.clear("ledger-behind")
    with pytest.raises(AlarmNotStanding):
        rig.alarms.dismiss("ledger-behind", "", "ann")
    assert rig.told == []


def test_who_dismisses_an_alarm_is_on_record() -> None:
    rig = Rig()
    rig.alarms.raise_("input-failed", "Calls.answered", "KeyError()")
    rig.alarms.dismiss("input-failed", "Calls.answered", "ann")
    assert rig.alarms.standing() == ()
    assert (rig.told[-1].data["cause"], rig.told[-1].data["author"]) == ("person", "ann")


def test_a_new_life_ends_in_the_books_what_its_own_process_left_standing() -> None:
    earlier, other = Rig(), Rig("jobs")
    earlier.alarms.raise_("asterisk-away", "box")
    earlier.alarms.raise_("trunk-unreachable", "t")
    earlier.alarms.clear("trunk-unreachable", "t")
    other.alarms.raise_("disk-full", "recordings")
    rig = Rig()
    rig.alarms.begin([*earlier.told, *other.told])
    assert rig.said() == ["alarm.cleared asterisk-away box"]
    assert rig.told[0].data["cause"] == "restart"
    again = Rig()
    again.alarms.begin([*earlier.told, *other.told, *rig.told])
    assert again.told == []


def test_books_that_take_nothing_do_not_stop_who_raises_an_alarm() -> None:
    def refuse(event: Event) -> None:
        raise OSError("no space left on device")

    alarms = StandingAlarms("engine", Minutes(), refuse)
    alarms.raise_("disk-full", "recordings")
    assert [alarm.code for alarm in alarms.standing()] == ["disk-full"]
    alarms.clear("disk-full", "recordings")
    assert alarms.standing() == ()
