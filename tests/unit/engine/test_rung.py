"""Phones that are rung beside the calls: what they are told over the wire, and what ends them."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import pytest

from appliance.contact.prompts.errors import DictationAbandoned, DictationUnanswered
from appliance.contact.recording.hearing import Hearing, Stage
from appliance.telephony.ari.events import (
    ChannelDestroyed,
    ChannelEntered,
    ChannelState,
    ChannelStateChanged,
    DigitReceived,
    PlaybackFinished,
    PlaybackState,
)
from tests.scenarios.stage import DAY
from tests.unit.engine.loops import in_a_loop, turns
from tests.unit.engine.node import Node, channel

Stages = AsyncGenerator[tuple[Hearing, int], None]


def entered(node: Node, name: str, entry: str) -> None:
    node.node.on_event(ChannelEntered(DAY, channel(name, "PJSIP/p1"), (entry,), None))


def picked_up(node: Node, name: str, entry: str) -> None:
    """The phone is dialled once it is there, and comes back by the dialplan once it is answered."""
    entered(node, name, "rung")
    node.node.on_event(ChannelStateChanged(DAY, channel(name, "PJSIP/p1", ChannelState.RINGING)))
    node.node.on_event(ChannelStateChanged(DAY, channel(name, "PJSIP/p1", ChannelState.UP)))
    entered(node, name, entry)


def pressed(node: Node, name: str, key: str) -> None:
    node.node.on_event(DigitReceived(DAY, name, key, 100))


async def playing(node: Node, stages: Stages) -> str:
    """The phone was picked up and plays; the name of its channel."""
    assert (await anext(stages))[0].stage is Stage.RINGING
    name = node.wire.requests[-1].query["channelId"]
    picked_up(node, str(name), "hearing")
    assert (await anext(stages))[0].stage is Stage.PLAYING
    return str(name)


@in_a_loop
async def test_a_recording_is_played_moved_and_hung_up_at_its_end() -> None:
    node = Node()
    async with aclosing(node.node.hearings.play("p1", "file")) as stages:
        name = await playing(node, stages)
        pressed(node, name, "6")
        node.node.on_event(PlaybackFinished(DAY, name, "", PlaybackState.DONE))
        now, heard_ms = await anext(stages)
        assert (now.stage, now.whole) == (Stage.OVER, True)
        assert heard_ms >= 0
    assert [request.replace(name, "X") for request in node.take()] == [
        "+channels/create endpoint=PJSIP/p1 app=callstead channelId=X appArgs=rung",
        "+channels/X/dial timeout=30",
        "+channels/X/continue context=beside extension=hearing priority=1",
        "+channels/X/play media=recording:file playbackId=X",
        "+playbacks/X/control operation=forward",
        "-channels/X reason_code=16",
        "-channels/X reason_code=16",
    ]


@in_a_loop
async def test_a_phone_that_hangs_up_has_not_heard_it_to_its_end() -> None:
    node = Node()
    async with aclosing(node.node.hearings.play("p1", "file")) as stages:
        name = await playing(node, stages)
        node.node.on_event(PlaybackFinished(DAY, name, "", PlaybackState.FAILED))
        hangs_up(node, name)
        now, _ = await anext(stages)
        assert (now.stage, now.whole) == (Stage.OVER, False)


@pytest.mark.parametrize(
    ("answers", "over"), [({"control": 409}, False), ({"control": 500}, True), ({"control": None}, True)]
)
def test_a_key_before_its_time_is_nothing_but_trouble_is_the_end(answers: dict[str, int | None], over: bool) -> None:
    @in_a_loop
    async def scene() -> None:
        node = Node()
        async with aclosing(node.node.hearings.play("p1", "file")) as stages:
            name = await playing(node, stages)
            node.wire.statuses = answers
            pressed(node, name, "5")
            await turns()
            if not over:
                node.node.on_event(PlaybackFinished(DAY, name, "", PlaybackState.DONE))
            assert (await anext(stages))[0].whole is not over

    scene()


def hangs_up(node: Node, name: str) -> None:
    node.node.on_event(ChannelDestroyed(DAY, channel(name, "PJSIP/p1"), 16, "", None))


def refuses(node: Node, name: str) -> None:
    node.wire.statuses = {"play": 500}
    entered(node, name, "dictation")


@pytest.mark.parametrize(("trouble", "raised"), [(hangs_up, DictationUnanswered), (refuses, DictationAbandoned)])
def test_a_dictation_that_is_not_kept_leaves_nothing(
    trouble: Callable[[Node, str], None], raised: type[Exception]
) -> None:
    @in_a_loop
    async def scene() -> None:
        node = Node()
        async with aclosing(node.node.dictations.record("p1", "zh")) as stages:
            _, name = await anext(stages)
            trouble(node, name)
            with pytest.raises(raised):
                assert [stage.value async for stage, _ in stages] == ["instructed"]
        assert [request.replace(name, "X") for request in node.take()][-2:] == [
            "-channels/X reason_code=16",
            "-recordings/stored/X",
        ]
        assert not node.node.dictations.holds(name)

    scene()


@in_a_loop
async def test_a_phone_that_answers_too_late_is_hung_up() -> None:
    node = Node()
    entered(node, "late", "hearing")
    assert node.take() == ["-channels/late reason_code=16"]
