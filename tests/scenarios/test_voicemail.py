"""Messages in voicemail boxes, and calls for agents who do not take them."""

import json

import pytest

from appliance.contact.voicemail.model import Box
from tests.scenarios.stage import MENU, Site
from tests.scenarios.table import play

FLOW = json.loads(json.dumps(MENU))
FLOW["nodes"]["voicemail"]["box"] = "sales"
FLOW["nodes"]["menu"]["keys"]["8"] = "boxed"
FLOW["nodes"]["boxed"] = {"type": "flow", "flow": "voicemail:sales", "next": "bye"}
BOXES = {
    "sales": Box("sales", queue="sales", greeting="sales-greeting", seconds=30, language="zh"),
    "8002": Box("8002", agent="8002"),
    "8003": Box("8003", agent="8003", takes=("busy",)),
}
SITE = Site(flow=FLOW, boxes=BOXES)

TABLES = {
    "a message goes into the box until the pound key": """
        12:00:00 inbound c1
        12:00:01 key c1 9
                 < stop-play
                 < play c1 greeting beep
        12:00:05 played c1
                 < take-down c1 60
                 = voicemail.started sales
        12:00:25 key c1 #
                 < stop-taking
                 < play c1 bye
                 = flow.key # True
                 = flow.node bye
        12:00:26 played c1
                 < hang-up c1
        12:00:26 gone c1
                 = contact.closed voicemail system
    """,
    "the longest message is over": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:05 played c1
        12:01:05 pass
                 < stop-taking
                 < play c1 bye
                 = flow.node bye
    """,
    "hanging up ends the message by itself": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:05 played c1
        12:00:15 gone c1
                 < none
                 = contact.closed voicemail caller
    """,
    "keys during the greeting begin no message": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:02 key c1 #
                 < none
                 = none
    """,
    "a box is a flow of its own, with its greeting and language, and leads back": """
        12:00:00 inbound c1
        12:00:01 key c1 8
                 < stop-play
                 < play c1 sales-greeting beep in zh
                 = flow.key 8 True
                 = flow.node boxed
                 = flow.node language
                 = flow.language zh
                 = flow.node message
        12:00:05 played c1
                 < take-down c1 30
                 = voicemail.started sales
        12:00:20 key c1 #
                 < stop-taking
                 < play c1 voicemail-saved in zh
                 = flow.key # True
                 = flow.node saved
        12:00:22 played c1
                 < play c1 bye in zh
                 = flow.node end
                 = flow.node bye
    """,
    "a restart while a caller speaks keeps what was said and asks again": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:05 played c1
        12:00:20 restart c1:up
                 < stop-taking
                 < play c1 greeting beep
        12:00:25 played c1
                 < take-down c1 60
                 = voicemail.started sales
        12:00:40 gone c1
                 = contact.closed voicemail caller
    """,
    "a phone calls an agent who is not signed in": """
        12:00:00 dials p1 c1 8002
                 < answer c1
                 < play c1 voicemail-greeting beep in zh
                 = contact.opened
                 = flow.node message
        12:00:01 answers c1
        12:00:05 played c1
                 < take-down c1 120
                 = voicemail.started 8002
        12:00:15 gone c1
                 = contact.closed voicemail caller
    """,
    "a phone calls an agent who is not to be disturbed": """
        12:00:00 login 8002
        12:00:00 dnd 8002 on
        12:00:01 dials p1 c1 8002
                 < answer c1
                 < play c1 voicemail-greeting beep in zh
                 = contact.opened
                 = flow.node message
    """,
    "a phone calls an agent who does not answer": """
        12:00:00 login 8002
        12:00:01 dials p1 c1 8002
                 < record c1
                 < ringing-tone c1
                 < ring a1 p2
        12:00:02 ringing a1
        12:00:31 gone a1 19
                 < answer c1
                 < play c1 voicemail-greeting beep in zh
                 = flow.node message
        12:00:32 answers c1
        12:00:35 played c1
                 < take-down c1 120
                 = voicemail.started 8002
        12:00:50 key c1 #
                 < stop-taking
                 < play c1 voicemail-saved in zh
                 = flow.key # True
                 = flow.node saved
        12:00:52 played c1
                 < hang-up c1
        12:00:52 gone c1
                 = contact.closed voicemail system
    """,
    "the caller hangs up as the agent's phone gives up": """
        12:00:00 login 8002
        12:00:01 dials p1 c1 8002
        12:00:02 ringing a1
        12:00:31 gone c1
        12:00:31 gone a1 19
                 < none
                 = contact.closed unanswered caller
    """,
    "an agent whose box takes calls when busy only is not reached otherwise": """
        12:00:00 login 8003
        12:00:01 dials p1 c1 8003
        12:00:31 gone a1 19
                 < hang-up c1
        12:00:31 gone c1
                 = contact.closed unanswered agent
        12:00:40 dials p1 c2 8003
        12:00:41 gone a2 17
                 < answer c2
                 < play c2 voicemail-greeting beep in zh
                 = flow.node message
    """,
    "a transfer to an agent who does not answer goes to the box": """
        12:00:00 login 8001
        12:00:00 login 8002
        12:00:00 pause 8002 lunch
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:10 call transfer agent:8002
        12:00:10 gone a1
        12:00:12 gone a2 19
                 < stop-music c1
                 < play c1 voicemail-greeting beep
                 = transfer.failed 8002 no-answer
                 = flow.node message
        12:00:14 played c1
                 < take-down c1 120
                 = voicemail.started 8002
        12:00:20 pass
        12:00:30 gone c1
                 = contact.closed answered caller
    """,
    "a transfer to an agent who is not there goes to the box at once": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:10 call transfer agent:8002
                 < drop-bridge
                 < hang-up a1
                 < play c1 voicemail-greeting beep
                 = transfer.made blind agent:8002
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = flow.node message
    """,
    "a transfer to an agent whose box does not take it is refused": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:10 call transfer agent:8003
                 ! target-busy
    """,
    "a transfer into a box by name": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:10 call transfer voicemail:sales
                 < drop-bridge
                 < hang-up a1
                 < play c1 sales-greeting beep in zh
        12:00:11 gone a1
        12:00:15 played c1
                 = voicemail.started sales
    """,
    "a transfer into a box that is not there is refused": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:10 call transfer voicemail:nobody
                 ! target-unknown
    """,
    "Asterisk dies while a caller speaks": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:05 played c1
        12:00:15 lost
                 = contact.closed media-lost system
    """,
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_voicemail(table: str) -> None:
    play(table, SITE)
