"""Digits, values read aloud, languages, opening hours, branches and switches, told as tables."""

import pytest

from tests.scenarios.flow_sites import COLLECT, LOOK_UP, site
from tests.scenarios.stage import Site
from tests.scenarios.table import play

HOLIDAYS = {
    "spans": ["mon-fri 09:00-18:00"],
    "holidays": ["2026-05-01/2026-05-05"],
    "workdays": [],
    "special": [],
}

SCENARIOS: dict[str, tuple[Site, str]] = {
    "digits are collected up to the key that ends them": (
        site(COLLECT),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 enter
        12:00:01 key c1 4
                 < stop-play
                 = none
        12:00:02 types c1 711#
                 < play c1 bye
                 = flow.collected account 4 True 4711
                 = flow.node bye
        """,
    ),
    "the last digit that is wanted ends the input by itself": (
        site(COLLECT),
        """
        12:00:00 inbound c1
        12:00:01 types c1 123456
                 = flow.collected account 6 True 123456
                 = flow.node bye
        """,
    ),
    "a pause after enough digits ends the input, one after too few asks again": (
        site(COLLECT),
        """
        12:00:00 inbound c1
        12:00:01 types c1 12
        12:00:04 pass
                 < play c1 invalid-key enter
                 = flow.collected account 2 False
        12:00:05 types c1 1234
        12:00:08 pass
                 = flow.collected account 4 True 1234
                 = flow.node bye
        """,
    ),
    "silence and what does not match are counted together, then the other exit is taken": (
        site(COLLECT),
        """
        12:00:00 inbound c1
        12:00:01 played c1
        12:00:06 pass
                 < play c1 no-input enter
                 = flow.collected account 0 False
        12:00:07 types c1 0123#
                 < stop-play
                 < play c1 other
                 = flow.collected account 4 False
                 = flow.node other
        """,
    ),
    "the star begins the input anew": (
        site(COLLECT),
        """
        12:00:00 inbound c1
        12:00:01 types c1 99*4711#
                 = flow.collected account 4 True 4711
                 = flow.node bye
        """,
    ),
    "a secret is used but never written down": (
        site(
            {**COLLECT, "secret": True, "next": "copy"},
            nodes={
                "copy": {"type": "set", "values": {"same": "x{account}", "plain": "y"}, "next": "ask"},
                "ask": {**LOOK_UP, "path": "/{same}"},
            },
        ),
        """
        12:00:00 inbound c1
        12:00:01 types c1 4711#
                 = flow.collected account 4 True
                 = flow.node copy
                 = flow.stored {'plain': 'y'}
                 = flow.node ask
        """,
    ),
    "a value is read aloud in the language chosen before": (
        site(
            {"type": "language", "language": "zh", "next": "tell"},
            nodes={
                "tell": {"type": "say", "value": "12.5", "form": "money", "before": ["welcome"], "next": "bye"},
            },
        ),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 welcome say-10 say-2 money-yuan say-5 money-jiao in zh
                 = contact.opened
                 = recording.started
                 = flow.node first
                 = flow.language zh
                 = flow.node tell
        12:00:01 played c1
                 < play c1 bye in zh
        """,
    ),
    "a language that was chosen is kept in the queue and over a restart": (
        site(
            {"type": "language", "language": "zh", "next": "menu"},
            nodes={
                "menu": {"type": "menu", "prompts": ["main-menu"], "keys": {"1": "queue"}, "otherwise": "bye"},
            },
        ),
        """
        12:00:00 inbound c1
        12:00:01 restart c1:up
                 < play c1 main-menu in zh
        """,
    ),
    "what cannot be read aloud raises an alarm and takes the exit for it": (
        site({"type": "say", "value": "{nothing}", "form": "date", "next": "bye", "unreadable": "other"}),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 other
                 = contact.opened
                 = recording.started
                 = flow.node first
                 = flow.alarm value-unreadable date
                 = flow.node other
        """,
    ),
    "a holiday of the calendar closes on a Monday": (
        site(
            {"type": "hours", "calendar": "office", "open": "bye", "closed": "other"},
            calendars={"office": HOLIDAYS},
        ),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 other
        """,
    ),
    "a holiday may have an exit of its own": (
        site(
            {"type": "hours", "calendar": "office", "open": "bye", "closed": "bye", "holiday": "other"},
            calendars={"office": HOLIDAYS},
        ),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 other
        """,
    ),
    "a swapped workday opens although it lies in the holidays": (
        site(
            {"type": "hours", "calendar": "office", "open": "bye", "closed": "other"},
            calendars={"office": {**HOLIDAYS, "workdays": ["2026-05-04 fri"]}},
        ),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 bye
        18:00:00 inbound c2
                 < answer c2
                 < play c2 other
        """,
    ),
    "a calendar that is gone raises an alarm and lets callers in": (
        site({"type": "hours", "calendar": "gone", "open": "bye", "closed": "other"}),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 bye
                 = contact.opened
                 = recording.started
                 = flow.node first
                 = flow.alarm calendar-unknown gone
                 = flow.node bye
        """,
    ),
    "a branch takes the first case that holds": (
        site(
            {
                "type": "branch",
                "cases": [
                    {"to": "queue", "data": "caller", "listed": "vip"},
                    {"to": "other", "data": "caller", "starts": ["139", "138"]},
                ],
                "otherwise": "bye",
            },
            lists={"vip": ["1395*", "8613800000000"]},
        ),
        """
        12:00:00 inbound c1 4008001000 from 13800001111
                 < answer c1
                 < play c1 other
        12:00:00 inbound c2 4008001000 from 13950000000
                 < answer c2
                 < music c2
        12:00:00 inbound c3 4008001000 from 02012345678
                 < answer c3
                 < play c3 bye
        """,
    ),
    "a branch looks at the queue: who waits and who is free": (
        site(
            {
                "type": "branch",
                "cases": [
                    {"to": "queue", "data": "queue.sales.free", "at_least": 1},
                    {"to": "queue", "data": "queue.sales.waiting", "below": 1},
                ],
                "otherwise": "other",
            }
        ),
        """
        12:00:00 inbound c1
                 < answer c1
                 < music c1
        12:00:01 inbound c2
                 < answer c2
                 < play c2 other
        12:00:02 gone c1
        12:00:03 login 8001
        12:00:04 inbound c3
                 < answer c3
                 < music c3
                 < ring a1 p1
        """,
    ),
    "several tests must all hold, on time and on variables": (
        site(
            {"type": "set", "values": {"level": "gold"}, "next": "choose"},
            nodes={
                "choose": {
                    "type": "branch",
                    "cases": [
                        {
                            "to": "other",
                            "all": [
                                {"data": "level", "is": "gold"},
                                {"data": "now", "during": ["mon 09:00-12:00"]},
                                {"data": "weekday", "is": ["1", "2"]},
                            ],
                        },
                        {
                            "to": "queue",
                            "all": [{"data": "none", "present": True}, {"data": "level", "matches": "g.*"}],
                        },
                    ],
                    "otherwise": "bye",
                },
            },
        ),
        """
        11:59:59 inbound c1
                 < answer c1
                 < play c1 other
        12:00:00 inbound c2
                 < answer c2
                 < play c2 bye
        """,
    ),
    "a switch that a supervisor turns leads the next caller elsewhere": (
        site({"type": "switch", "on": "other", "off": "bye"}),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 bye
        12:00:01 switch emergency on
        12:00:02 inbound c2
                 < answer c2
                 < play c2 other
        12:00:03 switch emergency off
        12:00:04 inbound c3
                 < answer c3
                 < play c3 bye
        """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_flow_node(where: Site, table: str) -> None:
    play(table, where)


def test_a_secret_is_in_no_fact_at_all() -> None:
    where, table = SCENARIOS["a secret is used but never written down"]
    stage = play(table, where)
    assert next(iter(stage.asked.values())).path == "/x4711", "it is used"
    assert "4711" not in str(stage.written.ledger)
