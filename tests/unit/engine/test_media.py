"""Between the centre's words and ARI's, with the centre behind: commands become requests, events become reports."""

from dataclasses import replace
from typing import get_type_hints

import pytest

from appliance.contact.agents.model import State
from appliance.contact.calls import commands as the
from appliance.contact.calls.model import Trunk
from appliance.daemons.engine.media import EVENTS
from appliance.node.lines.model import Stuck
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.events import ChannelState
from appliance.telephony.ari.readers import READERS
from tests.scenarios.stage import AGENTS, DAY, Site
from tests.unit.engine.loops import in_a_loop, turns
from tests.unit.engine.node import Node, channel

WAY_OUT = "PJSIP/carrier/sip:13800001111@127.0.0.9"

REQUESTS: list[tuple[the.Command, list[str]]] = [
    (the.Answer("c1"), ["+channels/c1/answer"]),
    (
        the.Play("c1", "run", ("welcome", "main-menu"), "en"),
        ["+channels/c1/play media=sound:welcome,sound:main-menu playbackId=run lang=en"],
    ),
    (the.StopPlay("run"), ["-playbacks/run"]),
    (the.StartMusic("c1"), ["+channels/c1/moh mohClass=default"]),
    (the.StopMusic("c1"), ["-channels/c1/moh"]),
    (the.StartRinging("c1"), ["+channels/c1/ring"]),
    (the.StartTone("c1", "dial"), ["+channels/c1/play media=tone:dial playbackId=tone.c1"]),
    (the.StopTone("c1"), ["-playbacks/tone.c1"]),
    (
        the.Ring("x", "p1", "139", 25, "c1"),
        ["+channels/create endpoint=PJSIP/p1 app=callstead channelId=x appArgs=leg originator=c1"],
    ),
    (
        the.Ring("x", "8001-web", "13812345678", 25, "c1"),
        ["+channels/create endpoint=PJSIP/8001-web app=callstead channelId=x appArgs=leg originator=c1"],
    ),
    (
        the.RingOut("x", "13800001111", "carrier", "4008001000", 40, "c1"),
        [
            f"+channels/create endpoint={WAY_OUT} app=callstead channelId=x appArgs=leg originator=c1",
        ],
    ),
    (
        the.Summon("x", "p1", "31", "", False, 20),
        ["+channels/create endpoint=PJSIP/p1 app=callstead channelId=x appArgs=leg"],
    ),
    (
        the.Multicast("x", "239.1.1.1:5004", "alaw", 1),
        [
            "+channels/create endpoint=MulticastRTP/basic/239.1.1.1:5004//c(alaw)t(1) app=callstead channelId=x"
            " appArgs=leg"
        ],
    ),
    (
        the.Multicast("x", "239.1.1.1:5004", "g722", 3, "10.0.0.1"),
        [
            "+channels/create endpoint=MulticastRTP/basic/239.1.1.1:5004//c(g722)t(3)i(10.0.0.1) app=callstead"
            " channelId=x appArgs=leg"
        ],
    ),
    (
        the.Whisper("x", "c1"),
        ["+channels/c1/snoop/x spy=none whisper=out app=callstead appArgs=whisper"],
    ),
    (the.Spy("x", "c1"), ["+channels/c1/snoop/x spy=both whisper=out app=callstead appArgs=spy"]),
    (the.Mute("x"), ["+channels/x/mute direction=in"]),
    (the.Unmute("x"), ["-channels/x/mute direction=in"]),
    (the.MakeBridge("b"), ["+bridges/b type=mixing"]),
    (the.Enter("b", "x"), ["+bridges/b/addChannel channel=x"]),
    (
        the.Announce("b", "run", ("fire", "leave"), "en"),
        ["+bridges/b/play media=sound:fire,sound:leave playbackId=run lang=en"],
    ),
    (the.Join("b", ("c1", "x")), ["+bridges/b type=mixing", "+bridges/b/addChannel channel=c1,x"]),
    (the.Part("b", "c1"), ["+bridges/b/removeChannel channel=c1"]),
    (the.DropBridge("b"), ["-bridges/b"]),
    (the.Record("c1"), []),
    (the.HearAgain("c1"), []),
    (
        the.TakeDown("c1", "message.c.m", 60),
        ["+channels/c1/record maxDurationSeconds=60 terminateOn=# name=message/message.c.m format=sln ifExists=fail"],
    ),
    (the.StopTaking("message.c.m"), ["+recordings/live/message%2Fmessage.c.m/stop"]),
    (
        the.ListenForFax("c1", 60),
        ["+channels/c1/variable variable=FAXOPT(faxdetect) value=yes,60"],
    ),
    (
        the.ListenForFax("c1", 0),
        ["+channels/c1/variable variable=FAXOPT(faxdetect) value=no"],
    ),
    (
        the.ReceiveFax("c1", "fax.c.a-1", "4008001000"),
        [
            "+channels/c1/variable variable=FAX_NAME value=fax.c.a-1",
            "+channels/c1/variable variable=FAX_RESULT value=FAX_faxca1",
            "+channels/c1/variable variable=FAX_STATION value=4008001000",
            "+channels/c1/continue context=fax-in extension=s priority=1",
        ],
    ),
    (
        the.SendFax("c1", "fax.c.a-1", "4008001000", "Callstead"),
        [
            "+channels/c1/variable variable=FAX_NAME value=fax.c.a-1",
            "+channels/c1/variable variable=FAX_RESULT value=FAX_faxca1",
            "+channels/c1/variable variable=FAX_STATION value=4008001000",
            "+channels/c1/variable variable=FAX_HEADER value=Callstead",
            "+channels/c1/continue context=fax-out extension=s priority=1",
        ],
    ),
    (the.TellTransfer("a1", done=True), ["+channels/a1/transfer_progress states=channel_answered"]),
    (the.TellTransfer("a1", done=False), ["+channels/a1/transfer_progress states=channel_declined"]),
    (the.HangUp("c1"), ["-channels/c1 reason_code=16"]),
    (the.HangUp("c1", 1), ["-channels/c1 reason_code=1"]),
]


