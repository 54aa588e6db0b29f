"""The watch: facts, alarms and counts of what is read."""

from dataclasses import replace
from datetime import timedelta

from appliance.node.lines.model import Counters, DChannel, Reading, Signal
from appliance.node.lines.tally import together
from tests.unit.lines.desk import E1, START, Desk, e1

RED = e1(Signal.LOS, Signal.RED, d=DChannel.DOWN)
OTHER = replace(E1, number=2, name="TE4/0/2")


def test_an_alarm_and_its_end() -> None:
    desk = Desk()
    assert desk.after(0, E1, OTHER) == ["span.state up", "span.state up"]
    assert desk.after(1, E1, OTHER) == []
    assert desk.after(1, RED, OTHER) == ["span.state alarm"]
    assert desk.standing == {("span-alarm", "1"): "TE4/0/1 los, red"}
    data = desk.events[-1].data
    assert (data["before"], data["signals"], data["span"]) == ("up", ["los", "red"], 1)
    assert desk.after(1, e1(d=DChannel.DOWN), OTHER) == ["span.state signalling"]
    assert desk.standing == {("d-channel-down", "1"): "TE4/0/1"}
    assert desk.each_second(12, [E1, OTHER]) == ["span.state settling", "span.state up"]
    assert desk.standing == {}


def test_another_signal_of_the_same_alarm_is_a_fact() -> None:
    desk = Desk()
    desk.after(0, e1(Signal.RED))
    assert desk.after(1, e1(Signal.RED, Signal.AIS)) == ["span.state alarm"]
    assert desk.events[-1].data["signals"] == ["ais", "red"]


def test_a_card_that_is_pulled() -> None:
    desk = Desk()
    desk.after(0, E1, OTHER)
    assert desk.after(1, E1) == ["span.state gone"]
    assert desk.standing == {("span-gone", "2"): "TE4/0/2"}
    assert desk.after(1, E1) == []
    assert desk.each_second(11, [E1, OTHER]) == ["span.state settling", "span.state up"]
    assert desk.standing == {}


def test_a_channel_that_no_call_has_is_freed_once() -> None:
    desk = Desk()
    desk.ours = {"here"}
    busy = replace(E1, busy={3: "here", 4: "nowhere"})
    assert desk.each_second(60, [busy]) == ["span.state up"]
    assert desk.freed == []
    assert desk.each_second(30, [busy]) == ["channel.stuck nowhere"]
    assert [(one.number, one.channel) for one in desk.freed] == [(4, "nowhere")]
    assert desk.standing == {("channel-stuck", "4"): "nowhere"}
    assert [one.number for one in desk.watch.stuck] == [4]
    assert desk.after(1, replace(E1, busy=None)) == []
    assert desk.after(1, replace(E1, busy={3: "here"})) == ["channel.freed nowhere"]
    assert desk.standing == {}


def test_a_channel_that_changes_hands_is_not_stuck() -> None:
    desk = Desk()
    for number in range(120):
        desk.after(1, replace(E1, busy={4: f"call-{number // 30}"}))
    assert desk.freed == []


def _counts(desk: Desk) -> dict[str, int]:
    counts: dict[str, int] = {}
    for quarter in desk.watch.unsaved():
        counts = together(counts, quarter.counts)
    return counts


def test_what_is_counted() -> None:
    desk = Desk()
    desk.after(0, E1)
    desk.after(2, replace(RED, counters=Counters(slips=3, crc4_errors=9)))
    desk.after(1, replace(E1, busy={1: "a", 2: "b"}, counters=Counters(slips=4, crc4_errors=9)))
    desk.after(1, replace(E1, counters=Counters(slips=1)))
    assert _counts(desk) == {
        "seen_ms": 4000,
        "alarms": 1,
        "out_ms": 2000,
        "los_ms": 1000,
        "red_ms": 1000,
        "d_channel_down_ms": 1000,
        "busy_ms": 2000,
        "busy_most": 2,
        "slips": 5,
        "crc4_errors": 9,
        "errored_looks": 1,
    }
    assert desk.watch.unsaved() == ()


def test_quarters_are_apart_and_what_cannot_be_kept_is_given_back() -> None:
    desk = Desk()
    desk.now = START + timedelta(minutes=14, seconds=59)
    desk.after(0, E1)
    desk.after(3, E1)
    quarters = desk.watch.unsaved()
    assert {quarter.start: quarter.counts["seen_ms"] for quarter in quarters} == {
        START: 1000,
        START + timedelta(minutes=15): 2000,
    }
    desk.watch.again(quarters)
    desk.after(1, E1)
    assert _counts(desk)["seen_ms"] == 4000


def test_what_nobody_looked_at_is_not_seen() -> None:
    desk = Desk()
    desk.after(0, RED)
    desk.after(600, E1)
    assert "red_ms" not in _counts(desk)


def test_slips_are_an_alarm_until_a_quarter_is_good() -> None:
    desk = Desk()
    desk.after(0, E1)
    desk.after(1, replace(E1, counters=Counters(slips=7)))
    assert desk.standing == {}
    slipping = replace(E1, counters=Counters(slips=8))
    desk.after(1, slipping)
    assert desk.standing == {("span-slipping", "1"): "8 slips in 15 minutes"}
    desk.after(900, slipping)
    assert desk.standing
    desk.after(900, slipping)
    assert desk.standing == {}


def test_errors_are_an_alarm() -> None:
    desk = Desk()
    for number in range(62):
        desk.after(1, replace(E1, counters=Counters(crc4_errors=number)))
    assert list(desk.standing) == [("span-errors", "1")]
    assert "61 CRC-4 errors" in desk.standing["span-errors", "1"]


def test_ports_without_battery() -> None:
    desk, card = Desk(), Reading(2, "WCTDM/0", digital=False)
    desk.after(0, replace(card, ports_out=(32, 35)))
    assert desk.standing == {("ports-out", "2"): "32, 35"}
    desk.after(1, card)
    assert desk.standing == {}


def test_channels_that_the_exchange_blocks() -> None:
    desk, line = Desk(), Reading(2, "R2", groups={1: frozenset({32, 33, 34})})
    desk.after(0, replace(line, blocked=frozenset({34, 32})))
    assert desk.standing == {("channels-blocked", "2"): "32, 34"}
    desk.after(1, line)
    assert desk.standing == {}
