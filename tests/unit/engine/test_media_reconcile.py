"""After a (re)connect: what Asterisk shows, as the centre is told of it."""

from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from appliance.contact.agents.model import State
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.events import ChannelState
from appliance.telephony.ari.picture import Picture
from tests.scenarios.stage import AGENTS, DAY, Site
from tests.unit.engine.loops import in_a_loop
from tests.unit.engine.node import Node, channel

HOME = Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], sign_in_with_phone=True)})


def picture(*channels: seen.Channel, bridges: tuple[seen.Bridge, ...] = (), **endpoints: bool) -> Picture:
    ours = frozenset(item.id for item in channels if item.in_app("callstead"))
    online = {f"PJSIP/{name}": state for name, state in endpoints.items()}
    return Picture(channels, bridges, ours, online, datetime(2026, 5, 4, tzinfo=UTC))


def ours(
    identity: str, entry: str, endpoint: str = "PJSIP/carrier", state: ChannelState = ChannelState.UP
) -> seen.Channel:
    return channel(identity, endpoint, state, dialplan_app="Stasis", dialplan_app_data=f"callstead,{entry}")


class Reconnected(Node):
    def finds(
        self,
        *channels: seen.Channel,
        resume: bool = False,
        bridges: tuple[seen.Bridge, ...] = (),
        **endpoints: bool,
    ) -> list[str]:
        self.take()
        shown = picture(*channels, bridges=bridges, **endpoints)
        self.input(lambda now: self.node.reconcile(shown, now, resume=resume))
        return self.take()


@in_a_loop
async def test_callers_who_wait_for_orders_are_taken() -> None:
    node = Reconnected()
    assert node.finds(ours("c7", "inbound,4008001000,carrier"))[0] == "+channels/c7/answer"
    call = node.stage.centre.book.calls()[0]
    assert (call.dialled, call.caller, call.trunk) == ("4008001000", "139", "carrier")


@pytest.mark.parametrize("context", ["from-trunk", "inbound", "fallback"])
@in_a_loop
async def test_callers_whom_the_dialplan_has_are_booked(context: str) -> None:
    node = Reconnected()
    stranger = channel("c7", dialplan_context=context, dialplan_extension="4008001000", state=ChannelState.UP)
    assert node.finds(stranger) == []
    call = node.stage.centre.book.calls()[0]
    assert (call.state.value, call.dialled, call.trunk) == ("adopted", "4008001000", "carrier")


@in_a_loop
async def test_a_caller_on_a_line_is_booked_with_the_trunk_that_asterisk_tells() -> None:
    node = Reconnected()
    on_a_line = channel(
        "c7", "DAHDI/i1/139", dialplan_context="fallback", dialplan_extension="4008001000", trunk="telecom"
    )
    node.finds(on_a_line)
    assert node.stage.centre.book.calls()[0].trunk == "telecom"


@in_a_loop
async def test_people_at_phones_beside_the_calls_are_not_hung_up_as_strangers() -> None:
    node = Reconnected()
    async with aclosing(node.node.dictations.record("p1", "zh")) as stages:
        _, name = await anext(stages)
        assert node.finds(ours(name, "dictation", "PJSIP/p1")) == []
    assert node.finds(ours(name, "dictation", "PJSIP/p1")) != [], "nobody holds it any more"


@in_a_loop
async def test_what_else_the_dialplan_has_is_left_alone_but_its_phone_is_in_use() -> None:
    node = Reconnected()
    assert node.finds(channel("x", "PJSIP/p1", dialplan_context="phones")) == []
    assert node.facts() == []
    assert node.stage.centre.phones.in_use("p1")
    node.finds()
    assert not node.stage.centre.phones.in_use("p1")


@in_a_loop
async def test_a_leg_of_ours_that_belongs_to_no_call_is_hung_up() -> None:
    node = Reconnected()
    assert node.finds(ours("x", "leg", "PJSIP/p1")) == ["-channels/x reason_code=16"]


@in_a_loop
async def test_a_leg_that_was_made_but_never_dialled_is_dialled() -> None:
    node = Reconnected()
    node.chosen_and_dialled()
    waiting = ours("c1", "inbound,4008001000,carrier")
    leg = ours(node.leg(1), "leg", "PJSIP/p1", ChannelState.DOWN)
    assert node.finds(waiting, leg) == ["+channels/a1/dial timeout=20"]
    rung = ours(node.leg(1), "leg", "PJSIP/p1", ChannelState.RINGING)
    assert node.finds(waiting, rung) == []


@in_a_loop
async def test_a_leg_that_was_answered_meanwhile_is_joined() -> None:
    node = Reconnected()
    node.chosen_and_dialled()
    found = node.finds(ours("c1", "inbound,4008001000,carrier"), ours(node.leg(1), "leg", "PJSIP/p1"))
    assert found[-1].endswith("addChannel channel=c1,a1")


@in_a_loop
async def test_a_recorded_leg_that_was_answered_meanwhile_gets_its_recording_first() -> None:
    node = Reconnected()
    node.enters("i1", "phone", "13800001111", "p1", endpoint="PJSIP/p1")
    node.leg_enters(1)
    phone, leg = ours("i1", "phone,13800001111,p1", "PJSIP/p1"), node.leg(1)
    assert node.finds(phone, ours(leg, "leg")) == ["+channels/a1/continue context=outside extension=s priority=1"]
    away = channel(leg, dialplan_context="outside", dialplan_extension="s", state=ChannelState.UP)
    assert node.finds(phone, away) == []
    assert node.finds(phone, ours(leg, "outside"))[-1].endswith("addChannel channel=i1,a1")


@in_a_loop
async def test_phones_that_came_or_went_bring_and_take_their_agents() -> None:
    node = Reconnected(HOME)
    node.finds(p1=True, p2=False, carrier=True)
    assert node.stage.centre.roster.presence("8001").state is State.READY
    node.finds(p1=False)
    assert node.stage.centre.roster.presence("8001").state is State.SIGNED_OUT


@pytest.mark.parametrize(("there", "mended"), [(("c1", "a1"), False), (("c1",), True), (("a1",), True), ((), True)])
@in_a_loop
async def test_who_talks_by_the_books_is_brought_together(there: tuple[str, ...], mended: bool) -> None:
    node = Reconnected()
    node.do("login", "8001")
    node.enters("c1", "inbound", "4008001000", "carrier")
    node.node.on_event(seen.DigitReceived(DAY, "c1", "1", 100))
    node.leg_enters(1)
    node.changes(node.leg(1), ChannelState.UP)
    contact, leg = node.stage.calls()[0], node.leg(1)
    bridge = seen.Bridge(str(contact), tuple({"c1": "c1", "a1": leg}[name] for name in there), "simple_bridge")
    found = node.finds(ours("c1", "inbound,4008001000,carrier"), ours(leg, "leg", "PJSIP/p1"), bridges=(bridge,))
    joined = [f"+bridges/{contact} type=mixing", f"+bridges/{contact}/addChannel channel=c1,a1"]
    assert found == (joined if mended else [])
