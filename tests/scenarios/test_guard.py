"""Caps, blocked numbers and calls that come round, told as tables."""

from dataclasses import replace

import pytest

from appliance.contact.routes.model import Block, Cap, Per, Period, Route
from tests.scenarios.route_sites import A, site
from tests.scenarios.table import play

THREE = Cap("mobiles", ("mobile",), Per.PHONE, Period.HOUR, calls=2)

CAPS = {
    "after two calls the phone calls no mobile phone in this hour, others do, and help comes": """
        12:00:01 dials p1 i1 13800001111
        12:00:05 gone i1
        12:00:05 gone a1
        12:00:06 dials p1 i2 13800001112
                 < ringing-tone i2
                 < ring-out a2 13800001112@a
        12:00:07 gone i2
        12:00:07 gone a2
        12:00:08 dials p1 i3 13800001113
                 < hang-up i3 21
                 = cap.reached mobiles p1 2 / 0.0 min / 0.00
                 = route.refused cap-reached 13800001113 mobiles
                 = contact.opened
        12:00:08 gone i3
        12:00:09 dials p1 i4 13800001113
                 = route.refused cap-reached 13800001113 mobiles
                 = contact.opened
        12:00:09 gone i4
        12:00:10 dials p1 i5 62345678
                 < ringing-tone i5
                 < ring-out a3 62345678@a
        12:00:11 gone i5
        12:00:11 gone a3
        12:00:12 dials p1 i6 120
                 < ringing-tone i6
                 < ring-out a4 120@a
        12:00:13 dials p2 i7 13800001113
                 < ringing-tone i7
                 < ring-out a5 13800001113@a
        13:00:01 pass
                 = cap.over mobiles p1
        13:00:02 gone i6
        13:00:02 gone a4
        13:00:03 dials p1 i8 13800001113
                 < ringing-tone i8
                 < ring-out a6 13800001113@a
    """,
    "a kill in between changes nothing": """
        12:00:01 dials p1 i1 13800001111
        12:00:05 gone i1
        12:00:05 gone a1
        12:00:06 restart
        12:00:07 dials p1 i2 13800001112
                 < ringing-tone i2
                 < ring-out a2 13800001112@a
        12:00:08 restart i2:ringing a2:ringing
        12:00:09 gone i2
        12:00:09 gone a2
        12:00:10 dials p1 i3 13800001113
                 < hang-up i3 21
                 = cap.reached mobiles p1 2 / 0.0 min / 0.00
                 = route.refused cap-reached 13800001113 mobiles
                 = contact.opened
        12:00:10 gone i3
        12:00:11 restart
        12:00:12 dials p1 i4 13800001113
                 = route.refused cap-reached 13800001113 mobiles
                 = contact.opened
        12:00:12 gone i4
        13:00:01 pass
                 = cap.over mobiles p1
    """,
}


@pytest.mark.parametrize("table", CAPS.values(), ids=CAPS.keys())
def test_caps(table: str) -> None:
    play(table, site(caps=[THREE]))


def test_talked_minutes_count_while_they_run_and_over_a_kill() -> None:
    table = """
        12:00:00 dials p1 i1 13800001111
        12:00:10 answers a1
        12:09:00 dials p2 i2 13800001112
                 < ringing-tone i2
                 < ring-out a2 13800001112@a
        12:09:01 gone i2
        12:09:01 gone a2
        12:09:30 restart i1:up a1:up
        12:10:11 dials p2 i3 13800001112
                 < hang-up i3 21
                 = cap.reached talk 2 / 10.0 min / 2.20
                 = route.refused cap-reached 13800001112 talk
                 = contact.opened
        12:10:11 gone i3
        12:11:00 gone a1
        12:11:00 gone i1
        12:11:01 restart
        12:11:02 dials p2 i4 13800001112
                 = route.refused cap-reached 13800001112 talk
                 = contact.opened
    """
    play(table, site(Route("r", ("*",), ("a",), cost=0.2), caps=[Cap("talk", minutes=10)]))


def test_money_is_counted_by_started_minutes_and_a_warning_stops_nothing() -> None:
    table = """
        12:00:00 dials p1 i1 13800001111
        12:00:10 answers a1
        12:01:11 gone a1
        12:01:11 gone i1
        12:01:12 dials p1 i2 13800001111
                 < ringing-tone i2
                 < ring-out a2 13800001111@a
                 = cap.reached money 1 / 1.0 min / 1.00
                 = contact.opened
                 = recording.started
    """
    caps = [Cap("money", cost=1.0, warn_only=True)]
    play(table, site(Route("r", ("*",), ("a",), cost=0.5), caps=caps))


