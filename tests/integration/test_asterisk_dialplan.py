"""Real calls through the rendered dialplan: into the engine, and to the static group while there is none."""

import asyncio
import re
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance.telephony.ari import commands
from appliance.telephony.ari.events import ChannelEntered, DigitReceived
from appliance.telephony.config.apply import apply
from appliance.telephony.config.model import Number, Site
from appliance.telephony.config.render import render
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, KeyMethod, Press, Wait
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import Account, Network, Phones
from drivers.simulated.sip.note import Kind
from drivers.simulated.sip.phone import Behaviour, Phone
from drivers.simulated.sip.result import Result
from drivers.simulated.sip.scenario import Audio
from tests.servers import asterisk_box as box
from tests.servers import audio, sipp
from tests.servers.asterisk import MUSIC_HERTZ, PROMPT_HERTZ, AsteriskServer

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

LIMIT = 30.0
CALLER_TONE, PHONE_TONE = 800.0, 1000.0
NUMBERS = (Number(box.NUMBER, ("8001", "8002", "8003"), "zh"),)
ONE, TWO, SECURE = (Account(name, box.SECRET) for name in ("8001", "8002", "8003"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    with box.box(tmp_path_factory.mktemp("calls"), box.site(numbers=NUMBERS)) as running:
        yield running


@pytest.fixture
def network(server: AsteriskServer, tmp_path: Path) -> Network:
    for old in (server.spool / "monitor").iterdir():
        old.unlink()
    return box.network(server, tmp_path)


def run(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 60))


def voice(network: Network, hertz: float, *, secure: bool = False) -> Audio:
    return Audio(network.sound(f"tone{hertz:.0f}", speech.tone(hertz)), secure=secure)


def caller(network: Network, number: str = box.NUMBER, **more: Any) -> Caller:
    return Caller(number, "13800001111", voice(network, CALLER_TONE), **more)


def answering(network: Network, *, secure: bool = False) -> Phone:
    return Phone(ring=0.3, audio=voice(network, PHONE_TONE, secure=secure))


def kinds(result: Result) -> list[str]:
    return [note.kind.value for note in result.notes]


def recording(server: AsteriskServer) -> tuple[audio.Samples, audio.Samples]:
    """The caller's and the phones' side of the only recording."""
    (file,) = (server.spool / "monitor").iterdir()
    return audio.split(file.read_bytes())


def steps(group: Phones) -> list[Kind]:
    return [note.kind for note in group.sipp.notes if note.kind not in (Kind.REGISTERED, Kind.LAMP)]


def test_without_an_engine_the_group_is_rung_and_connected(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        never = Phone(Behaviour.NEVER_ANSWERS)
        async with sipp.phones(network, answering(network), [ONE]) as one, sipp.phones(network, never, [TWO]) as two:
            result = await sipp.call(network, caller(network, talk=4))
            assert kinds(result) == ["placed", "answered", "heard", "hung-up"]
            await one.sipp.until(lambda notes: notes[-1].kind is Kind.CLEARED, LIMIT)
            assert steps(two) == [Kind.RINGING, Kind.CANCELLED]
        left, right = recording(server)
        assert audio.presence(audio.window(left, 1, 2), CALLER_TONE) > 0.95
        assert audio.presence(audio.window(right, 1, 2), PHONE_TONE) > 0.95
        assert audio.presence(left, PHONE_TONE) == audio.presence(right, CALLER_TONE) == 0.0

    run(scene())


def test_an_encrypted_phone_is_rung_too(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        ready = answering(network, secure=True)
        async with sipp.phones(network, ready, [SECURE], transport=Transport.TLS, trace=True) as group:
            result = await sipp.call(network, caller(network, talk=3))
            assert kinds(result) == ["placed", "answered", "heard", "hung-up"]
            assert "RTP/SAVP" in group.sipp.read("messages")
        _, right = recording(server)
        assert audio.presence(audio.window(right, 1, 1), PHONE_TONE) > 0.95

    run(scene())


def test_a_busy_phone_is_left_alone_until_it_is_free(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        async with sipp.phones(network, answering(network), [ONE]) as group:
            assert device_state(server) == "Not in use"
            first = network.callers(caller(network, talk=4), media=(30000, 30999))
            await first.start()
            await group.sipp.until(lambda notes: notes[-1].kind is Kind.ANSWERED, LIMIT)
            assert device_state(server) == "Busy"
            second = await sipp.call(network, caller(network, talk=9), media=(31000, 31999))
            assert kinds(await first.wait(LIMIT)) == kinds(second) == ["placed", "answered", "heard", "hung-up"]
            await group.sipp.until(lambda notes: len(steps(group)) == 8, LIMIT)
            once = [Kind.RINGING, Kind.ANSWERED, Kind.HEARD, Kind.CLEARED]
            assert steps(group) == once * 2
        files = sorted((server.spool / "monitor").iterdir(), key=lambda file: file.name)
        _, right = audio.split(files[1].read_bytes())
        assert audio.presence(audio.window(right, 1, 3), MUSIC_HERTZ) > 0.95
        assert audio.presence(audio.window(right, 6.5, 1.5), PHONE_TONE) > 0.9

    run(scene())


def device_state(server: AsteriskServer) -> str:
    """What Asterisk believes of phone 8001."""
    shown = re.search(r"Endpoint:\s+8001/8001\s+(.+?)\s{2,}", server.cli("pjsip show endpoint 8001"))
    return shown[1] if shown else ""


def test_nobody_there_means_music_then_an_apology(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        await apply(box.site(numbers=NUMBERS, fallback_rounds=1), server.config, box.reloader())
        result = await sipp.call(network, caller(network, talk=None))
        assert kinds(result) == ["placed", "answered", "heard", "cleared"]
        await apply(box.site(numbers=NUMBERS), server.config, box.reloader())
        _, right = recording(server)
        assert audio.presence(audio.window(right, 1, 3), MUSIC_HERTZ) > 0.95
        assert audio.presence(audio.window(right, 5.2, 0.6), PROMPT_HERTZ) > 0.9

    run(scene())


def test_a_group_that_refuses_is_rung_again_only_after_a_pause(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        async with sipp.phones(network, Phone(Behaviour.BUSY), [ONE]) as group:
            assert kinds(await sipp.call(network, caller(network, talk=7))) == [
                "placed",
                "answered",
                "heard",
                "hung-up",
            ]
            assert steps(group) == [Kind.REFUSED] * 2

    run(scene())


def test_a_phone_that_must_encrypt_is_not_rung_over_plain_sip(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        async with sipp.phones(network, answering(network), [SECURE]) as group:
            assert "sip:8003@" in server.cli("pjsip show contacts")
            await sipp.call(network, caller(network, talk=3))
            assert steps(group) == []

    run(scene())


def test_an_unknown_number_is_told_so_and_not_answered(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        result = await sipp.call(network, caller(network, "4009999999"))
        assert kinds(result) == ["placed", "refused"]
        assert result.notes[-1].detail == "404"

    run(scene())


def test_a_configuration_change_drops_no_call(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        async with sipp.phones(network, answering(network), [ONE]) as group:
            call = network.callers(caller(network, talk=4))
            await call.start()
            await group.sipp.until(lambda notes: notes[-1].kind is Kind.ANSWERED, LIMIT)
            site = box.site(numbers=NUMBERS)
            more = replace(site, phones=(*site.phones, box.phone("8007")))
            assert (await apply(more, server.config, box.reloader())).reloaded_modules
            assert "8007" in server.cli("pjsip show endpoints")
            assert (await apply(site, server.config, box.reloader())).reloaded_modules
            assert kinds(await call.wait(10)) == ["placed", "answered", "heard", "hung-up"]
        _, right = recording(server)
        assert audio.presence(audio.window(right, 1, 2.5), PHONE_TONE) > 0.95

    run(scene())


def test_an_engine_that_returns_takes_over_who_waits(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        call = network.callers(caller(network, talk=None))
        await call.start()
        await call.until(lambda notes: any(note.kind is Kind.ANSWERED for note in notes), LIMIT)
        async with box.engine() as (link, listener):
            entered = await listener.event(ChannelEntered, 12)
            assert entered.args == ("inbound", box.NUMBER, "demo-carrier")
            await link.send(commands.hangup(entered.channel.id))
            assert kinds(await call.wait(LIMIT)) == ["placed", "answered", "heard", "cleared"]

    run(scene())


@pytest.mark.parametrize("number", [box.NUMBER, "4009999999", "+861058001000", "9"])
def test_the_engine_is_told_the_number_and_the_trunk(server: AsteriskServer, network: Network, number: str) -> None:
    async def scene() -> None:
        async with box.engine() as (link, listener):
            call = network.callers(caller(network, number, talk=None))
            await call.start()
            entered = await listener.event(ChannelEntered)
            assert entered.args == ("inbound", number, "demo-carrier")
            assert (server.spool / "monitor" / f"{entered.channel.id}.raw").parent.is_dir()
            await link.send(commands.hangup(entered.channel.id, 17))
            assert (await call.wait(LIMIT)).notes[-1].detail == "486"

    run(scene())


@pytest.mark.parametrize(
    "number",
    [
        "1,1:fallback",
        f"{box.NUMBER}%2Cevil",
        f"{box.NUMBER}%29",
        "4%24%7BSHELL(id)%7D",
        "4%22%20=%20%221",
        "4&PJSIP%2F8001",
        "40080010OO",
        "h",
        "inbound",
        "%00",
    ],
)
def test_a_number_that_is_not_one_reaches_nobody(server: AsteriskServer, network: Network, number: str) -> None:
    async def scene() -> None:
        async with box.engine() as (_, listener):
            asked = box.request("INVITE", "13800001111", number, box.CARRIER, call=f"hostile{hash(number)}")
            answer = await asyncio.to_thread(box.ask_sip, asked, box.CARRIER)
            assert answer.startswith("SIP/2.0 404 ")
            assert not [news for news in listener.story if isinstance(news, ChannelEntered)]

    run(scene())


def _info_mode(site: Site) -> Mapping[str, str]:
    files = render(site)
    return files | {"pjsip.conf": files["pjsip.conf"].replace("dtmf_mode = auto\n", "dtmf_mode = auto_info\n")}


@pytest.mark.parametrize("rendered", [render, _info_mode])
@pytest.mark.parametrize("method", list(KeyMethod))
def test_keys_of_both_kinds_reach_the_engine(
    server: AsteriskServer, network: Network, method: KeyMethod, rendered: Any
) -> None:
    async def scene() -> None:
        site = box.site(numbers=NUMBERS)
        await apply(site, server.config, box.reloader(), render=rendered)
        async with box.engine() as (link, listener):
            pressing = caller(network, steps=(Wait(0.5), Press("15#", method)), talk=None)
            call = network.callers(pressing)
            await call.start()
            entered = await listener.event(ChannelEntered)
            await link.send(commands.answer(entered.channel.id))
            await listener.told(lambda news: isinstance(news, DigitReceived), 10, 3)
            digits = [news.digit for news in listener.story if isinstance(news, DigitReceived)]
            assert digits == ["1", "5", "#"]
            await link.send(commands.hangup(entered.channel.id))
            await call.wait(LIMIT)
        await apply(site, server.config, box.reloader())

    run(scene())
