"""Calls that leave by routes and overflow from one trunk to the next, told as tables."""

import pytest

from appliance.contact.routes.model import Form, Plan, Route
from tests.scenarios.route_sites import site
from tests.scenarios.table import play

CALLS = {
    "congestion on the first trunk: the next rings, and the phone hears nothing of it": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
        12:00:02 gone a1 34
                 < ring-out a2 13800001111@b
                 = recording.started
        12:00:08 answers a2
                 < answer i1
                 < join i1 a2
        12:00:20 gone a2
                 < hang-up i1
                 < drop-bridge
        12:00:20 gone i1
                 = agent.state 8001 ready
                 = contact.closed answered caller
    """,
    "a trunk that rang and then failed is not followed by another": """
        12:00:01 dials p1 i1 13800001111
        12:00:02 ringing a1
        12:00:03 gone a1 34
                 < hang-up i1 20
    """,
    "all trunks fail": """
        12:00:01 dials p1 i1 13800001111
        12:00:02 gone a1 38
                 < ring-out a2 13800001111@b
        12:00:03 gone a2 44
                 < hang-up i1 20
        12:00:03 gone i1
                 = contact.closed unanswered system
    """,
    "busy is busy on every trunk": """
        12:00:01 dials p1 i1 13800001111
        12:00:02 gone a1 17
                 < hang-up i1 17
    """,
    "a number that nobody has is tried once": """
        12:00:01 dials p1 i1 13800001111
        12:00:02 gone a1 1
                 < hang-up i1 20
    """,
    "the phone gives up between two trunks": """
        12:00:01 dials p1 i1 13800001111
        12:00:02 gone i1
                 < hang-up a1
        12:00:02 gone a1 34
                 < none
                 = contact.closed unanswered agent
    """,
    "the time to ring begins with each trunk, and ends": """
        12:00:01 dials p1 i1 13800001111
        12:00:02 gone a1 42
                 < ring-out a2 13800001111@b
        12:00:47 pass
                 < hang-up a2
                 < hang-up i1 19
    """,
    "a transfer overflows while the customer hears the music": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:05 call transfer number:13700000000
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring-out a2 13700000000@a
        12:00:06 gone a2 27
                 < ring-out a3 13700000000@b
        12:00:09 answers a3
                 < stop-music c1
                 < join c1 a3
    """,
    "an enquiry overflows, and both talk": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:05 call consult number:13700000000
                 < part c1
                 < music c1
                 < ring-out a2 13700000000@a
        12:00:06 gone a2 34
                 < ring-out a3 13700000000@b
                 = consult.begun
        12:00:09 answers a3
                 < join a1 a3
        12:00:12 call complete
                 < hang-up a1
                 < stop-music c1
                 < join c1 a3
                 < drop-bridge
    """,
    "a call-back overflows": """
        12:00:00 inbound c1 4008001000 from 13800001111
        12:00:01 key c1 1
        12:00:01 wants-back c1
        12:00:02 login 8001
        12:00:03 answers a1
                 < play a1 callback-connecting
                 < ring-out a2 13800001111@a
        12:00:04 gone a2 34
                 < ring-out a3 13800001111@b
        12:00:09 answers a3
                 < stop-play
                 < join a3 a1
    """,
}


@pytest.mark.parametrize("table", CALLS.values(), ids=CALLS.keys())
def test_overflow(table: str) -> None:
    play(table, site())


@pytest.mark.parametrize("cause", [2, 3, 27, 34, 38, 41, 42, 43, 44, 47, 49, 58, 63, 102, 127])
def test_causes_of_the_trunk_lead_on(cause: int) -> None:
    play(f"12:00:01 dials p1 i1 13800001111\n12:00:02 gone a1 {cause}\n< ring-out a2 13800001111@b", site())


@pytest.mark.parametrize("cause", [0, 1, 16, 17, 18, 19, 20, 21, 22, 28, 31])
def test_causes_of_the_called_party_do_not(cause: int) -> None:
    stage = play(f"12:00:01 dials p1 i1 13800001111\n12:00:02 gone a1 {cause}", site())
    assert "a2" not in stage.names.values()


ABROAD = Route("abroad", ("international",), deny=True)
MOBILES = Route("mobiles", ("mobile",), ("b",), caller_id="4008001077", form=Form.E164)
REST = Route("rest", ("*",), ("a",))

ROUTED = {
    "each number takes its route, in the form and with the number that it names": """
        12:00:01 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 +8613800001111@b as 4008001077
        12:00:02 dials p2 i2 02162345678
                 < ringing-tone i2
                 < ring-out a2 02162345678@a as nobody
    """,
    "a forbidden number is refused, and is in the books": """
        12:00:01 dials p1 i1 00442079460018
                 < hang-up i1 21
                 = route.refused number-blocked 00442079460018 abroad
                 = contact.opened
        12:00:01 gone i1
                 = contact.closed refused system
    """,
    "a transfer to it is refused before the customer notices": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:05 call transfer number:00442079460018
                 ! number-blocked
                 < none
    """,
    "help is called in spite of everything": """
        12:00:01 dials p1 i1 110
                 < ringing-tone i1
                 < ring-out a1 110@a as nobody
        12:00:02 gone a1 34
                 < ring-out a2 110@b as nobody
    """,
}


@pytest.mark.parametrize("table", ROUTED.values(), ids=ROUTED.keys())
def test_routes(table: str) -> None:
    play(table, site(ABROAD, MOBILES, REST, shows=True))


def test_a_route_that_is_not_for_the_phone() -> None:
    chiefs = Route("chiefs", ("international",), ("b",), who=("phone:p2",))
    table = """
        12:00:01 dials p1 i1 00442079460018
                 < hang-up i1 21
        12:00:02 dials p2 i2 00442079460018
                 < ringing-tone i2
                 < ring-out a1 00442079460018@b
    """
    play(table, site(chiefs, Route("no", ("international",), deny=True), REST))


def test_the_outside_prefix_is_not_sent_to_the_trunk() -> None:
    table = """
        12:00:01 dials p1 i1 913800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
        12:00:02 dials p2 i2 9110
                 < ringing-tone i2
                 < ring-out a2 110@a
    """
    play(table, site(plan=Plan(area="10", outside="9")))
