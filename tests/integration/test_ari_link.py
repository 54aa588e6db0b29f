"""The link to Asterisk against a fake one that can misbehave at will."""

import asyncio
import base64
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from appliance.telephony.ari import commands
from appliance.telephony.ari.codec import Request
from appliance.telephony.ari.errors import AriLost, AriNotConnected, AriRequestTooLong, AriTimeout
from appliance.telephony.ari.events import AriEvent, BridgeDestroyed, ChannelEntered
from appliance.telephony.ari.picture import Picture
from tests.fakes.ari_listener import DOWN, GONE, Listener, linked
from tests.fakes.ari_server import FakeAri

pytestmark = pytest.mark.wire


def plays(story: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """The coroutine as a test of at most 60 seconds."""
    return lambda: asyncio.run(asyncio.wait_for(story(), 60))


async def mark(server: FakeAri, name: str) -> None:
    await server.emit("BridgeDestroyed", bridge={"id": name})


async def marked(listener: Listener, name: str) -> None:
    await listener.told(lambda news: isinstance(news, BridgeDestroyed) and news.bridge == name)


def marks(listener: Listener) -> list[str]:
    return [news.bridge for news in listener.story if isinstance(news, BridgeDestroyed)]


@plays
async def test_events_during_on_up_follow_it_in_order() -> None:
    async with FakeAri() as server:
        listener = Listener()

        async def repair(_: Picture) -> None:
            for number in range(50):
                await mark(server, str(number))
                assert (await client.request("GET", "channels")).ok
            assert marks(listener) == []

        listener.on_up = repair
        async with linked(server.settings, listener) as client:
            await listener.picture()
            await mark(server, "last")
            await marked(listener, "last")
        assert isinstance(listener.story[0], Picture)
        assert marks(listener) == [*map(str, range(50)), "last"]


@plays
async def test_requests_leave_in_order_without_waiting_for_answers() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            server.withheld.add("channels/0/answer")
            before = len(server.requests)
            answers = [client.send(commands.answer(str(number))) for number in range(100)]
            await asyncio.gather(*answers[1:])
            assert not answers[0].done()
            sent = [request["uri"] for request in server.requests[before:]]
            assert [uri for uri in sent if uri != "asterisk/ping"] == [
                f"channels/{number}/answer" for number in range(100)
            ]
            await server.answer_withheld()
            assert (await answers[0]).status == 404


@plays
async def test_a_late_answer_is_a_timeout_and_harms_nobody() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            server.withheld.add("bridges")
            with pytest.raises(AriTimeout) as caught:
                await client.request("GET", "bridges", limit=0.05)
            assert caught.value.details == {"method": "GET", "uri": "bridges", "seconds": 0.05}
            await server.answer_withheld()
            assert (await client.request("GET", "channels")).body == []


@plays
async def test_what_was_sent_into_a_breaking_socket_is_lost_and_later_is_not_connected() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            server.withheld.add("bridges")
            answer = client.send(Request("GET", "bridges"))
            await client.request("GET", "channels")
            server.withheld.clear()
            server.drop()
            with pytest.raises(AriLost):
                await answer
            with pytest.raises(AriNotConnected) as caught:
                await client.request("GET", "channels")
            assert type(caught.value) is AriNotConnected
            await listener.told(lambda news: news == DOWN)
            await listener.picture(count=2)
            assert (await client.request("GET", "channels")).ok


@plays
async def test_garbage_is_survived() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            await server.call()
            for text in ("", "{", "null", '{"type":7}', '{"type":"StasisStart"}', '{"type":"New"}', "[" * 99999):
                await server.emit_raw(text)
            await server.emit_raw(b"\x00\xff\xfe", text=False)
            await server.emit_raw(b'{"type":"\xff"}')
            await server.emit_raw('{"type":"RESTResponse","request_id":"77","status_code":200}')
            await mark(server, "after")
            await marked(listener, "after")
            assert (await client.request("GET", "channels")).ok
        assert DOWN not in listener.story
        assert [type(news) for news in listener.story[-2:]] == [ChannelEntered, BridgeDestroyed]


@plays
async def test_messages_of_several_megabytes_pass() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener):
            await listener.picture()
            await mark(server, "x" * 3_000_000)
            await marked(listener, "x" * 3_000_000)


