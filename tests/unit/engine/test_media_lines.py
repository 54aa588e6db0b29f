"""Lines and telephones on ports of cards, between the centre's words and ARI's."""

from dataclasses import replace

import pytest

from appliance.contact.calls import commands as the
from appliance.contact.calls.model import Phone, Trunk
from appliance.daemons.engine.resting import RestingLines
from appliance.telephony.ari.events import ChannelCreated, DialProgress, DialStatus
from tests.scenarios.stage import DAY, Site
from tests.unit.engine.loops import in_a_loop, turns
from tests.unit.engine.node import Node, channel

LINES = {"telecom": Trunk("telecom", (), group=1)}
ASKED = "+channels"


async def calls_out(node: Node, pace: float, bound: float) -> list[str]:
    """What Asterisk is asked for, in short, when a phone dials out and there is no free line; `pace` 0 is at once."""
    node.node.resting = RestingLines(lambda command: node.node.deliver([command]), node.node._rings, bound, pace)
    node.wire.statuses["channels"] = node.wire.statuses["create"] = 500
    node.enters("i1", "phone", "13800001111", "p1", endpoint="PJSIP/p1")
    await turns(12)
    return [request.partition("?")[0].split()[0] for request in node.take()]


@in_a_loop
async def test_a_line_that_rests_is_asked_for_again_until_it_is_free() -> None:
    node = Node(Site(trunks=LINES))
    asked = await calls_out(node, 0.0, 60.0)
    assert asked.count(ASKED) > 1
    node.wire.statuses.clear()
    await turns(4)
    assert node.take()[-1].startswith("+channels ")
    await turns(12)
    assert node.take() == []
    assert "contact.closed" not in node.facts()


@in_a_loop
async def test_a_line_that_stays_taken_is_no_circuit() -> None:
    node = Node(Site(trunks=LINES))
    asked = await calls_out(node, 0.0, 0.0)
    assert asked.count(ASKED) == 1
    assert asked[-1] == "-channels/i1"
    assert [event.data["cause"] for event in node.stage.written.ledger if event.kind == "leg.ended"] == [34]


@in_a_loop
async def test_who_hangs_up_waits_for_no_line() -> None:
    node = Node(Site(trunks=LINES))
    await calls_out(node, 0.0, 60.0)
    node.destroyed("i1")
    node.take()
    await turns(12)
    assert node.take() == []


@in_a_loop
async def test_another_way_is_taken_at_once() -> None:
    both = {**LINES, "carrier": Trunk("carrier", ("127.0.0.9",), "127.0.0.9")}
    node = Node(Site(trunks=both))
    asked = await calls_out(node, 60.0, 60.0)
    assert asked.count(ASKED) == 1
    assert asked.count("+channels/create") >= 1


@in_a_loop
async def test_a_telephone_on_a_port_is_rung_by_its_channel_and_known_by_it() -> None:
    node = Node()
    now = node.stage.centre.directory.now
    node.stage.centre.directory.now = replace(now, phones={**now.phones, "p1": Phone("p1", channel=5)})
    node.enters("i1", "phone", "p1", "p2", endpoint="PJSIP/p2")
    assert node.take()[-1].startswith("+channels/create endpoint=DAHDI/5 ")
    node.enters(node.leg(1), "leg", endpoint="DAHDI/5")
    assert node.stage.centre.phones.in_use("p1")
    node.node.on_event(ChannelCreated(DAY, channel("lifted", "DAHDI/5")))
    assert node.node.has("lifted"), "a receiver off its hook is no stuck channel"
    node.node.on_event(ChannelCreated(DAY, channel("other", "DAHDI/6")))
    assert not node.node.has("other")


@in_a_loop
async def test_a_page_rings_a_telephone_on_a_port() -> None:
    node = Node()
    now = node.stage.centre.directory.now
    node.stage.centre.directory.now = replace(now, phones={**now.phones, "7001": Phone("7001", "", channel=5)})
    node.node.deliver([the.Summon("x", "7001", "31", "Auto Answer", True, 20)])
    assert node.wire.requests[0].query["endpoint"] == "DAHDI/5"
    assert node.wire.requests[0].body == {"variables": {"CONNECTEDLINE(num)": "31"}}


@pytest.mark.parametrize(
    ("status", "told", "cause"),
    [
        (DialStatus.BUSY, "17", 17),
        (DialStatus.CONGESTION, "21", 21),
        (DialStatus.CONGESTION, "0", 34),
        (DialStatus.BUSY, None, 17),
    ],
)
@in_a_loop
async def test_a_line_that_says_busy_is_let_go_with_the_cause_of_the_network(
    status: DialStatus, told: str | None, cause: int
) -> None:
    node = Node(Site(trunks=LINES))
    node.wire.bodies["variable"] = None if told is None else {"value": told}
    node.node.deliver([the.RingOut("x", "13800001111", "telecom", "4008001000", 40, "c1")])
    for progress in (DialStatus.STARTED, DialStatus.RINGING, status, status):
        node.node.on_event(DialProgress(DAY, "x", None, progress))
    await turns(2)
    assert node.take()[1:] == ["GET channels/x/variable variable=HANGUPCAUSE", f"-channels/x reason_code={cause}"]


@in_a_loop
async def test_a_leg_over_sip_ends_by_itself() -> None:
    node = Node()
    node.node.deliver([the.RingOut("x", "13800001111", "carrier", "4008001000", 40, "c1")])
    node.take()
    node.node.on_event(DialProgress(DAY, "x", None, DialStatus.BUSY))
    await turns(2)
    assert node.take() == []