@pytest.mark.parametrize(("command", "requests"), REQUESTS, ids=lambda value: type(value).__name__)
@in_a_loop
async def test_a_command_becomes_its_requests(command: the.Command, requests: list[str]) -> None:
    node = Node()
    node.node.deliver([command])
    assert node.take() == requests


def test_every_command_is_in_the_table() -> None:
    assert {type(command) for command, _ in REQUESTS} == set(the.Command.__args__)


def test_asterisk_is_asked_for_every_event_that_is_read() -> None:
    told = {get_type_hints(READERS[kind])["return"] for kind in EVENTS}
    assert told == {
        seen.ChannelEntered,
        seen.ChannelCreated,
        seen.ChannelStateChanged,
        seen.ContactStatusChanged,
        seen.ChannelDestroyed,
        seen.HangupRequested,
        seen.DigitReceived,
        seen.HoldChanged,
        seen.TransferAsked,
        seen.PlaybackFinished,
        seen.RecordingEnded,
        seen.EndpointStateChanged,
        seen.DialProgress,
    }


@in_a_loop
async def test_a_call_over_the_wire() -> None:
    node = Node()
    node.do("login", "8001")
    node.enters("c1", "inbound", "4008001000", "carrier")
    assert node.take()[0] == "+channels/c1/answer"
    node.node.on_event(seen.DigitReceived(DAY, "c1", "1", 100))
    assert node.take()[1:] == [
        "+channels/c1/moh mohClass=default",
        "+channels/create endpoint=PJSIP/p1 app=callstead channelId=a1 appArgs=leg originator=c1",
    ]
    node.leg_enters(1)
    assert node.take() == ["+channels/a1/dial timeout=25 caller=c1"]
    node.changes(node.leg(1), ChannelState.RINGING)
    node.changes(node.leg(1), ChannelState.UP)
    contact = node.stage.calls()[0]
    assert node.take() == [
        "-channels/c1/moh",
        f"+bridges/{contact} type=mixing",
        f"+bridges/{contact}/addChannel channel=c1,a1",
    ]
    node.node.on_event(seen.HoldChanged(DAY, node.leg(1), held=True))
    assert node.stage.centre.roster.presence("8001").state is State.HOLD
    node.node.on_event(seen.HoldChanged(DAY, node.leg(1), held=False))
    assert node.stage.centre.roster.presence("8001").state is State.TALKING
    node.destroyed("c1")
    assert node.take() == ["-channels/a1 reason_code=16", f"-bridges/{contact}"]
    node.destroyed(node.leg(1))
    assert node.facts()[-1] == "contact.closed"
    assert "leg.ringing" in node.facts()


