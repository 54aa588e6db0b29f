"""Carriers that point elsewhere (SIP 3xx) and calls that come back, on a real box: nothing is sent after them."""

import pytest

from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.network import CARRIER
from drivers.simulated.sip.note import Kind
from drivers.simulated.sip.phone import Behaviour, Phone
from tests.bench import ours
from tests.integration.test_routes import (
    FIRST,
    NUMBER,
    SECOND,
    TALKS,
    carriers,
    header,
    invited,
    network,
    refused,
    stand,
    talking,
)
from tests.servers import sipp
from tests.servers.desk_phone import plugged_in
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

__all__ = ["stand"]

CALLED = "13700000000"
PLACES = {
    "a number": f"13700000009@{CARRIER}:{FIRST}",
    "another trunk": f"PJSIP/b/sip%3A00851234567%40{CARRIER}%3A{SECOND}@{CARRIER}:{FIRST}",
    "another host": f"00851234567@{CARRIER}:{SECOND}",
    "a number of ours": f"{NUMBER}@{CARRIER}:{FIRST}",
}
REDIRECTION = 23


@pytest.mark.parametrize("place", PLACES)
def test_a_call_out_ends_where_the_carrier_points_elsewhere(stand: ours.OurBox, place: str) -> None:
    async def scene() -> None:
        there = Phone(Behaviour.REDIRECTS, elsewhere=PLACES[place])
        async with carriers(stand, there, TALKS) as (first, second):
            async with facts(stand.box.engine(), "leg", "contact") as seen:
                async with plugged_in(stand.box, stand.accounts[0].user) as phone:
                    _, status = await phone.place(CALLED)
                await seen.until("contact.closed", result="unanswered")
            (sent,) = invited(first)
            assert invited(second) == []
        assert status == 480
        assert "4008001077@" in header(sent, "From")
        assert [fact["data"]["cause"] for fact in seen.seen if fact["data"].get("by") == "outside"] == [REDIRECTION]
        assert sum(fact["kind"] == "contact.opened" for fact in seen.seen) == 1

    run(scene())


def test_a_transfer_fails_where_the_carrier_points_elsewhere(stand: ours.OurBox) -> None:
    async def scene() -> None:
        there = Phone(Behaviour.REDIRECTS, elsewhere=PLACES["another trunk"])
        async with carriers(stand, there, TALKS) as (first, second):
            async with talking(stand, "13900000001") as (contact, engine, seen):
                await engine.call("call.transfer", id=contact, to=f"number:{CALLED}")
                await seen.until("transfer.failed", outcome="redirected")
            assert (len(invited(first)), invited(second)) == (1, [])

    run(scene())


@pytest.mark.parametrize("history", [False, True], ids=["Diversion", "History-Info"])
def test_a_call_is_not_sent_back_to_whoever_diverted_it_to_us(stand: ours.OurBox, history: bool) -> None:
    async def scene() -> None:
        async with (
            carriers(stand, TALKS, TALKS) as (first, _),
            facts(stand.box.engine(), "bridge", "contact") as seen,
            stand.box.engine() as engine,
            sipp.phones(network(stand), Phone(ring=0.1), stand.accounts),
        ):
            steps, by = (Cue("go", 90),), f"+86{CALLED}"
            caller = Caller(NUMBER, "13900000009", steps=steps, talk=0, diverted_by=by, history=history)
            calling = network(stand).callers(caller)
            await calling.start()
            opened = await seen.until("contact.opened")
            assert opened["data"]["diverted_by"] == f"+86{CALLED}"
            contact = (await seen.until("bridge.joined"))["contact"]
            assert await refused(engine, contact, CALLED) == "call-loops"
            await engine.call("call.hangup", id=contact)
            await seen.until("contact.closed")
            await calling.stop()
            assert invited(first) == []

    run(scene())


def test_a_phone_that_is_rung_beside_the_calls_and_points_elsewhere_leads_nowhere(stand: ours.OurBox) -> None:
    """A phone is not to reach by its own redirection what routes and caps forbid to it."""

    async def scene() -> None:
        turned = Phone(Behaviour.REDIRECTS, elsewhere=PLACES["another trunk"])
        async with (
            carriers(stand, TALKS, TALKS) as (first, second),
            sipp.phones(network(stand), turned, stand.accounts) as phones,
            stand.box.engine() as engine,
        ):
            with pytest.raises(RemoteRefusal) as caught:
                async with engine.stream("phone.play", phone=stand.accounts[0].user, file="nothing") as stages:
                    assert [stage async for stage in stages]
            assert caught.value.code == "recording-phone-unanswered"
            assert any(note.kind is Kind.REFUSED for note in phones.sipp.notes)
            assert (invited(first), invited(second)) == ([], [])

    run(scene())