@plays
async def test_a_request_that_would_break_the_socket_is_refused() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            with pytest.raises(AriRequestTooLong):
                await client.send(commands.set_variable("c", "X", "中" * 20_000))
            assert (await client.send(commands.set_variable("c", "X", "x" * 60_000))).status == 404


@plays
async def test_a_listener_that_raises_hears_the_next_event() -> None:
    heard: list[AriEvent] = []

    def fails_first(event: AriEvent) -> None:
        heard.append(event)
        listener.tell(event)
        if len(heard) == 1:
            raise RuntimeError("a fault in the engine")

    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener, on_event=fails_first):
            await listener.picture()
            await mark(server, "one")
            await mark(server, "two")
            await marked(listener, "two")
        assert DOWN not in listener.story


@plays
async def test_an_on_up_that_raises_does_not_hold_events_back() -> None:
    async with FakeAri() as server:
        listener = Listener()

        async def fails(_: Picture) -> None:
            await mark(server, "early")
            raise RuntimeError("a fault in the engine")

        listener.on_up = fails
        async with linked(server.settings, listener) as client:
            await listener.event(BridgeDestroyed)
            assert client.connected


@plays
async def test_a_break_during_on_up_cancels_it_and_is_told_once() -> None:
    async with FakeAri() as server:
        listener, cancelled = Listener(), asyncio.Event()

        async def breaks(_: Picture) -> None:
            listener.on_up = None
            server.drop()
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()

        listener.on_up = breaks
        async with linked(server.settings, listener):
            await listener.picture()
        assert cancelled.is_set()
        assert [type(news) if isinstance(news, Picture) else news for news in listener.story] == [DOWN, Picture]


@plays
async def test_a_picture_that_cannot_be_read_is_tried_again() -> None:
    async with FakeAri() as server:
        server.channels["broken"] = {"id": "broken"}
        listener = Listener()
        async with linked(server.settings, listener):
            await server.asked("channels", times=3)
            server.channels.clear()
            await listener.picture()
        assert listener.story[0] != DOWN


@plays
async def test_a_wrong_password_is_no_death_and_ends_when_corrected() -> None:
    async with FakeAri() as server:
        server.password = "other"
        listener = Listener()
        async with linked(server.settings, listener):
            await asyncio.sleep(1.3)
            assert listener.story == []
            server.password = "secret"
            await listener.picture()
        assert GONE not in listener.story


@plays
async def test_a_silent_peer_is_noticed_and_no_new_socket_hangs_for_ever() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener):
            await listener.picture()
            server.freeze()
            await listener.told(lambda news: news == DOWN)
            await asyncio.sleep(0.5)
            server.thaw()
            await listener.picture(count=2)
        assert GONE not in listener.story


@plays
async def test_a_deaf_socket_is_left_although_pings_are_answered() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener):
            await listener.picture()
            server.deafen()
            await listener.told(lambda news: news == DOWN)
            await listener.picture(count=2)


@plays
async def test_a_short_silence_is_no_break() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            server.freeze()
            await asyncio.sleep(1.0)
            server.thaw()
            await asyncio.sleep(0.9)
            assert (await client.request("GET", "channels")).ok
        assert DOWN not in listener.story


@plays
async def test_a_pause_of_our_own_process_is_no_silence() -> None:
    async with FakeAri() as server:
        listener = Listener()
        async with linked(server.settings, listener) as client:
            await listener.picture()
            blocked_until = asyncio.get_running_loop().time() + 2.5
            while asyncio.get_running_loop().time() < blocked_until:
                pass
            assert (await client.request("GET", "channels")).ok
            await asyncio.sleep(1.0)
        assert DOWN not in listener.story


def test_the_password_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        async with FakeAri() as server:
            server.password = "other"
            async with linked(server.settings, Listener()):
                await server.refused.wait()
                server.password = "secret"
                await server.asked("channels", times=1)

    with caplog.at_level(logging.DEBUG):
        asyncio.run(story())
    ours = [record.getMessage() for record in caplog.records if record.name != "websockets.server"]
    assert any("401" in line for line in ours)
    credentials = base64.b64encode(b"callstead:secret").decode()
    assert not [line for line in ours if "secret" in line or credentials in line]
