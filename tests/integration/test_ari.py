"""The contract that the ARI client stands on, held by the fake and by a real Asterisk 22 alike."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

import pytest

from appliance.settings import Asterisk
from appliance.telephony.ari import commands
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.events import (
    ChannelDestroyed,
    ChannelEntered,
    ChannelEnteredBridge,
    ChannelLeft,
    ChannelState,
    ChannelStateChanged,
    DialProgress,
    DialStatus,
    PlaybackFinished,
    PlaybackState,
)
from appliance.telephony.ari.retry import Timing
from appliance.telephony.ari.websocket import AriConnection
from tests.fakes.ari_listener import DOWN, GONE, Listener, linked
from tests.fakes.ari_server import FakeAri
from tests.integration.ari_asterisk import RealAri

pytestmark = pytest.mark.wire

NAME = "O\\\"Brien <b>'&;|$(x) 中文"


class Far(Protocol):
    """An Asterisk, or what claims to be one."""

    @property
    def settings(self) -> Asterisk: ...

    async def start(self) -> None: ...

    async def call(self) -> None: ...

    async def kill(self) -> None: ...

    def freeze(self) -> None: ...

    def thaw(self) -> None: ...


def box(kind: str, state: Path) -> FakeAri | RealAri:
    return FakeAri() if kind == "fake" else RealAri(state)


Story = Callable[[Far, Listener, AriClient], Coroutine[Any, Any, None]]


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.asterisk)])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Story], None]:
    """Plays a story against the fake or the real, with a client that is up."""

    async def told(story: Story) -> None:
        async with box(request.param, tmp_path) as far:
            listener = Listener()
            async with linked(far.settings, listener) as client:
                await listener.picture()
                await story(far, listener, client)

    return lambda story: asyncio.run(asyncio.wait_for(told(story), 60))


def test_the_first_picture(play: Callable[[Story], None]) -> None:
    async def story(far: Far, listener: Listener, _: AriClient) -> None:
        seen = await listener.picture()
        assert (seen.channels, seen.bridges, seen.in_app) == ((), (), frozenset())
        assert seen.endpoints == {"PJSIP/8001": True, "PJSIP/demo-carrier": False}

    play(story)


def test_a_call_from_entry_to_end(play: Callable[[Story], None]) -> None:
    async def story(far: Far, listener: Listener, client: AriClient) -> None:
        await far.call()
        entered = await listener.event(ChannelEntered)
        channel = entered.channel
        assert (entered.args, channel.state) == (("4008001000",), ChannelState.RING)
        assert (channel.endpoint, channel.caller_number) == ("PJSIP/demo-carrier", "13800001111")
        assert (await client.send(commands.answer(channel.id))).status == 204
        assert (await listener.event(ChannelStateChanged)).channel.state is ChannelState.UP
        assert (await client.send(commands.start_music(channel.id))).status == 204
        assert (await client.send(commands.stop_music(channel.id))).status == 204
        media = ["sound:/var/lib/asterisk/tone"]
        assert (await client.send(commands.play(channel.id, "p1", media, "zh"))).status == 201
        played = await listener.event(PlaybackFinished)
        assert (played.playback, played.state) == ("p1", PlaybackState.DONE)
        assert played.target == f"channel:{channel.id}"
        assert (await client.send(commands.hangup(channel.id))).status == 204
        assert (await listener.event(ChannelDestroyed)).channel.id == channel.id
        order = [type(news) for news in listener.story if isinstance(news, ChannelLeft | ChannelDestroyed)]
        assert order == [ChannelLeft, ChannelDestroyed]
        assert (await client.send(commands.answer(channel.id))).status == 404

    play(story)


def test_what_nobody_reads_stays_behind(play: Callable[[Story], None], caplog: pytest.LogCaptureFixture) -> None:
    async def story(far: Far, listener: Listener, client: AriClient) -> None:
        await far.call()
        channel = (await listener.event(ChannelEntered)).channel.id
        assert (await client.send(commands.set_variable(channel, "X", "1"))).status == 204
        await client.send(commands.hangup(channel))
        await listener.event(ChannelDestroyed)
        allowed = (await client.request("GET", "applications/callstead")).value()["events_allowed"]
        assert {"type": "StasisStart"} in allowed
        assert {"type": "ChannelVarset"} not in allowed

    with caplog.at_level(logging.DEBUG, "appliance.telephony.ari.websocket"):
        play(story)
    assert not [record for record in caplog.records if record.getMessage().startswith("not read")]


def test_killed_and_started_again(play: Callable[[Story], None]) -> None:
    async def story(far: Far, listener: Listener, client: AriClient) -> None:
        await far.call()
        await listener.event(ChannelEntered)
        killed = asyncio.create_task(far.kill())
        await listener.told(lambda news: news == DOWN)
        await listener.told(lambda news: news == GONE)
        assert not client.connected
        await killed
        await far.start()
        again = await listener.picture(count=2)
        assert again.channels == ()
        assert again.started_at > (await listener.picture()).started_at
        assert [listener.story.count(word) for word in (DOWN, GONE)] == [1, 1]

    play(story)


def test_stopped_and_continued(play: Callable[[Story], None]) -> None:
    async def story(far: Far, listener: Listener, _: AriClient) -> None:
        await far.call()
        channel = (await listener.event(ChannelEntered)).channel.id
        far.freeze()
        await listener.told(lambda news: news == DOWN)
        far.thaw()
        again = await listener.picture(count=2)
        assert again.in_app == {channel}
        assert GONE not in listener.story

    play(story)


def test_a_client_that_is_pushed_out_comes_back(play: Callable[[Story], None]) -> None:
    async def story(far: Far, listener: Listener, client: AriClient) -> None:
        await far.call()
        channel = (await listener.event(ChannelEntered)).channel.id
        rival = await AriConnection.open(far.settings, lambda _: None, Timing())
        assert await rival.run() == "another client took the application over"
        assert (await listener.picture(count=2)).in_app == {channel}
        assert [news for news in listener.story if news == DOWN] == [DOWN]
        assert (await client.send(commands.hangup(channel))).status == 204
        assert (await listener.event(ChannelDestroyed)).channel.id == channel

    play(story)


@pytest.mark.asterisk
def test_two_legs_are_bridged_and_hostile_texts_arrive_whole(tmp_path: Path) -> None:
    """On the real one only: what the fake would merely pretend."""

    async def story() -> None:
        async with RealAri(tmp_path) as far:
            listener = Listener()
            async with linked(far.settings, listener) as client:
                await listener.picture()
                await far.call()
                caller = (await listener.event(ChannelEntered)).channel
                assert caller.caller_name == NAME
                await _variables_survive(client, caller.id)
                await _leg_is_bridged(client, listener, caller.id)
                await client.send(commands.hangup(caller.id))
                assert await far.callers_are_content()

    asyncio.run(asyncio.wait_for(story(), 60))


async def _variables_survive(client: AriClient, channel: str) -> None:
    for value in (NAME, 'a"b\\c', "tab\tline\nbell\x07", "100%&a=b+c", "😀", ""):
        assert (await client.send(commands.set_variable(channel, "X", value))).ok
        assert (await client.send(commands.get_variable(channel, "X"))).value() == {"value": value}


async def _leg_is_bridged(client: AriClient, listener: Listener, caller: str) -> None:
    leg = commands.create_leg("leg-1", "Local/app@test/n", "callstead", args=("a", "b"), originator=caller)
    assert (await client.send(leg)).status == 200
    entered = await _entered(listener, "leg-1")
    assert entered.args == ("a", "b")
    requests = [commands.answer(caller), commands.dial("leg-1", 10, caller), commands.create_bridge("bridge 1/%")]
    assert [(await answer).ok for answer in [client.send(request) for request in requests]] == [True] * 3
    assert (await client.send(commands.answer((await _entered(listener, "leg-1;2")).channel.id))).ok
    await listener.told(lambda news: isinstance(news, DialProgress) and news.status is DialStatus.ANSWER)
    assert (await client.send(commands.add_to_bridge("bridge 1/%", (caller, "leg-1")))).ok
    joined = await listener.told(lambda news: isinstance(news, ChannelEnteredBridge), count=2)
    assert set(joined.bridge.channels) == {caller, "leg-1"}
    for request in (commands.remove_from_bridge("bridge 1/%", ("leg-1",)), commands.destroy_bridge("bridge 1/%")):
        assert (await client.send(request)).ok
    assert (await client.send(commands.hangup("leg-1", 17))).ok


async def _entered(listener: Listener, channel: str) -> ChannelEntered:
    found: ChannelEntered = await listener.told(
        lambda news: isinstance(news, ChannelEntered) and news.channel.id == channel
    )
    return found
