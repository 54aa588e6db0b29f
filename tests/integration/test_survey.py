"""A survey after the conversation, on a real box: asked when the agent hangs up first, and answered by a key."""

from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller, Cue, Press
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import Sipp
from tests.integration.test_demo import told
from tests.integration.test_main_job import AGENT_TONE, exported, tone
from tests.servers import audio, box
from tests.servers.desk_phone import plugged_in
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

FLOW: dict[str, Any] = {
    "start": "line",
    "nodes": {
        "line": {"type": "queue", "queue": "sales", "timed_out": "over", "after": "ask"},
        "ask": {"type": "survey", "question": "satisfied", "prompts": ["please-wait"], "next": "over", "tries": 3},
        "over": {"type": "hangup"},
    },
}
TALK_S = 3.0


@pytest.fixture(autouse=True)
def asked(centre: box.Box) -> None:
    async def publish() -> None:
        async with centre.engine() as engine:
            await engine.call("flow.publish", flow="main", document=FLOW, reason="a survey")

    run(publish())


def caller(centre: box.Box, folder: Path, keys: str) -> Sipp:
    """Presses one key after the other, each when it is cued."""
    network = centre.network(folder)
    steps = [step for key in keys for step in (Cue("key", 60), Press(key))]
    return network.callers(Caller("4008001000", "13900000001", tone(network, 450), tuple(steps), talk=None))


async def asked_for(seen: Facts, calling: Sipp, keys: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer of the survey and the end of the call; the last of the keys is an answer, the others are none."""
    await seen.until("flow.node", node="ask")
    for key in keys[:-1]:
        await calling.cue_first("key")
        await seen.until("flow.key", key=key, accepted=False)
    await calling.cue_first("key")
    answer = await seen.until("flow.survey")
    closed = await seen.until("contact.closed")
    await calling.wait(30)
    return answer, closed


def test_a_wrong_key_is_asked_again_and_the_answer_is_in_the_books(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        phone = Phone(ring=0.2, talk=TALK_S, audio=tone(centre.network(tmp_path / "phones"), AGENT_TONE))
        async with (
            box.seated(centre, tmp_path / "phones", phone, ("8001",)),
            facts(centre.engine(), "flow", "contact") as seen,
        ):
            calling = caller(centre, tmp_path / "network", "94")
            await calling.start()
            answer, closed = await asked_for(seen, calling, "94")
        assert (answer["data"]["question"], answer["data"]["answer"]) == ("satisfied", "4")
        assert closed["data"]["result"] == "answered"
        left, _ = audio.two_channels(await exported(centre, closed["contact"], tmp_path / "call.wav"))
        async with centre.jobs() as jobs:
            (listed,) = await jobs.call("recording.list", contact=closed["contact"])
            parties = (await jobs.call("recording.show", id=listed["id"]))["parties"]
        (talked,) = [party["to_ms"] / 1000 for party in parties if party["role"] == "agent"]
        assert audio.level(audio.window(left, talked + 0.2, 60)) > -50, "the question is in the recording too"
        events = told(centre, "call", "show", closed["contact"])["events"]
        assert [event["data"]["answer"] for event in events if event["kind"] == "flow.survey"] == ["4"]

    run(scene())


def test_an_engine_that_dies_in_the_conversation_still_asks(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with plugged_in(centre, "8001") as phone:
            calling = caller(centre, tmp_path / "network", "5")
            async with facts(centre.engine(), "bridge") as seen:
                await calling.start()
                line = await phone.rung()
                await line.answer()
                await seen.until("bridge.joined")
            centre.kill("engine")
            await ready_again(centre)
            async with facts(centre.engine(), "flow", "contact") as seen:
                await line.hang_up()
                answer, closed = await asked_for(seen, calling, "5")
        assert (answer["data"]["answer"], closed["data"]["result"]) == ("5", "answered")

    run(scene())
