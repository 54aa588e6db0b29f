"""What of a supervisor is in the recording of a call: all that the customer hears, and nothing that is whispered."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.integration.test_desk_phones import hears, talking
from tests.integration.test_main_job import CALLER_TONE, exported
from tests.integration.test_monitoring import (
    AGENT,
    AGENT_TONE,
    BOSS,
    BOSS_TONE,
    KINDS,
    called,
    ordered,
    silent_of_boss,
)
from tests.integration.test_paging import tone_in
from tests.servers import audio, box
from tests.servers.desk_phone import plugged_in
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

FEW, MANY = 3, 25
"""Frames of a word of a prompt that happens to sound so, and of what was heard for seconds."""


def with_boss(sides: tuple[audio.Samples, audio.Samples]) -> int:
    """In how many frames of 20 ms the supervisor is on the agent's side at least half as loud as the agent."""
    side = max(sides, key=lambda each: sum(audio.frames_with(each, AGENT_TONE)))
    agent, boss = loudness(side, AGENT_TONE), loudness(side, BOSS_TONE)
    talks = np.quantile(agent, 0.9)
    return int((boss > talks / 2).sum())


def loudness(side: audio.Samples, hertz: float) -> NDArray[np.float64]:
    """How loud a tone is, frame by frame: a break or a voice has a little of every tone, and never much for long."""
    frames = side[: len(side) // audio.FRAME * audio.FRAME].reshape(-1, audio.FRAME).astype(np.float64)
    turn = np.exp(-2j * np.pi * hertz / audio.RATE * np.arange(audio.FRAME))
    found: NDArray[np.float64] = np.abs(frames @ turn)
    return found


def test_a_caller_s_recording_has_what_all_hear_and_nothing_that_is_whispered(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, AGENT, AGENT_TONE) as agent,
            plugged_in(centre, BOSS, BOSS_TONE) as boss,
            facts(centre.engine(), *KINDS) as seen,
        ):
            async with talking(centre, tmp_path / "network", seen, agent) as (line, contact):
                await hears(line, CALLER_TONE)
                await ordered(centre, "whisper")
                whispering = await called(boss)
                await tone_in(whispering, CALLER_TONE)
                for _ in range(3):
                    await tone_in(line, BOSS_TONE)
                await ordered(centre, "listen")
                await silent_of_boss(line)
            await whispering.gone()
            (ended,) = [fact for fact in seen.seen if fact["kind"] == "monitor.ended"]
            assert ended["data"]["end"] == "call-ended"
            sides = audio.two_channels(await exported(centre, contact, tmp_path / "whispered.wav"))
            assert with_boss(sides) <= FEW, "the whisper is in the customer's recording"

            async with talking(centre, tmp_path / "again", seen, agent) as (line, contact):
                await hears(line, CALLER_TONE)
                await ordered(centre, "barge")
                barging = await called(boss)
                for _ in range(3):
                    await tone_in(line, BOSS_TONE)
            await barging.gone()
            sides = audio.two_channels(await exported(centre, contact, tmp_path / "all.wav"))
            assert with_boss(sides) > MANY

    run(scene())
