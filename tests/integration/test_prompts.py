"""Prompts of our own on a whole box: heard by real callers, replaced while one listens, brought back."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.scenario import Audio
from tests.servers import audio, box
from tests.servers.live import facts, run
from tests.unit.prompts.tones import tone

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

MAIN = "4008001000"
FLOW = {
    "start": "hear",
    "nodes": {
        "hear": {"type": "play", "prompts": ["spring-greeting"], "next": "over"},
        "over": {"type": "hangup"},
    },
}


async def added(jobs: ControlClient, name: str, language: str, sound: bytes) -> Mapping[str, Any]:
    begun = await jobs.call("sound.upload", data=base64.b64encode(sound[:1000]).decode())
    await jobs.call("sound.upload", data=base64.b64encode(sound[1000:]).decode(), upload=begun["upload"])
    about = {"prompt": name, "language": language, "file": "a.wav", "upload": begun["upload"]}
    result: Mapping[str, Any] = await jobs.call("prompt.add", **about)
    return result
