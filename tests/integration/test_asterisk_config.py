"""Rendered configuration in a real Asterisk: it starts in silence, changes under way, and lets nobody in."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.telephony.config.errors import ReloadFailed
from appliance.telephony.config.readback import lacks
from appliance.telephony.config.render import render
from appliance.telephony.config.render.modules import LOADED
from drivers.simulated.sip.job import Transport
from tests.servers import asterisk_box as box
from tests.servers.asterisk import AsteriskServer

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

MALFORMED = (
    b"\0" * 64,
    b"\xff\xfe INVITE",
    b"INVITE sip: SIP/2.0\r\n\r\n",
    b"REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP ;;;\r\nFrom: <<<>>>\r\nContent-Length: 99999\r\n\r\n",
    b"INVITE sip:" + b"4" * 40000 + b"@127.0.0.1 SIP/2.0\r\n\r\n",
    b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x\r\n\r\n",
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    """For tests that change nothing."""
    with box.box(tmp_path_factory.mktemp("shared"), box.site()) as server:
        yield server


def test_asterisk_starts_without_a_complaint(shared: AsteriskServer) -> None:
    assert shared.log.count("modules will be loaded") == 1
    assert shared.complaints() == []


def test_every_listed_module_runs_and_no_other(shared: AsteriskServer) -> None:
    rows = [line.split() for line in shared.cli("module show").splitlines() if ".so " in line]
    assert sorted(row[0].removesuffix(".so") for row in rows) == sorted(LOADED)
    assert [row[0] for row in rows if "Not" in row] == []


def test_asterisk_holds_what_was_written(shared: AsteriskServer) -> None:
    assert asyncio.run(lacks(box.reloader(), render(box.site()), {})) == ()


def test_the_certificate_is_of_our_own_authority(shared: AsteriskServer) -> None:
    trusted = ssl.create_default_context(cafile=str(box.authority(shared)))
    plain = socket.create_connection((box.ADDRESS, box.TLS), 5)
    with trusted.wrap_socket(plain, server_hostname=box.ADDRESS) as secure:
        assert secure.version() == "TLSv1.2"
    stranger = ssl.create_default_context()
    plain = socket.create_connection((box.ADDRESS, box.TLS), 5)
    with pytest.raises(ssl.SSLCertVerificationError), stranger.wrap_socket(plain, server_hostname=box.ADDRESS):
        pass


@pytest.mark.parametrize(
    ("name", "transport"), [("8001", Transport.UDP), ("8002", Transport.TCP), ("8003", Transport.TLS)]
)
def test_a_phone_registers(shared: AsteriskServer, tmp_path: Path, name: str, transport: Transport) -> None:
    assert f"sip:{name}@" in box.registers(shared, tmp_path, name, transport=transport)


@pytest.mark.parametrize(("name", "secret"), [("8001", "wrong"), ("9999", box.SECRET), ("demo-carrier", box.SECRET)])
def test_nobody_else_registers(shared: AsteriskServer, tmp_path: Path, name: str, secret: str) -> None:
    assert f"sip:{name}@" not in box.registers(shared, tmp_path, name, secret)


@pytest.mark.parametrize(("user", "target"), [("9999", ""), ("8001", ""), ("8001", "8002"), ("stranger", box.NUMBER)])
def test_without_a_secret_the_answer_is_401(shared: AsteriskServer, user: str, target: str) -> None:
    method = "INVITE" if target else "REGISTER"
    answer = box.ask_sip(box.request(method, user, target, call=f"no-secret-{user}-{target}"))
    assert answer.startswith("SIP/2.0 401 ")


def test_a_trunk_is_known_by_its_address_and_not_by_its_name(shared: AsteriskServer) -> None:
    posing = box.request("INVITE", "demo-carrier", box.NUMBER, call="posing")
    assert box.ask_sip(posing).startswith("SIP/2.0 401 ")


def test_malformed_sip_hurts_nobody(shared: AsteriskServer, tmp_path: Path) -> None:
    for message in MALFORMED:
        box.ask_sip(message, limit=0.1)
    assert shared.running
    assert "sip:8001@" in box.registers(shared, tmp_path, "8001")


def test_a_module_that_is_not_there_is_a_refusal(shared: AsteriskServer) -> None:
    with pytest.raises(ReloadFailed):
        asyncio.run(box.reloader().reload("app_queue.so"))
