"""What must not hurt a running centre: nonsense on the wire, keys without end, numbers that nobody has, mute phones."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip.caller import Caller, Cue, KeyMethod, Press, Wait
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind
from drivers.simulated.sip.phone import Behaviour, Phone
from tests.servers import box
from tests.servers.live import facts, one_call, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

MAIN = "4008001000"
NONSENSE = (
    b"",
    b"\x00" * 1500,
    b"INVITE\r\n\r\n",
    b"INVITE sip:4008001000@127.0.0.1 SIP/2.0\r\nContent-Length: 999999999\r\n\r\n",
    b"INVITE sip:" + b"4" * 3000 + b"@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\n\r\n",
    b"REGISTER sip:127.0.0.1 SIP/2.0\r\nFrom: <sip:8001@x>;tag=\xff\xfe\r\nTo: <<<<\r\nCSeq: -1 REGISTER\r\n\r\n",
)


def test_nonsense_by_sip(centre: box.Box, tmp_path: Path) -> None:
    sip = centre.settings.sip
    lives = {program: centre.pid(program) for program in ("asterisk", "engine")}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.9", 0))
        for packet in NONSENSE * 5:
            wire.sendto(packet, (sip.address, sip.udp_port))
    with socket.create_connection((sip.address, sip.tcp_port)) as stream:
        stream.sendall(b"\xff" * 70_000)
    run(one_call(centre, tmp_path))
    assert {program: centre.pid(program) for program in lives} == lives, "nobody died of it"


def test_an_unknown_number_is_told_and_booked(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with facts(centre.engine(), "contact") as seen:
            calling = centre.network(tmp_path).callers(Caller("5550000", "13900000001", talk=1))
            await calling.start()
            closed = await seen.until("contact.closed")
            result = await calling.wait(20)
        assert closed["data"]["result"] == "number-unknown"
        assert [note.detail for note in result.notes if note.kind is Kind.REFUSED] == ["404"]

    run(scene())


def test_a_caller_from_elsewhere_is_turned_away(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        calling = centre.network(tmp_path).callers(Caller(MAIN, "13900000001", talk=1), address="127.0.0.10")
        await calling.start()
        result = await calling.wait(20)
        assert [note.detail for note in result.notes if note.kind is Kind.REFUSED] == ["401"]
        async with centre.engine() as engine:
            assert not await engine.call("call.list", open=True)

    run(scene())


@pytest.mark.parametrize("method", list(KeyMethod))
def test_a_flood_of_keys(centre: box.Box, tmp_path: Path, method: KeyMethod) -> None:
    async def scene() -> None:
        async with facts(centre.engine(), "contact", "flow") as seen:
            steps = (Press("5" * 60, method), Cue("go", 60))
            network = centre.network(tmp_path)
            load = Load(10, rate=10, at_once=10)
            calling = network.callers(Caller(MAIN, "13900000001", steps=steps, talk=0), load)
            await calling.start()
            await calling.until(lambda heard: sum(note.kind is Kind.ANSWERED for note in heard) == 10, 20)
            async with centre.engine() as engine:
                async with asyncio.timeout(20):
                    assert (await engine.call("status"))["ready"]
            for note in [note for note in calling.notes if note.kind is Kind.PLACED]:
                calling.cue(note.call, "go")
            await seen.times("contact.closed", 10, 60)
            await calling.wait(30)
        keys = [fact for fact in seen.seen if fact["kind"] == "flow.key"]
        assert 0 < len(keys) <= 10 * 3, "the books grow with the tries of the menu, not with the keys"

    run(scene())


@pytest.mark.parametrize("phone", [Phone(ring=0.1), Phone(Behaviour.HANGS_UP_AT_ONCE, ring=0.1)])
def test_a_phone_that_says_nothing_or_leaves_at_once(centre: box.Box, tmp_path: Path, phone: Phone) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", phone, ("8003",)):
            async with facts(centre.engine(), "bridge", "contact") as seen:
                caller = Caller(MAIN, "13900000001", steps=(Wait(1), Press("2"), Cue("go", 30)), talk=1)
                calling = centre.network(tmp_path / "network").callers(caller)
                await calling.start()
                await seen.until("bridge.joined")
                await calling.cue_first("go")
                assert (await seen.until("contact.closed"))["data"]["result"] == "answered"
            await calling.wait(20)

    run(scene())


@pytest.mark.parametrize(
    ("command", "arguments", "code"),
    [
        ("agent.login", {"agent": "9999"}, "agent-unknown"),
        ("agent.pause", {"agent": "8001", "reason": " "}, "agent-signed-out"),
        ("agent.add", {"agent": "8001"}, "agent-exists"),
        ("skill.grant", {"agent": "8001", "skill": "sales", "level": 10}, "skill-level-invalid"),
        ("queue.show", {"queue": "nope"}, "queue-unknown"),
        ("queue.set", {"queue": "sales", "changes": {"wrap_up": -1}}, "queue-rule-invalid"),
        ("queue.set", {"queue": "sales", "changes": {"colour": "red"}}, "queue-rule-invalid"),
        ("queue.set", {"queue": "sales", "changes": {"overflow_to": "nope"}}, "queue-unknown"),
        ("queue.set", {"queue": "sales", "changes": {"overflow": [{"after": 9, "queue": "nope"}]}}, "queue-unknown"),
        ("queue.set", {"queue": "sales", "changes": {"order": ["9999"]}}, "agent-unknown"),
        ("agent.set", {"agent": "9999", "name": "x"}, "agent-unknown"),
        ("agent.set", {"agent": "8001", "skills": {"sales": 10}}, "skill-level-invalid"),
        ("agent.set", {"agent": "8001", "phone": "none"}, "phone-unknown"),
        ("agent.set", {"agent": "8001", "queues": ["nope"]}, "queue-unknown"),
        ("flow.show", {"flow": "nope"}, "flow-unknown"),
        ("flow.publish", {"flow": "main", "document": {"start": "x", "nodes": {}}}, "flow-faulty"),
        ("call.hold", {"id": "01990000-0000-7000-8000-000000000000"}, "call-unknown"),
        ("call.show", {"id": "no-uuid"}, "argument-invalid"),
        ("trunk.add", {"trunk": "t", "match": ["nowhere"]}, "trunk-address-invalid"),
        ("trunk.show", {"trunk": "nope"}, "trunk-unknown"),
        ("no.such", {}, "command-unknown"),
    ],
)
def test_commands_explain_their_refusal(centre: box.Box, command: str, arguments: dict[str, Any], code: str) -> None:
    async def scene() -> None:
        client: ControlClient = centre.engine()
        async with client:
            with pytest.raises(RemoteRefusal) as refused:
                await client.call(command, **arguments)
        assert refused.value.code == code
        for language in ("zh", "en"):
            sentence = refused.value.sentence(language)
            assert sentence.what
            assert sentence.next
            assert "{" not in sentence.what + sentence.why + sentence.next

    run(scene())
