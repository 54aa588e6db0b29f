"""Calls through the box between a carrier and a customer's old PBX, told as tables."""

from dataclasses import replace

import pytest

from appliance.contact.calls.model import Trunk
from appliance.contact.calls.passing import fits, meet
from tests.scenarios.stage import Site
from tests.scenarios.table import play

CARRIER = Trunk("carrier", (), group=1, numbers=("612390*",), outbound_number="61239000")
OTHER = Trunk("other", ("127.0.0.9",), "127.0.0.9")
PBX = Trunk("pbx", (), group=2, behind=("612390XX", "70*"))
SITE = Site(trunks={"carrier": CARRIER, "pbx": PBX}, tells_numbers=True)
BOTH = replace(SITE, trunks={**SITE.trunks, "other": OTHER})

IN = """
        12:00:00 inbound c1 61239012 from 13800001111 on carrier
                 < ring-out a1 61239012@pbx as 13800001111
                 = contact.opened
                 = recording.started
"""
OUT = """
        12:00:00 inbound c1 13800001111 from 61239012 on pbx
                 < ring-out a1 13800001111@carrier as 61239012
                 = contact.opened
                 = recording.started
"""

SCENARIOS: dict[str, tuple[Site, str]] = {
    "a call for a number behind the PBX passes, is heard to ring, and is answered when the PBX answers": (
        SITE,
        IN
        + """
        12:00:02 ringing a1
                 < ringing-tone c1
        12:00:05 answers a1
                 < answer c1
                 < join c1 a1
                 = bridge.joined
        12:00:30 gone a1
                 < hang-up c1
                 < drop-bridge
        12:00:30 gone c1
                 = contact.closed answered agent
    """,
    ),
    "the cause of the PBX reaches the carrier: busy": (
        SITE,
        IN
        + """
        12:00:02 gone a1 17
                 < hang-up c1 17
        12:00:02 gone c1
                 = contact.closed unanswered system
    """,
    ),
    "the cause of the PBX reaches the carrier: unallocated": (
        SITE,
        IN
        + """
        12:00:02 gone a1 1
                 < hang-up c1 1
    """,
    ),
    "no channel to the PBX is free": (
        SITE,
        IN
        + """
        12:00:02 gone a1 34
                 < hang-up c1 34
    """,
    ),
    "a caller who gives up ends it on the other side": (
        SITE,
        IN
        + """
        12:00:04 gone c1
                 < hang-up a1
        12:00:04 gone a1
    """,
    ),
    "the PBX calls out by the routes, with its own number where the carrier may show it": (
        SITE,
        OUT
        + """
        12:00:05 answers a1
                 < answer c1
                 < join c1 a1
    """,
    ),
    "a number of the PBX that the carrier may not show is replaced by the trunk's": (
        SITE,
        """
        12:00:00 inbound c1 13800001111 from 7012 on pbx
                 < ring-out a1 13800001111@carrier as 61239000
    """,
    ),
    "the cause of the carrier reaches the PBX": (
        SITE,
        OUT
        + """
        12:00:02 gone a1 28
                 < hang-up c1 28
    """,
    ),
    "congestion on one way out leads to the next, which the PBX does not notice": (
        BOTH,
        OUT
        + """
        12:00:02 gone a1 34
                 < ring-out a2 13800001111@other as 61239012
    """,
    ),
    "a number of the centre's that the PBX dials is answered by its flow": (
        SITE,
        """
        12:00:00 inbound c1 4008001000 from 61239012 on pbx
                 < answer c1
                 < play c1 main-menu
    """,
    ),
    "nothing goes back to where it came from": (
        Site(trunks={"pbx": PBX}, tells_numbers=True),
        """
        12:00:00 inbound c1 13800001111 from 61239012 on pbx
                 < hang-up c1 1
        12:00:00 gone c1
                 = contact.closed number-unknown system
    """,
    ),
    "one number behind the PBX calls another there through the box": (
        SITE,
        """
        12:00:00 inbound c1 61239013 from 61239012 on pbx
                 < ring-out a1 61239013@pbx as 61239012
    """,
    ),
    "a number that the PBX does not know and sends back to us goes round once": (
        SITE,
        IN
        + """
        12:00:01 inbound c2 61239012 from 13800001111 on pbx
                 < hang-up c2 21
                 = contact.opened
                 = route.refused call-loops 61239012 61239012
        12:00:01 gone c2
                 = contact.closed refused system
        12:00:01 gone a1 21
                 < hang-up c1 21
    """,
    ),
    "it goes round once too where the caller is not told": (
        SITE,
        """
        12:00:00 inbound c1 7012 from - on carrier
                 < ring-out a1 7012@pbx as nobody hidden
        12:00:01 inbound c2 7012 from 61239000 on pbx
                 < hang-up c2 21
    """,
    ),
    "a second caller of a number that rings is no loop, nor is one who calls again a number that talks": (
        SITE,
        """
        12:00:00 inbound c1 61239013 from 61239012 on pbx
                 < ring-out a1 61239013@pbx as 61239012
        12:00:01 inbound c2 61239013 from 61239014 on pbx
                 < ring-out a2 61239013@pbx as 61239014
        12:00:02 inbound c3 61239013 from 61239012 on carrier
                 < ring-out a3 61239013@pbx as 61239012
        12:00:03 answers a1
        12:00:04 answers a3
        12:00:05 inbound c4 61239013 from 61239012 on pbx
                 < ring-out a4 61239013@pbx as 61239012
    """,
    ),
    "an emergency call of the PBX goes out": (
        SITE,
        """
        12:00:00 inbound c1 110 from 61239012 on pbx
                 < ring-out a1 110@carrier as 61239012
    """,
    ),
    "another number of the carrier's is unknown as before": (
        SITE,
        """
        12:00:00 inbound c1 61238888 from 13800001111 on carrier
                 < hang-up c1 1
    """,
    ),
    "a restart in the middle of it loses nothing": (
        SITE,
        IN
        + """
        12:00:05 answers a1
                 < answer c1
                 < join c1 a1
        12:00:10 restart c1:up:main a1:up:main
                 < none
        12:00:30 gone c1
                 < hang-up a1
                 < drop-bridge
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_passing(where: Site, table: str) -> None:
    play(table, where)


@pytest.mark.parametrize(
    ("number", "pattern", "expected"),
    [
        ("61239012", "612390XX", True),
        ("612390123", "612390XX", False),
        ("6123901", "612390XX", False),
        ("61249012", "612390XX", False),
        ("70", "70*", True),
        ("7012", "70*", True),
        ("7", "70*", False),
        ("71", "7X*", True),
    ],
)
def test_numbers_behind(number: str, pattern: str, expected: bool) -> None:
    assert fits(number, pattern) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("612390XX", "61239012", True),
        ("612390XX", "6123901*", True),
        ("612390XX", "6123*", True),
        ("612390XX", "612390XXX", False),
        ("612390XX", "612390XX1*", False),
        ("612390XX", "612391XX", False),
        ("70*", "7*", True),
        ("70*", "71*", False),
        ("70*", "7", False),
        ("70*", "X0", True),
        ("*", "8", True),
    ],
)
def test_patterns_that_have_a_number_in_common(one: str, other: str, expected: bool) -> None:
    assert meet(one, other) is meet(other, one) is expected
