"""What state a span is in, as a table: second, what is read, the state that it comes to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appliance.node.lines.condition import gone, judged
from appliance.node.lines.model import Condition, DChannel, Reading, Signal, State
from tests.unit.lines.desk import E1, START, e1

WELL, DOWN, UNSURE = e1(), e1(d=DChannel.DOWN), e1(d=DChannel.UNKNOWN)
RED = e1(Signal.RED, d=DChannel.DOWN)

TABLES: dict[str, list[tuple[float, Reading, State]]] = {
    "a span that is first seen well is up": [(0, WELL, State.UP), (99, WELL, State.UP)],
    "one alarm takes it out at once, and it settles": [
        (0, WELL, State.UP),
        (1, e1(Signal.LOS, Signal.RED), State.ALARM),
        (5, e1(Signal.RECOVERING), State.SETTLING),
        (14.9, WELL, State.SETTLING),
        (15, WELL, State.UP),
    ],
    "a loose contact begins anew": [
        (0, WELL, State.UP),
        (1, RED, State.ALARM),
        (2, WELL, State.SETTLING),
        (11, RED, State.ALARM),
        (12, WELL, State.SETTLING),
        (21, WELL, State.SETTLING),
        (22, WELL, State.UP),
    ],
    "each impairing signal": [
        *((second, e1(signal), State.ALARM) for second, signal in enumerate(
            (Signal.LOS, Signal.LFA, Signal.AIS, Signal.RAI, Signal.RED, Signal.LOOPBACK, Signal.NOT_OPEN)
        )),
    ],
    "without CRC-4 multiframes, or recovering, it carries calls": [
        (0, e1(Signal.LMFA), State.UP),
        (1, e1(Signal.RECOVERING), State.UP),
    ],
    "the D-channel alone": [
        (0, WELL, State.UP),
        (1, DOWN, State.SIGNALLING),
        (2, WELL, State.SETTLING),
        (12, WELL, State.UP),
    ],
    "the line comes back before the D-channel": [
        (0, WELL, State.UP),
        (1, RED, State.ALARM),
        (2, DOWN, State.SIGNALLING),
        (4, WELL, State.SETTLING),
        (14, WELL, State.UP),
    ],
    "at the start nothing settles": [(0, DOWN, State.SIGNALLING), (3, WELL, State.UP)],
    "nor when nobody could tell of the D-channel": [
        (0, UNSURE, State.UP),
        (1, DOWN, State.SIGNALLING),
        (3, WELL, State.UP),
    ],
    "Asterisk is away: what was up stays": [(0, WELL, State.UP), (1, UNSURE, State.UP), (2, WELL, State.UP)],
    "ports without battery are no alarm of the card": [
        (0, Reading(2, "WCTDM/0", digital=False, channels=4, signals=frozenset({Signal.RED})), State.UP)
    ],
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_states(table: list[tuple[float, Reading, State]]) -> None:
    condition: Condition | None = None
    for second, reading, state in table:
        condition = judged(condition, reading, START + timedelta(seconds=second))
        assert condition.state is state, second
        assert condition.reading is reading


def test_a_state_has_a_beginning() -> None:
    first = judged(None, RED, START)
    second = judged(first, e1(Signal.LOS), START + timedelta(seconds=9))
    assert second.since == START
    assert judged(second, WELL, START + timedelta(seconds=10)).since == START + timedelta(seconds=10)


def test_a_span_that_is_gone_carries_nothing_and_settles_when_it_is_back() -> None:
    up = judged(None, WELL, START)
    assert up.carries(1)
    assert not up.carries(2)
    away = gone(up, START)
    assert not away.carries(1)
    assert judged(away, WELL, START).state is State.SETTLING


def test_a_group_is_out_when_all_its_ports_are() -> None:
    ports = Reading(
        2, "WCTDM/0", digital=False, groups={3: frozenset({32, 33}), 4: frozenset({34})}, ports_out=(32, 34)
    )
    condition = judged(None, ports, START)
    assert (condition.carries(3), condition.carries(4)) == (True, False)
    assert E1.groups[1] == frozenset(range(1, 32)) - {16}


def test_an_exchange_that_blocks_every_channel_puts_the_line_out() -> None:
    """MFC/R2: the bits of each channel say so; the rest of the channels go on."""
    line = Reading(3, "R2", groups={1: frozenset({1, 2}), 2: frozenset({3})})
    some = judged(None, replace(line, blocked=frozenset({1, 2})), START)
    assert (some.state, some.carries(1), some.carries(2)) == (State.UP, False, True)
    every = judged(some, replace(line, blocked=frozenset({1, 2, 3})), START)
    assert (every.state, every.carries(2)) == (State.BLOCKED, False)
    assert judged(every, line, START).state is State.SETTLING
