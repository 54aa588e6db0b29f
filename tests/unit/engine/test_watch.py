"""What the engine sees go wrong becomes an alarm, and goes when it is over."""

from datetime import UTC, datetime

import pytest

from appliance.contact.calls.commands import Play
from appliance.contact.ivr.events import ALARM
from appliance.contact.ledger.errors import EventUnwritable, LedgerUnavailable
from appliance.daemons.engine.missing import MissingPrompts
from appliance.daemons.engine.watch import Watch
from appliance.events import Event
from tests.fakes.alarms import SeenAlarms

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_ledger_in_trouble_says_why_until_it_has_recovered() -> None:
    alarms = SeenAlarms()
    watch = Watch(alarms, "box")
    watch.ledger_trouble(LedgerUnavailable(reason="database or disk is full"))
    watch.ledger_trouble(OSError(28, "No space left on device"))
    assert alarms.now == {
        ("ledger-behind", ""): "database or disk is full",
        ("journal-failing", ""): "[Errno 28] No space left on device",
    }
    watch.ledger_recovered()
    assert alarms.now == {}


def test_an_asterisk_that_is_away_is_an_alarm_until_it_is_back() -> None:
    alarms = SeenAlarms()
    watch = Watch(alarms, "box")
    watch.asterisk_away("the connection ended")
    assert alarms.now == {("asterisk-away", "box"): "the connection ended"}
    watch.asterisk_back()
    assert alarms.now == {}


def test_facts_that_are_lost_and_steps_that_fail_are_told() -> None:
    alarms = SeenAlarms()
    watch = Watch(alarms, "box")
    watch.ledger_refused(EventUnwritable(kind="k", reason="no JSON"))
    watch.input_failed("Calls.answered", KeyError("c1"))
    assert alarms.now == {("ledger-refused", ""): "no JSON", ("input-failed", "Calls.answered"): "KeyError('c1')"}


@pytest.mark.parametrize(
    ("reason", "raised"),
    [
        ("calendar-unknown", {("flow-trouble", "hours"): "calendar-unknown work"}),
        ("lookup-timed-out", {}),
    ],
)
def test_flows_in_trouble_are_told_by_node(reason: str, raised: dict[tuple[str, str], str]) -> None:
    alarms = SeenAlarms()
    data = {"node": "hours", "reason": reason, "about": "work"}
    Watch(alarms, "box").take([Event("flow.node", AT, data={"node": "hours"}), Event(ALARM, AT, data=data)])
    assert alarms.now == raised


def test_a_prompt_without_a_file_is_an_alarm_until_it_is_played() -> None:
    alarms, there = SeenAlarms(), {("zh", "welcome"), ("en", "menu")}
    prompts = MissingPrompts(lambda language, name: (language, name) in there, alarms)
    play = Play("c1", "run", ("welcome", "menu"), "zh")
    prompts.look(play)
    assert alarms.now.keys() == {("prompt-missing", "zh/menu")}
    there.add(("zh", "menu"))
    prompts.look(play)
    assert alarms.now == {}