@in_a_loop
async def test_a_phone_is_told_once_what_became_of_its_transfer() -> None:
    node = Node()
    node.node.on_event(seen.TransferAsked(DAY, "a1", "8002", ""))
    assert node.take() == ["+channels/a1/transfer_progress states=channel_declined"]
    node.node.on_event(seen.TransferAsked(DAY, "a1", "8002", "", "channel_declined"))
    node.node.on_event(seen.TransferAsked(DAY, "a1", "8002", "a2", "channel_declined"))
    assert node.take() == []


@in_a_loop
async def test_a_leg_that_is_no_longer_wanted_is_not_dialled() -> None:
    node = Node()
    node.do("login", "8001")
    node.enters("c1", "inbound", "4008001000", "carrier")
    node.node.on_event(seen.DigitReceived(DAY, "c1", "1", 100))
    node.destroyed("c1")
    node.take()
    node.leg_enters(1)
    assert node.take() == ["-channels/a1 reason_code=16"]


@in_a_loop
async def test_a_leg_is_dialled_once() -> None:
    node = Node()
    node.chosen_and_dialled()
    node.leg_enters(1)
    assert node.take() == ["-channels/a1 reason_code=16"]


@in_a_loop
async def test_a_phone_dials() -> None:
    node = Node()
    node.do("login", "8001")
    node.enters("i1", "phone", "8001", "p3", endpoint="PJSIP/p3")
    assert node.take() == [
        "+channels/i1/ring",
        "+channels/create endpoint=PJSIP/p1 app=callstead channelId=a1 appArgs=leg originator=i1",
    ]


@pytest.mark.parametrize("args", [(), ("leg",), ("inbound",), ("inbound", "1", "2", "3"), ("other", "1", "2")])
@in_a_loop
async def test_a_channel_that_nobody_understands_is_hung_up(args: tuple[str, ...]) -> None:
    node = Node()
    node.enters("x", *args)
    assert node.take() == ["-channels/x reason_code=16"]
    assert node.facts() == []


@in_a_loop
async def test_prompts_go_on_when_they_have_been_played() -> None:
    node = Node()
    node.enters("c1", "inbound", "4008001000", "carrier")
    run = node.stage.runs["c1"]
    node.node.on_event(seen.PlaybackFinished(DAY, run, "channel:c1", seen.PlaybackState.DONE))
    assert [key[0] for key in node.stage.timers.alarms] == ["flow-listen"]


@in_a_loop
async def test_no_prompts_are_over_at_once() -> None:
    flow = {"start": "a", "nodes": {"a": {"type": "play", "prompts": [], "next": "b"}, "b": {"type": "hangup"}}}
    node = Node(Site(flow=flow))
    node.enters("c1", "inbound", "4008001000", "carrier")
    assert node.take() == ["+channels/c1/answer"]
    await turns()
    assert node.take() == ["-channels/c1 reason_code=16"]


@in_a_loop
async def test_a_phone_is_in_use_while_asterisk_has_a_channel_on_it() -> None:
    node = Node()
    node.node.on_event(seen.ChannelCreated(DAY, channel("x", "PJSIP/p1")))
    node.do("login", "8001")
    node.enters("c1", "inbound", "4008001000", "carrier")
    node.node.on_event(seen.DigitReceived(DAY, "c1", "1", 100))
    assert "offer.made" not in node.facts()
    node.destroyed("x")
    assert "offer.made" in node.facts()


@pytest.mark.parametrize(
    ("told", "requested", "outcome"),
    [
        (17, None, "busy"),
        (21, None, "rejected"),
        (0, 21, "rejected"),
        (17, 21, "busy"),
        (0, 0, "unreachable"),
        (0, None, "unreachable"),
        (20, None, "unreachable"),
    ],
)
@in_a_loop
async def test_the_cause_of_an_end(told: int, requested: int | None, outcome: str) -> None:
    node = Node()
    node.chosen_and_dialled()
    if requested is not None:
        node.node.on_event(seen.HangupRequested(DAY, node.leg(1), requested, soft=False))
        node.node.on_event(seen.HangupRequested(DAY, node.leg(1), None, soft=True))
        node.node.on_event(seen.HangupRequested(DAY, node.leg(1), 32, soft=True))
    node.destroyed(node.leg(1), told)
    assert node.stage.centre.roster.presence("8001").reason == outcome


