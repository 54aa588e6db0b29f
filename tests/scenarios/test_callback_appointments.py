"""Customers who were promised a call at a certain time, told as tables."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.model import CallBackMode
from appliance.contact.callback.errors import OutsideHours
from tests.scenarios.stage import Site, Stage
from tests.scenarios.table import play
from tests.scenarios.test_callbacks import WANTED, site

HOURS = {"spans": ["mon-fri 09:00-12:00", "mon-fri 13:00-18:00"], "holidays": ["2026-05-05/2026-05-06"]}
"""The scenarios' day is Monday, 4 May 2026; the two days after it are holidays."""


def kept(**rules: Any) -> Site:
    return replace(site(**rules, callback_calendar="office"), calendars={"office": HOURS})


AT_THREE = """
        12:30:00 asks-back 13800000009 sales 15:00 15:30
                 < none
                 = callback.requested 13800000009 sales li
"""
SCENARIOS = {
    "nobody is rung before the time, and who is free then": (
        kept(),
        AT_THREE
        + """
        14:00:00 login 8001
                 < none
                 = agent.state 8001 ready
        14:59:59 pass
                 < none
        15:00:00 pass
                 < ring a1 p1
                 = callback.resumed
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        15:00:02 answers a1
                 < play a1 callback-connecting in zh
                 < ring-out a2 13800000009@carrier
    """,
    ),
    "outside of the hours it is refused": (
        kept(),
        """
        12:30:00 asks-back 13800000009 sales 18:00
                 ! callback-outside-hours
                 = none
        12:30:00 asks-back 13800000009 sales 12:45
                 ! callback-outside-hours
        12:30:00 asks-back 13800000009 sales 1/10:00
                 ! callback-outside-hours
        12:30:00 asks-back 13800000009 sales 3/10:00
                 = callback.requested 13800000009 sales li
    """,
    ),
    "a time that is over, and a window that ends before it begins": (
        kept(),
        """
        13:30:00 asks-back 13800000009 sales 13:30
                 ! callback-time-past
        13:30:00 asks-back 13800000009 sales 15:00 14:00
                 ! callback-window-empty
                 = none
    """,
    ),
    "who is not to be called is promised nothing": (
        replace(kept(), lists={"do-not-call": ["138*"]}),
        """
        12:30:00 asks-back 13800000009 sales 15:00
                 ! callback-number-excluded
                 = none
    """,
    ),
    "put on the list before its time": (
        kept(),
        AT_THREE
        + """
        13:00:00 list do-not-call 13800000009
        14:00:00 login 8001
        15:00:00 pass
                 < none
                 = callback.resumed
                 = callback.ended given-up do-not-call system
    """,
    ),
    "before those who wait, whatever they are": (
        kept(),
        AT_THREE
        + """
        14:58:00 inbound c1 4008001000 from 13800000001
        14:58:10 wants-back c1
        14:59:00 inbound c2
        15:00:00 pass
                 < none
        15:00:10 login 8001
                 < ring a1 p1
                 = agent.state 8001 ready
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        15:00:11 answers a1
                 < play a1 callback-connecting in zh
                 < ring-out a2 13800000009@carrier
    """,
    ),
    "two appointments: in the order of their times, not of the asking": (
        kept(),
        """
        12:30:00 asks-back 13800000008 sales 15:00
        12:40:00 asks-back 13800000009 sales 14:30
        15:10:00 login 8001
                 < ring a1 p1
        15:10:02 answers a1
                 < play a1 callback-connecting in zh
                 < ring-out a2 13800000009@carrier
    """,
    ),
    "a window that was missed is told, and the call-back stays": (
        kept(),
        AT_THREE
        + """
        15:29:59 pass
                 = callback.resumed
        15:30:00 pass
                 < none
                 = callback.late 13800000009
        15:40:00 login 8001
                 < ring a1 p1
    """,
    ),
    "the queue says how long a window is": (
        kept(callback_window=600),
        """
        12:30:00 asks-back 13800000009 sales 15:00
        15:00:00 pass
        15:09:59 pass
                 = none
        15:10:00 pass
                 = callback.late 13800000009
    """,
    ),
    "an appointment of an open call-back: later, and only then": (
        kept(),
        WANTED
        + """
        12:30:00 asks-back 13800000001 sales 15:00
                 = callback.postponed 2026-05-04T15:00:00+00:00
        14:00:00 login 8001
                 < none
                 = agent.state 8001 ready
        15:00:00 pass
                 < ring a1 p1
    """,
    ),
    "postponed again: told late by the new window only": (
        kept(),
        AT_THREE
        + """
        14:00:00 postpones-back 16:00
                 = callback.postponed 2026-05-04T16:00:00+00:00
        15:45:00 pass
                 = none
        16:15:00 pass
                 = callback.resumed
                 = callback.late 13800000009
    """,
    ),
    "not while the customer is being dialled": (
        kept(),
        AT_THREE
        + """
        14:00:00 login 8001
        15:00:01 postpones-back 16:00
                 ! callback-under-way
        15:00:02 answers a1
        15:00:03 postpones-back 16:00
                 ! callback-under-way
    """,
    ),
    "the customer is spoken to before: no appointment any more": (
        kept(),
        AT_THREE
        + """
        13:00:00 login 8001
        13:00:01 inbound c1 4008001000 from 013800000009
                 < answer c1
                 < music c1
                 < ring a1 p1
        13:00:03 answers a1
        13:00:03 pass
                 = callback.ended answered talked-already
        15:30:00 pass
                 < none
                 = none
    """,
    ),
    "cancelled before its time": (
        kept(),
        AT_THREE
        + """
        13:00:00 cancels-back
                 = callback.ended cancelled boss
        15:30:00 pass
                 = none
    """,
    ),
    "in vain: again after the queue's spacing, and no window is missed": (
        kept(callback_spacing=120),
        AT_THREE
        + """
        14:00:00 login 8001
        15:00:02 answers a1
        15:00:10 gone a2 17
        15:00:10 gone a1
        15:02:09 pass
                 = none
        15:02:10 pass
                 < ring a3 p1
    """,
    ),
    "in a queue with a preview the agent looks first": (
        kept(callback_mode=CallBackMode.PREVIEW),
        AT_THREE
        + """
        14:00:00 login 8001
        15:00:00 pass
                 < none
                 = callback.resumed
                 = callback.offered 8001
                 = agent.state 8001 preview
    """,
    ),
    "the engine dies before its time": (
        kept(),
        AT_THREE
        + """
        13:00:00 restart
        14:00:00 login 8001
                 < none
        15:00:00 pass
                 < ring a1 p1
    """,
    ),
    "the engine dies and is back after the window": (
        kept(),
        AT_THREE
        + """
        15:10:00 restart
        15:29:00 pass
                 = none
        15:30:00 pass
                 = callback.late 13800000009
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_appointment(where: Site, table: str) -> None:
    play(table, where)


@pytest.mark.parametrize(
    ("asked", "possible"),
    [
        ("18:00", "2026-05-07 09:00"),
        ("12:45", "2026-05-04 13:00"),
        ("1/10:00", "2026-05-07 09:00"),
        ("4/20:00", "2026-05-11 09:00"),
    ],
)
def test_a_refusal_names_the_next_possible_time(asked: str, possible: str) -> None:
    stage = Stage(kept())
    stage.do(["pass"])
    with pytest.raises(OutsideHours) as refused:
        stage._asks_back("13800000009", "sales", asked)
    assert refused.value.details["next"] == possible
