"""The simulated telephone network against a real Asterisk: registration, calls, keys, audio, encryption."""

import asyncio
import os
import select
import shutil
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from appliance.telephony import certificates
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, KeyMethod, Press, Wait
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import Account, Centre, Load, Network
from drivers.simulated.sip.note import Kind
from drivers.simulated.sip.phone import Behaviour, Hold, Phone
from drivers.simulated.sip.result import Result
from drivers.simulated.sip.runner import Sipp, SippFailedError, SippMissingError
from drivers.simulated.sip.scenario import Audio
from tests.servers import asterisk, audio, sipp

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

LIMIT = 30.0
CONFIG = Path(__file__).parent.parent / "data" / "simulated"
SIP, TLS = 35060, 35061
CALLER_TONE, PHONE_TONE = 440.0, 1000.0
SECRET = "not-a-secret"
ONE, TWO, SECURE = (Account(user, SECRET) for user in ("8001", "8002", "8003"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[asterisk.AsteriskServer]:
    folder = tmp_path_factory.mktemp("asterisk")
    shutil.copytree(CONFIG, folder / "config" / "current")
    certificates.ensure(folder / "tls", ("127.0.0.1",), datetime.now(UTC))
    with asterisk.running(folder) as running:
        yield running


@pytest.fixture
def network(server: asterisk.AsteriskServer, tmp_path: Path) -> Network:
    authority = certificates.CertificateFiles(server.tls).ca.read_text()
    return Network(sipp.command(), tmp_path, Centre("127.0.0.1", SIP, TLS, authority))


def voice(network: Network, hertz: float, *, secure: bool = False) -> Audio:
    return Audio(network.sound(f"tone{hertz:.0f}", speech.tone(hertz)), secure=secure)


def caller(network: Network, number: str, name: str, **more: Any) -> Caller:
    return Caller(number, name, voice(network, CALLER_TONE), **more)


def run(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scene)


def kinds(result: Result) -> list[str]:
    return [note.kind.value for note in result.notes]


def recorded(server: asterisk.AsteriskServer, name: str) -> tuple[audio.Samples, audio.Samples]:
    return audio.split((server.spool / "monitor" / f"{name}.raw").read_bytes())


def assert_both_are_heard(server: asterisk.AsteriskServer, name: str) -> None:
    left, right = recorded(server, name)
    assert audio.presence(audio.window(left, 1, 1), CALLER_TONE) > 0.95
    assert audio.presence(audio.window(right, 1, 1), PHONE_TONE) > 0.95
    assert audio.presence(left, PHONE_TONE) == audio.presence(right, CALLER_TONE) == 0.0


def test_a_phone_registers_refreshes_and_takes_three_calls(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        ready = Phone(ring=0.2, audio=voice(network, PHONE_TONE))
        async with sipp.phones(network, ready, [ONE, TWO], refresh=1.0) as group:
            assert "8001@127.0.0.1" in server.cli("pjsip show contacts")
            for turn in range(3):
                result = await sipp.call(network, caller(network, "8001", f"100{turn}", talk=2.5))
                assert (result.status, result.statistics.successful, result.errors) == (0, 1, [])
                assert kinds(result) == ["placed", "answered", "heard", "hung-up"]
                assert result.notes[2].packets_heard > 100
                assert_both_are_heard(server, f"8001-100{turn}")
            # A phone tells of the end when it has heard the BYE answered: after the caller.
            await group.sipp.until(lambda notes: sum(note.kind is Kind.CLEARED for note in notes) == 3, LIMIT)
            notes = list(group.sipp.notes)
        assert sum(note.who == "8001" and note.kind is Kind.REGISTERED for note in notes) >= 6
        assert {note.who for note in notes if note.kind is Kind.ANSWERED} == {"8001"}
        assert "No objects found" in server.cli("pjsip show contacts")

    run(scene())


@pytest.mark.parametrize(("method", "name"), [(KeyMethod.RTP_EVENT, "2001"), (KeyMethod.SIP_INFO, "2002")])
def test_keys_reach_asterisk_and_come_back(
    server: asterisk.AsteriskServer, network: Network, method: KeyMethod, name: str
) -> None:
    async def scene() -> None:
        steps = (Wait(0.5), Press("1*22", method))
        result = await sipp.call(network, caller(network, "900", name, steps=steps, talk=None))
        assert server.wait_for(f"KEYS {name} 1*22", LIMIT)
        assert kinds(result) == ["placed", "answered", "heard", "cleared"]
        assert result.notes[2].keys_heard == "57"

    run(scene())


def test_keys_without_audio_between_them(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        steps = (Wait(0.5), Press("0099"))
        await sipp.call(network, Caller("900", "2003", steps=steps, talk=None))
        assert server.wait_for("KEYS 2003 0099", LIMIT)

    run(scene())


def test_an_encrypted_phone_takes_a_call(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        ready = Phone(ring=0.2, audio=voice(network, PHONE_TONE, secure=True))
        async with sipp.phones(network, ready, [SECURE], transport=Transport.TLS, trace=True) as group:
            result = await sipp.call(network, caller(network, "8003", "3001", talk=2.5))
            assert kinds(result) == ["placed", "answered", "heard", "hung-up"]
            assert "RTP/SAVP" in group.sipp.read("messages")
            await group.sipp.until(lambda notes: any(note.kind is Kind.CLEARED for note in notes), LIMIT)
            assert max(note.packets_heard for note in group.sipp.notes if note.kind is Kind.HEARD) > 100
        assert_both_are_heard(server, "8003-3001")

    run(scene())


def test_an_encrypted_phone_refuses_a_foreign_certificate(
    server: asterisk.AsteriskServer, tmp_path: Path, network: Network
) -> None:
    async def scene() -> None:
        certificates.ensure(tmp_path / "other", ("127.0.0.1",), datetime.now(UTC))
        foreign = certificates.CertificateFiles(tmp_path / "other").ca.read_text()
        wary = Network(sipp.command(), tmp_path, Centre("127.0.0.1", SIP, TLS, foreign))
        group = wary.phones(Phone(), [SECURE], transport=Transport.TLS)
        with pytest.raises((SippFailedError, TimeoutError)):
            await group.start(limit=3)
        assert not group.sipp.running

    run(scene())


@pytest.mark.parametrize(
    ("behaviour", "name", "status", "seen"),
    [
        (Behaviour.BUSY, "4001", "BUSY", ["refused"]),
        (Behaviour.REJECTS, "4002", "CHANUNAVAIL", ["refused"]),
        (Behaviour.NEVER_ANSWERS, "4003", "NOANSWER", ["ringing", "cancelled"]),
        (Behaviour.HANGS_UP_AT_ONCE, "4004", "ANSWER", ["ringing", "answered", "heard", "hung-up"]),
    ],
)
def test_a_phone_that_does_not_talk(
    server: asterisk.AsteriskServer, network: Network, behaviour: Behaviour, name: str, status: str, seen: list[str]
) -> None:
    async def scene() -> None:
        async with sipp.phones(network, Phone(behaviour, ring=0.2), [ONE]) as group:
            await sipp.call(network, caller(network, "8001", name, talk=10))
            assert server.wait_for(f"OVER {name} {status}", LIMIT)
            await group.sipp.until(lambda notes: notes[-1].kind.value == seen[-1], LIMIT)
            assert [note.kind.value for note in group.sipp.notes if note.kind is not Kind.REGISTERED] == seen

    run(scene())


def test_a_phone_without_audio_answers_and_stays_silent(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        async with sipp.phones(network, Phone(ring=0.2), [ONE]) as group:
            result = await sipp.call(network, caller(network, "8001", "4005", talk=2.5))
            assert kinds(result) == ["placed", "answered", "heard", "hung-up"]
            heard = next(note for note in group.sipp.notes if note.kind is Kind.HEARD)
            assert heard.packets_heard > 100
        left, right = recorded(server, "8001-4005")
        assert audio.presence(audio.window(left, 1, 1), CALLER_TONE) > 0.95
        assert audio.level(right) == audio.SILENCE_DB

    run(scene())


def test_a_phone_hangs_up_and_holds(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        patient = Phone(ring=0.1, talk=1.0, audio=voice(network, PHONE_TONE), hold=Hold(0.5, 0.7))
        async with sipp.phones(network, patient, [ONE]) as group:
            result = await sipp.call(network, caller(network, "8001", "4006", talk=None))
            assert kinds(result) == ["placed", "answered", "heard", "cleared"]
            await group.sipp.until(lambda notes: notes[-1].kind is Kind.HUNG_UP, LIMIT)
            steps = [note.kind for note in group.sipp.notes if note.kind in (Kind.HELD, Kind.RESUMED, Kind.HUNG_UP)]
            assert steps == [Kind.HELD, Kind.RESUMED, Kind.HUNG_UP]

    run(scene())


def test_a_caller_gives_up_and_a_caller_is_refused(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        gave_up = await sipp.call(network, caller(network, "902", "5001", patience=1.0))
        assert kinds(gave_up) == ["placed", "cancelled"]
        refused = await sipp.call(network, caller(network, "555", "5002"))
        assert (kinds(refused), refused.notes[-1].detail) == (["placed", "refused"], "404")
        assert (refused.status, refused.statistics.failed) == (1, 1)

    run(scene())


def test_a_caller_waits_for_cues(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        steps = (Cue("menu", 10), Press("6543"), Cue("answered", 0.5, give_up=True), Wait(60))
        callers = network.callers(caller(network, "900", "5501", steps=steps))
        await callers.start()
        await callers.until(lambda notes: any(note.kind is Kind.AWAITING for note in notes), LIMIT)
        await callers.cue_first("menu")
        result = await callers.wait(10)
        assert server.wait_for("KEYS 5501 6543", LIMIT)
        assert kinds(result) == ["placed", "answered", "awaiting", "awaiting", "heard", "hung-up"]
        assert (result.status, result.errors) == (0, [])

    run(scene())


def test_many_calls_at_a_rate(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        load = Load(calls=20, rate=10, at_once=20, rows=[(f"60{row:02}",) for row in range(20)])
        result = await sipp.call(network, caller(network, "901", "[field0]", talk=2.0), load)
        assert (result.status, result.statistics.successful) == (0, 20)
        assert {note.who for note in result.notes} == {row[0] for row in load.rows}
        spans = result.spans(Kind.ANSWERED, Kind.HUNG_UP)
        assert len(spans) == 20
        assert 1.9 < spans[0] <= spans[-1] < 3.0
        assert min(note.packets_heard for note in result.notes if note.kind is Kind.HEARD) > 80

    run(scene())


def test_a_wrong_secret_is_refused(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        group = network.phones(Phone(), [Account("8001", "wrong")])
        await group.sipp.start()
        try:
            await group.sipp.until(lambda notes: any(note.kind is Kind.REFUSED for note in notes), LIMIT)
            assert group.sipp.notes[0].detail in {"401", "403"}
        finally:
            await group.stop()

    run(scene())


def test_stopping_ends_calls_and_processes(server: asterisk.AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        group = network.phones(Phone(ring=0.1), [ONE])
        await group.start()
        callers = network.callers(caller(network, "8001", "7001", talk=None))
        await callers.start()
        await callers.until(lambda notes: any(note.kind is Kind.ANSWERED for note in notes), LIMIT)
        processes = [*members(callers), *members(group.sipp)]
        assert len(processes) >= 4
        await callers.stop()
        assert server.wait_for("OVER 7001 ANSWER", LIMIT)
        await group.stop()
        assert all(over(process) for process in processes)

    run(scene())


def test_a_command_that_does_not_exist_says_so(tmp_path: Path) -> None:
    async def scene() -> None:
        nowhere = Network(["/nonexistent/sipp"], tmp_path, Centre())
        with pytest.raises(SippMissingError):
            await nowhere.callers(Caller("1", "2")).start()

    run(scene())


def test_a_run_that_cannot_start_tells_why(network: Network, tmp_path: Path) -> None:
    async def scene() -> None:
        callers = network.callers(Caller("901", "8001", Audio(str(tmp_path / "missing.wav"))))
        await callers.start()
        try:
            with pytest.raises(SippFailedError, match=r"missing\.wav"):
                await callers.until(bool, LIMIT)
        finally:
            await callers.stop()

    run(scene())


def test_espeak_speaks(tmp_path: Path) -> None:
    spoken = speech.spoken(placed(sipp.command("espeak-ng"), tmp_path), "hello there", "en")
    assert spoken is not None
    assert 4000 < len(spoken) < 40000
    assert speech.spoken(["/nonexistent/espeak-ng"], "hello", "en") is None


def placed(words: tuple[str, ...], folder: Path) -> list[str]:
    return [word.replace(sipp.WORK, str(folder)) for word in words]


def members(run: Sipp) -> list[int]:
    """A pidfd for each process of the run: the sandbox and what is in it."""
    alive = {int(path.name): group(path) for path in Path("/proc").glob("[0-9]*")}
    return [os.pidfd_open(pid) for pid, leader in alive.items() if leader == run.pid]


def group(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return None


def over(process: int) -> bool:
    """Whether the process behind the pidfd ends within a second."""
    try:
        return bool(select.select([process], [], [], 1)[0])
    finally:
        os.close(process)
