"""Callers who key the time at which they want to be called, told as tables."""

from dataclasses import replace
from typing import Any

import pytest

from tests.scenarios.stage import Site
from tests.scenarios.table import play
from tests.scenarios.test_callback_appointments import kept
from tests.scenarios.test_callbacks import FLOW

NODES: dict[str, Any] = {
    **FLOW["nodes"],
    "back": {
        "type": "callback",
        "when": ["callback-time"],
        "next": "noted",
        "appointed": "promised",
        "refused": "sales",
        "tries": 2,
    },
    "promised": {"type": "hangup", "prompts": ["callback-appointed"]},
}


def site(**rules: Any) -> Site:
    return replace(kept(**rules), flow={**FLOW, "nodes": NODES})


ASKED = """
        12:00:00 inbound c1 4008001000 from 13800000001
        12:00:10 key c1 1
                 < stop-music c1
                 < play c1 callback-time
                 = flow.key 1 True
                 = queue.aside sales
                 = flow.node back
        12:00:12 played c1
"""

SCENARIOS = {
    "promised for that time, and kept": ASKED
    + """
        12:00:14 types c1 1430
                 < play c1 callback-appointed
                 = flow.collected when 4 True 1430
                 = callback.requested 13800000001 sales caller
                 = queue.left sales call-back 14000
                 = flow.node promised
        12:00:18 played c1
                 < hang-up c1
        12:00:18 gone c1
                 = contact.closed callback system
        14:00:00 login 8001
                 < none
        14:30:00 pass
                 < ring a1 p1
    """,
    "the time may be keyed while it is asked for": """
        12:00:00 inbound c1 4008001000 from 13800000001
        12:00:10 key c1 1
        12:00:11 types c1 1430
                 < stop-play
                 < play c1 callback-appointed
                 = flow.collected when 4 True 1430
                 = callback.requested 13800000001 sales caller
                 = queue.left sales call-back 11000
                 = flow.node promised
    """,
    "the end key alone: in turn, at the place that is kept": ASKED
    + """
        12:00:14 key c1 #
                 < play c1 callback-noted
                 = callback.requested 13800000001 sales caller
                 = queue.left sales call-back 14000
                 = flow.node noted
    """,
    "nobody is there at that time: told so, and asked again": ASKED
    + """
        12:00:14 types c1 1230
                 < play c1 callback-time-closed callback-time
                 = flow.collected when 4 True 1230
                 = flow.collected when 4 False
        12:00:20 played c1
        12:00:21 types c1 1330
                 < play c1 callback-appointed
                 = flow.collected when 4 True 1330
                 = callback.requested 13800000001 sales caller
                 = queue.left sales call-back 21000
                 = flow.node promised
    """,
    "a time that is over today is tomorrow's, which is a holiday here": ASKED
    + """
        12:00:14 types c1 1000
                 < play c1 callback-time-closed callback-time
    """,
    "no time of day": ASKED
    + """
        12:00:14 types c1 2561
                 < play c1 callback-time-wrong callback-time
                 = flow.collected when 4 False
    """,
    "too few digits": ASKED
    + """
        12:00:14 types c1 93#
                 < play c1 callback-time-wrong callback-time
                 = flow.collected when 2 False
    """,
    "begun anew with the star": ASKED
    + """
        12:00:14 types c1 12*1430
                 < play c1 callback-appointed
    """,
    "silence twice: back into line at the old place": ASKED
    + """
        12:00:20 pass
                 < play c1 no-input callback-time
                 = flow.collected when 0 False
        12:00:22 played c1
        12:00:30 pass
                 < music c1
                 = flow.collected when 0 False
                 = flow.node sales
                 = queue.back sales
    """,
    "keyed over a restart: asked anew": ASKED
    + """
        12:00:14 types c1 14
        12:00:15 restart c1:up
                 < play c1 callback-time
        12:00:16 played c1
        12:00:17 types c1 1430
                 < play c1 callback-appointed
    """,
    "an open call-back of the number is moved to that time": """
        11:00:00 asks-back 13800000001 sales 11:30 11:40
    """
    + ASKED
    + """
        12:00:14 types c1 1500
                 < play c1 callback-appointed
                 = flow.collected when 4 True 1500
                 = callback.postponed 2026-05-04T15:00:00+00:00
                 = queue.left sales call-back 14000
                 = flow.node promised
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_callback_times(table: str) -> None:
    play(table, site())
