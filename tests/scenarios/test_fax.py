"""Faxes that callers send: by a key, by their calling tone, whole and broken off."""

import json

import pytest

from appliance.contact.voicemail.model import Box
from tests.scenarios.stage import MENU, Site
from tests.scenarios.table import play

FLOW = json.loads(json.dumps(MENU))
FLOW["fax"] = "fax"
FLOW["nodes"]["menu"]["keys"]["8"] = "fax"
FLOW["nodes"]["fax"] = {"type": "fax", "box": "sales", "after": "sorry"}
SITE = Site(flow=FLOW, boxes={"sales": Box("sales", queue="sales")})
PLAIN = Site()

TABLES = {
    "a fax calls while the menu speaks, and hangs up after its pages": """
        12:00:00 inbound c1
                 < answer c1
                 < listen-for-fax c1 60
                 < play c1 main-menu
        12:00:04 tone c1
                 < stop-play
                 < receive-fax c1
                 = fax.heard
                 = flow.node fax
                 = fax.started sales
        12:01:00 pages c1 3
        12:01:01 gone c1
                 < none
                 = fax.ended 3
                 = contact.closed fax caller
    """,
    "a key leads to the fax, and the tone is listened for no more": """
        12:00:00 inbound c1
        12:00:04 key c1 8
                 < stop-play
                 < listen-for-fax c1 0
                 < receive-fax c1
                 = flow.key 8 True
                 = flow.node fax
                 = fax.started sales
        12:00:40 pages c1 1
        12:00:41 back c1
                 < hang-up c1
                 = fax.ended 1
        12:00:42 gone c1
                 = contact.closed fax system
    """,
    "a person who pressed the wrong key hears the flow again": """
        12:00:00 inbound c1
        12:00:04 key c1 8
        12:00:40 pages c1 0 NO_FAX
        12:00:41 back c1
                 < play c1 no-agent-sorry
                 = fax.ended 0 NO_FAX
                 = flow.node sorry
    """,
    "a fax breaks off in the middle": """
        12:00:00 inbound c1
        12:00:04 tone c1
        12:00:40 pages c1 2 HANGUP
        12:00:41 gone c1
                 = fax.ended 2 HANGUP
                 = contact.closed fax caller
    """,
    "Asterisk dies under a fax: what it had is all that is known": """
        12:00:00 inbound c1
        12:00:04 tone c1
        12:00:40 lost
                 = fax.ended 0 cut
                 = contact.closed media-lost system
    """,
    "a fax calls in a queue: nobody is rung for it any more": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
        12:00:03 tone c1
                 < hang-up a1
                 < stop-music c1
                 < receive-fax c1
                 = fax.heard
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales left 1000
                 = flow.node fax
                 = fax.started sales
    """,
    "whoever talks is not listened to for faxes": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:05 answers a1
                 < stop-music c1
                 < listen-for-fax c1 0
                 < join c1 a1
        12:00:06 tone c1
                 < join c1 a1
                 = none
    """,
    "the engine dies under a fax, which goes on and is whole": """
        12:00:00 inbound c1
        12:00:04 tone c1
        12:00:20 restart c1:dialplan
                 < none
        12:00:40 pages c1 3
        12:00:41 gone c1
                 = fax.ended 3
                 = contact.closed fax caller
    """,
    "the engine is away when the fax ends": """
        12:00:00 inbound c1
        12:00:04 tone c1
        12:00:20 pages c1 3
        12:00:30 restart
                 = fax.ended 3
                 = contact.closed fax caller
    """,
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name: str) -> None:
    play(TABLES[name], SITE)


def test_a_flow_without_an_exit_for_faxes_listens_for_none() -> None:
    play(
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 main-menu
        """,
        PLAIN,
    )