HOME = Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], sign_in_with_phone=True)})


@in_a_loop
async def test_a_phone_that_registers_brings_its_agent() -> None:
    node = Node(HOME)
    for state, expected in (
        (seen.EndpointState.ONLINE, State.READY),
        (seen.EndpointState.OFFLINE, State.SIGNED_OUT),
        (seen.EndpointState.ONLINE, State.READY),
    ):
        node.node.on_event(seen.EndpointStateChanged(DAY, "PJSIP/p1", state))
        assert node.stage.centre.roster.presence("8001").state is expected


@in_a_loop
async def test_a_leg_that_asterisk_cannot_make_is_an_unreachable_phone() -> None:
    node = Node()
    node.wire.statuses["create"] = 500
    node.do("login", "8001")
    node.enters("c1", "inbound", "4008001000", "carrier")
    node.node.on_event(seen.DigitReceived(DAY, "c1", "1", 100))
    await turns()
    assert node.stage.centre.roster.presence("8001").reason == "unreachable"
    assert not node.stage.centre.book.phones.in_use("p1")
    node.do("ready", "8001")
    assert node.stage.centre.roster.presence("8001").state is State.RINGING


@in_a_loop
async def test_prompts_that_asterisk_cannot_play_do_not_strand_the_caller() -> None:
    node = Node()
    node.wire.statuses["play"] = 500
    node.enters("c1", "inbound", "4008001000", "carrier")
    await turns()
    assert [key[0] for key in node.stage.timers.alarms] == ["flow-listen"]


@pytest.mark.parametrize("status", [404, None, 200])
@in_a_loop
async def test_a_channel_that_is_gone_and_a_link_that_is_down_are_no_end_of_prompts(status: int | None) -> None:
    node = Node()
    node.wire.statuses["play"] = status
    node.enters("c1", "inbound", "4008001000", "carrier")
    await turns()
    assert not node.stage.timers.alarms


@in_a_loop
async def test_other_refusals_are_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    node = Node()
    node.wire.statuses["answer"] = 409
    node.enters("c1", "inbound", "4008001000", "carrier")
    await turns()
    assert "409" in caplog.text
    assert node.facts()[-1] == "flow.node"


@in_a_loop
async def test_a_leg_over_lines_takes_a_free_one_of_their_group() -> None:
    node = Node(Site(trunks={"telecom": Trunk("telecom", (), group=1)}))
    node.node.deliver([the.RingOut("x", "13800001111", "telecom", "4008001000", 40, "c1")])
    assert node.take()[0].startswith("+channels/create endpoint=DAHDI/g1/13800001111 ")


@in_a_loop
async def test_a_leg_to_the_outside_shows_our_number_and_is_dialled_once_it_has_entered() -> None:
    node = Node()
    node.node.deliver([the.RingOut("x", "13800001111", "carrier", "4008001000", 40, "c1")])
    assert node.wire.requests[0].body == {"variables": {"CONNECTEDLINE(num,i)": "4008001000"}}
    node.take()
    node.enters("x", "leg")
    assert node.take() == ["+channels/x/dial timeout=40"]


@in_a_loop
async def test_a_browser_is_told_no_number_whole_in_sip_and_a_desk_phone_is() -> None:
    node = Node()
    node.node.deliver([the.Ring(leg, at, "13812345678", 25, "c1") for leg, at in (("x", "8001-web"), ("y", "8001"))])
    assert [request.body for request in node.wire.requests] == [
        {"variables": {"CONNECTEDLINE(num)": "138****5678"}},
        None,
    ]
    node.take()
    for leg in ("x", "y"):
        node.enters(leg, "leg")
    assert node.take() == ["+channels/x/dial timeout=25", "+channels/y/dial timeout=25 caller=c1"]


@pytest.mark.parametrize(("urgent", "mode"), [(False, "Answer-Mode"), (True, "Priv-Answer-Mode")])
@in_a_loop
async def test_a_phone_is_told_in_every_way_to_pick_up_by_itself(urgent: bool, mode: str) -> None:
    node = Node()
    node.node.deliver([the.Summon("x", "p1", "31", "Auto Answer", urgent, 20)])
    assert node.wire.requests[0].body == {
        "variables": {
            "CONNECTEDLINE(num)": "31",
            "PJSIP_HEADER(add,Call-Info)": "<sip:callstead>;answer-after=0",
            f"PJSIP_HEADER(add,{mode})": "Auto",
            "PJSIP_HEADER(add,Alert-Info)": "Auto Answer",
        }
    }
    node.take()
    node.enters("x", "leg")
    assert node.take() == ["+channels/x/dial timeout=20"]