def test_a_cap_of_a_trunk_leaves_the_other_trunk() -> None:
    table = """
        12:00:01 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
        12:00:02 dials p2 i2 13800001111
                 < ringing-tone i2
                 < ring-out a2 13800001111@b
        12:00:03 dials p3 i3 13800001111
                 < hang-up i3 21
    """
    play(table, site(caps=[Cap("each", per=Per.TRUNK, calls=1)]))


def test_a_cap_for_the_night() -> None:
    table = """
        21:59:00 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
        21:59:30 gone i1
        21:59:30 gone a1
        22:00:00 dials p1 i2 13800001111
                 < ringing-tone i2
                 < ring-out a2 13800001111@a
        22:00:30 gone i2
        22:00:30 gone a2
        22:01:00 dials p1 i3 13800001111
                 < hang-up i3 21
    """
    play(table, site(caps=[Cap("night", calls=1, hours="22:00-06:00")]))


BLOCKED = Block(("0012*", "13900000000", "02112345*"), ("0085", "13700000000"), withheld=True)
BLOCKS = {
    "an unwelcome caller is turned away": """
        12:00:01 inbound c1 4008001000 from 13900000000
                 < hang-up c1 21
                 = contact.opened
        12:00:01 gone c1
                 = contact.closed refused system
    """,
    "in whatever way the carrier writes the number": """
        12:00:01 inbound c1 4008001000 from +8613900000000
                 < hang-up c1 21
        12:00:02 inbound c2 4008001000 from 013900000000
                 < hang-up c2 21
        12:00:03 inbound c3 4008001000 from +12125551234
                 < hang-up c3 21
        12:00:04 inbound c4 4008001000 from 13900000001
                 < answer c4
                 < play c4 main-menu
    """,
    "numbers that are not called": """
        12:00:01 dials p1 i1 13700000000
                 < hang-up i1 21
                 = route.refused number-blocked 13700000000 number-block
                 = contact.opened
        12:00:02 dials p2 i2 0085221234567
                 < hang-up i2 21
        12:00:03 dials p3 i3 13700000001
                 < ringing-tone i3
                 < ring-out a1 13700000001@a
    """,
}


@pytest.mark.parametrize("table", BLOCKS.values(), ids=BLOCKS.keys())
def test_blocked_numbers(table: str) -> None:
    play(table, site(block=BLOCKED))


def test_a_call_that_would_come_back_to_us_does_not_leave() -> None:
    table = """
        12:00:00 login 8001
        12:00:01 inbound c1 4008001000 from 13900000001
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:05 call transfer number:+864008001000
                 ! call-loops
                 = route.refused call-loops +864008001000 +864008001000
        12:00:06 call transfer number:13700000000
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring-out a2 13700000000@a
        12:00:06 gone a1
    # Whoever was called has diverted to us: the same caller comes in again, and is not sent round once more.
        12:00:20 ready 8001
        12:00:21 inbound c2 4008001000 from 13900000001
        12:00:22 key c2 1
        12:00:23 answers a3
        12:00:25 call transfer number:13700000000 on2
                 ! call-loops
        12:00:26 call transfer number:13700000001 on2
                 < drop-bridge
                 < hang-up a3
                 < music c2
                 < ring-out a4 13700000001@a
    """
    play(table, site())


def test_a_diverted_call_that_shows_our_own_number_is_known_too() -> None:
    own = replace(A, outbound_number="4008001000")
    table = """
        12:00:00 login 8001
        12:00:01 inbound c1 4008001000 from 13900000001
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:06 call transfer number:13700000000
        12:00:06 gone a1
        12:00:20 ready 8001
        12:00:21 inbound c2 4008001000 from 4008001000
        12:00:22 key c2 1
        12:00:23 answers a3
        12:00:25 call transfer number:013700000000 on2
                 ! call-loops
    """
    play(table, site(trunks=[own]))


@pytest.mark.parametrize("caller", ["-", "13900000002"])
def test_a_call_is_not_sent_back_to_whoever_diverted_it_to_us(caller: str) -> None:
    """The caller's number does not survive everywhere; that the call was diverted does."""
    table = f"""
        12:00:00 login 8001
        12:00:21 inbound c1 4008001000 from {caller} by 013700000000
        12:00:22 key c1 1
        12:00:23 answers a1
        12:00:25 restart c1:up a1:up
        12:00:26 call transfer number:+8613700000000
                 ! call-loops
                 = route.refused call-loops +8613700000000 +8613700000000
        12:00:27 call transfer number:13700000001
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring-out a2 13700000001@a
    """
    play(table, site())
