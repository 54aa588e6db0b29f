"""Faxes that are sent: their turn at the lines, and what each try comes to."""

from dataclasses import replace

import pytest

from appliance.contact.calls.model import Trunk
from appliance.contact.fax.settings import Sending
from appliance.contact.routes.model import Block, Cap, Rules
from tests.scenarios.stage import Site
from tests.scenarios.table import play

CARRIER = Trunk("carrier", ("127.0.0.9",), "127.0.0.9", most=3)
RULE = Sending(station="+86 10", header="Us", most=2, kept=1, tries=2, spacing=300)
SITE = Site(trunks={"carrier": CARRIER}, faxes=RULE)
HOURS = replace(SITE, faxes=replace(RULE, hours="13:00-14:00"))
GUARDED = replace(
    SITE, routes=Rules(caps={"faxes": Cap("faxes", calls=1, who=("phone:fax",))}, block=Block(outgoing=("139",)))
)

TABLES = {
    "a fax is dialled when its pages lie there, and sent when somebody answers": """
        12:00:00 fax 13800001111
                 = fax.queued 13800001111
        12:00:00 pass
        12:00:01 laid-out
                 < ring-out a1 13800001111@carrier
                 = fax.tried
                 = contact.opened
        12:00:05 answers a1
                 < send-fax a1
                 = fax.connected
        12:01:00 pages a1 3
        12:01:01 gone a1
                 = fax.ended 3
                 = fax.done sent system
                 = contact.closed fax caller
    """,
    "a busy number is tried again, and then no more": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 gone a1 17
                 = fax.rested busy
                 = contact.closed unanswered system
        12:04:59 pass
                 < none
        12:05:06 pass
        12:05:07 laid-out
                 < ring-out a2 13800001111@carrier
                 = fax.tried
                 = contact.opened
        12:05:09 gone a2 17
                 = fax.done failed busy system
                 = contact.closed unanswered system
    """,
    "a number that does not exist is not tried again": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 gone a1 1
                 = fax.done failed number-unallocated system
                 = contact.closed unanswered system
    """,
    "the last line is kept for people": """
        12:00:00 inbound c1
        12:00:00 inbound c2
        12:00:01 fax 13800001111
        12:00:02 pass
                 < none
        12:00:10 gone c2
        12:00:10 pass
        12:00:11 laid-out
                 < ring-out a1 13800001111@carrier
    """,
    "a person takes the line while the pages are laid out: the fax waits": """
        12:00:00 inbound c1
        12:00:01 fax 13800001111
        12:00:01 pass
        12:00:02 inbound c2
        12:00:03 laid-out
                 < none
                 = fax.tried
                 = fax.rested fax-lines-kept
    """,
    "whoever answers is no fax": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 answers a1
        12:00:40 pages a1 0 NO_FAX
        12:00:41 gone a1
                 = fax.ended 0 NO_FAX
                 = fax.rested no-fax
                 = contact.closed fax caller
    """,
    "Asterisk dies under it: nobody knows what came, and nobody sends it twice": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 answers a1
        12:00:40 lost
                 = fax.ended 0 cut
                 = fax.done unsure cut system
                 = contact.closed media-lost system
    """,
    "Asterisk dies while it rings: that is tried again": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 lost
                 = fax.rested unreachable
                 = contact.closed media-lost system
    """,
    "the engine dies under it, and hears afterwards that it was whole": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 answers a1
        12:00:20 pages a1 3
        12:00:30 restart
                 = fax.ended 3
                 = fax.done sent system
                 = contact.closed fax caller
    """,
    "the engine dies and the fax goes on": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 answers a1
        12:00:30 restart a1:dialplan
                 < none
        12:00:40 pages a1 3
        12:00:41 gone a1
                 = fax.ended 3
                 = fax.done sent system
                 = contact.closed fax caller
    """,
    "the engine dies while a fax waits: it is sent all the same": """
        12:00:00 fax 13800001111
        12:00:00 restart
        12:00:01 laid-out
                 < none
        12:00:02 laid-out
                 < ring-out a1 13800001111@carrier
    """,
    "a fax that is cancelled while it is sent is not tried again": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
        12:00:05 answers a1
        12:00:10 fax-cancel
                 < hang-up a1
                 = fax.done cancelled li
        12:00:10 pages a1 1 HANGUP
        12:00:11 gone a1
                 = fax.ended 1 HANGUP
                 = contact.closed fax caller
        12:00:12 fax-cancel
                 ! fax-not-open
    """,
    "its pages are not there": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out fax-pages-gone
                 < none
                 = fax.done failed fax-pages-gone system
    """,
    "the jobs are away for a moment": """
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out jobs-away
                 = fax.rested jobs-away
    """,
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name: str) -> None:
    play(TABLES[name], SITE)


def test_faxes_wait_for_their_hours_and_then_the_urgent_goes_first() -> None:
    """Two go at once, and a number is called by one at a time."""
    play(
        """
        12:00:00 fax 13800001111
        12:00:00 fax 13800001111
        12:00:00 fax 13800002222 5
        12:59:59 pass
                 < none
        13:00:00 pass
        13:00:01 laid-out
                 < ring-out a1 13800002222@carrier
        13:00:01 laid-out
                 < ring-out a2 13800001111@carrier
        13:00:02 pass
                 < none
        13:00:03 gone a2 1
        13:00:03 pass
        13:00:04 laid-out
                 < ring-out a3 13800001111@carrier
        """,
        HOURS,
    )


def test_faxes_are_guarded_like_any_call() -> None:
    play(
        """
        12:00:00 fax 13900001111
                 ! number-blocked
        12:00:00 fax 13800001111
        12:00:00 pass
        12:00:01 laid-out
                 < ring-out a1 13800001111@carrier
        12:00:05 gone a1 1
        12:00:06 fax 13800002222
        12:00:06 pass
        12:00:07 laid-out
                 < none
                 = fax.tried
                 = cap.reached faxes 1 / 0.0 min / 0.00
                 = route.refused cap-reached 13800002222 faxes
                 = fax.rested cap-reached
        """,
        GUARDED,
    )