@in_a_loop
async def test_a_withheld_number_is_told_to_the_carrier_only() -> None:
    node = Node()
    node.node.deliver([the.RingOut("x", "138", "carrier", "4008001000", 40, "c1", hidden=True)])
    assert node.wire.requests[0].body == {
        "variables": {
            "CONNECTEDLINE(num,i)": "4008001000",
            "CONNECTEDLINE(num-pres,i)": "prohib_not_screened",
            "CONNECTEDLINE(name-pres,i)": "prohib_not_screened",
        }
    }


@in_a_loop
async def test_a_recorded_leg_is_answered_when_it_has_come_back_with_its_recording() -> None:
    node = Node()
    node.enters("i1", "phone", "13800001111", "p1", endpoint="PJSIP/p1")
    leg = node.leg(1)
    assert node.take()[-1].startswith(f"+channels/create endpoint={WAY_OUT} ")
    node.enters(leg, "leg")
    assert node.take() == ["+channels/a1/dial timeout=50"]
    node.changes(leg, ChannelState.UP)
    assert node.take() == ["+channels/a1/continue context=outside extension=s priority=1"]
    node.enters(leg, "outside")
    assert [request.partition(" ")[0] for request in node.take()] == [
        "+channels/i1/answer",
        f"+bridges/{node.stage.calls()[0]}",
        f"+bridges/{node.stage.calls()[0]}/addChannel",
    ]


@in_a_loop
async def test_a_recorded_leg_over_lines_comes_back_by_itself() -> None:
    node = Node(Site(trunks={"telecom": Trunk("telecom", (), group=1)}))
    node.enters("i1", "phone", "13800001111", "p1", endpoint="PJSIP/p1")
    leg = node.leg(1)
    assert node.take()[-1].startswith("+channels endpoint=DAHDI/g1/13800001111 context=outside extension=s channelId=")
    node.node.on_event(seen.ChannelStateChanged(DAY, channel(leg, "DAHDI/i1/13800001111", ChannelState.UP)))
    assert node.take() == []
    node.enters(leg, "outside", endpoint="DAHDI/i1/13800001111")
    assert node.take()[0] == "+channels/i1/answer"


@in_a_loop
async def test_a_recorded_leg_that_nobody_knows_any_more_is_hung_up() -> None:
    node = Node()
    node.enters("x", "outside")
    assert node.take() == ["-channels/x reason_code=16"]


@in_a_loop
async def test_a_trunk_that_stops_answering_is_an_alarm_until_it_answers() -> None:
    node = Node()
    for status, standing in (
        (seen.ContactStatus.UNKNOWN, False),
        (seen.ContactStatus.UNREACHABLE, True),
        (seen.ContactStatus.REACHABLE, False),
    ):
        node.node.on_event(seen.ContactStatusChanged(DAY, "PJSIP/carrier", "carrier", "sip:127.0.0.9", status))
        assert (("trunk-unreachable", "carrier") in node.alarms.now) is standing


@in_a_loop
async def test_a_trunk_that_nobody_asks_is_no_alarm() -> None:
    node = Node(Site(trunks={"carrier": Trunk("carrier", ("127.0.0.9",), "127.0.0.9", 0)}))
    node.node.on_event(
        seen.ContactStatusChanged(DAY, "PJSIP/carrier", "carrier", "sip:x", seen.ContactStatus.UNREACHABLE)
    )
    assert node.alarms.now == {}


@in_a_loop
async def test_a_channel_that_no_call_has_is_hung_up() -> None:
    node = Node()
    node.node.on_event(seen.ChannelEntered(DAY, channel("c1"), ("inbound", "4008001000", "carrier"), None))
    await turns()
    assert node.node.has("c1")
    assert not node.node.has("nobody")
    node.take()
    node.node.free(Stuck(1, 4, "nobody", DAY))
    assert node.take() == ["-channels/nobody reason_code=16"]
