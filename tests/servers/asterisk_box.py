"""A small site on a real Asterisk: its configuration, its ports, and plain ways to ask it things."""

import asyncio
import base64
import json
import socket
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from appliance.settings import Asterisk, Secret
from appliance.telephony import certificates
from appliance.telephony.ari.client import AriClient
from appliance.telephony.config import places
from appliance.telephony.config.apply import render_first
from appliance.telephony.config.model import Ari, Certificates, Encryption, Number, Phone, SipListen, Site, Trunk
from appliance.telephony.config.reload_over_ari import AriReloader
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import Account, Centre, Network
from drivers.simulated.sip.phone import Phone as SimulatedPhone
from drivers.simulated.sip.runner import SippFailedError
from tests.fakes.ari_listener import Listener, linked
from tests.servers import sipp
from tests.servers.asterisk import AsteriskServer, running

ADDRESS, SIP, TLS, ARI = "127.0.0.1", 15060, 15061, 18088
CARRIER = "127.0.0.9"
NUMBER = "4008001000"
# Every kind of character that verification accepts: Asterisk must read each one back.
SECRET = "Aa0!#$%&()*+,./:=?@^_{|}~-"
ENGINE = Asterisk(ADDRESS, ARI, "callstead", Secret(SECRET), "callstead", "box")


def phone(name: str, encryption: Encryption = Encryption.OFF) -> Phone:
    return Phone(name, Secret(SECRET), encryption)


def site(**changes: Any) -> Site:
    """One carrier, three phones (8001 and 8002 plain, 8003 encrypted), one number that rings the plain ones."""
    values: dict[str, Any] = {
        "node": "box",
        "entity_id": "02:00:00:00:00:01",
        "language": "zh",
        "sip": SipListen(ADDRESS, SIP, SIP, TLS, 20000, 20999),
        "ari": Ari(ADDRESS, ARI, "callstead", Secret(SECRET), "callstead"),
        "certificates": Certificates(f"{places.TLS}/ca.crt", f"{places.TLS}/server.crt", f"{places.TLS}/server.key"),
        "trunks": (Trunk("demo-carrier", (CARRIER,)),),
        "phones": (phone("8001"), phone("8002"), phone("8003", Encryption.REQUIRED)),
        "numbers": (Number(NUMBER, ("8001", "8002"), "zh"),),
    }
    return Site(**(values | changes))


@dataclass(frozen=True, slots=True)
class Answer:
    """An ARI answer."""

    status: int
    body: Any


class HttpAri:
    """ARI requests over plain HTTP, so that no application is registered: to Asterisk the engine stays dead."""

    async def request(self, method: str, uri: str, query: Mapping[str, str | int] | None = None) -> Answer:
        return await asyncio.to_thread(self._send, method, f"{uri}?{urlencode(query or {})}")

    def _send(self, method: str, path: str) -> Answer:
        token = base64.b64encode(f"callstead:{SECRET}".encode()).decode()
        url = f"http://{ADDRESS}:{ARI}/ari/{path}"
        asked = urllib.request.Request(url, method=method, headers={"Authorization": f"Basic {token}"})
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
                return Answer(answer.status, json.loads(answer.read() or b"null"))
        except urllib.error.HTTPError as fault:
            return Answer(fault.code, json.loads(fault.read() or b"null"))


def reloader() -> AriReloader:
    return AriReloader(HttpAri())


@contextmanager
def box(folder: Path, wanted: Site) -> Iterator[AsteriskServer]:
    """An Asterisk that runs with the site `wanted`, its certificates beside it."""
    certificates.ensure(folder / "tls", (ADDRESS, "localhost"), datetime.now(UTC))
    render_first(wanted, folder / "config")
    with running(folder) as server:
        yield server


def authority(server: AsteriskServer) -> Path:
    """The PEM file of the certificate authority of `server`."""
    return certificates.CertificateFiles(server.tls).ca


def ask_sip(message: str | bytes, source: str = ADDRESS, limit: float = 20.0) -> str:
    """The final answer to one UDP datagram; "" when Asterisk keeps silent for `limit` seconds."""
    data = message.encode() if isinstance(message, str) else message
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((source, 0))
        sender.settimeout(limit)
        sender.sendto(data, (ADDRESS, SIP))
        try:
            while (answer := sender.recv(65535).decode()).startswith("SIP/2.0 1"):
                continue
        except TimeoutError:
            return ""
        return answer


def request(method: str, user: str, target: str, source: str = ADDRESS, call: str = "1") -> str:
    """A minimal SIP request from `user` to `target` (a number, or "" for the registrar)."""
    to = f"{target}@" if target else ""
    return (
        f"{method} sip:{to}{ADDRESS}:{SIP} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP {source}:5999;branch=z9hG4bK{call};rport\r\n"
        f"From: <sip:{user}@{source}>;tag=t{call}\r\nTo: <sip:{to or f'{user}@'}{ADDRESS}>\r\n"
        f"Call-ID: {call}@test\r\nCSeq: 1 {method}\r\nContact: <sip:{user}@{source}:5999>\r\n"
        "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )


def network(server: AsteriskServer, folder: Path) -> Network:
    centre = Centre(ADDRESS, SIP, TLS, authority(server).read_text())
    return Network(sipp.command(), folder, centre)


def registers(
    server: AsteriskServer, folder: Path, name: str, secret: str = SECRET, transport: Transport = Transport.UDP
) -> str:
    """The contacts Asterisk knows while the phone `name` tries to be registered."""

    async def scene() -> str:
        group = network(server, folder).phones(SimulatedPhone(), [Account(name, secret)], transport=transport)
        try:
            await group.start(limit=2)
        except (TimeoutError, SippFailedError):
            return server.cli("pjsip show contacts")
        try:
            return server.cli("pjsip show contacts")
        finally:
            await group.stop()

    return asyncio.run(scene())


@asynccontextmanager
async def engine() -> AsyncIterator[tuple[AriClient, Listener]]:
    """An engine that has just connected; it is dead again after the block."""
    listener = Listener()
    async with linked(ENGINE, listener) as link:
        await listener.picture()
        yield link, listener
