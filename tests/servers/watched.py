"""The console and the live state of a centre in still time behind one address, as the web server puts them."""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask
from playwright.async_api import BrowserContext
from werkzeug.serving import make_server

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from appliance.store import schema
from appliance.system.keyring import Keyring
from manager.app import create_app
from tests.scenarios.stage import MENU, Site
from tests.servers.live_process import Rig
from tests.web.conftest import BASE, Visitor, add_person, sign_in

DAY = timedelta(days=1)
TEAMS = ("早班", "晚班", "外呼")
NAMES = ("李梅", "王强", "张伟", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周涛", "吴敏", "Anna Berg", "Tom Hill")


def site(agents: int = 12) -> Site:
    """A centre with two queues and that many agents."""
    queues = {
        "sales": Queue("sales", "销售", skills={"sales": 1}, wrap_up=30, announce_every=0, target_seconds=20),
        "support": Queue("support", "技术支持", skills={"support": 1}, wrap_up=60, announce_every=0, target_percent=80),
    }
    people = {}
    for at in range(agents):
        number, skills = str(8001 + at), {"sales": 5} if at % 3 else {"sales": 1, "support": 3}
        name = f"{NAMES[at % len(NAMES)]}{at // len(NAMES) or ''}"
        people[number] = Agent(number, name, f"p{at + 1}", skills, team=TEAMS[at % len(TEAMS)])
    return Site(queues=queues, agents=people, flow=MENU)


class Watched:
    """A centre, its console, and one address for both."""

    def __init__(self, rig: Rig, app: Flask, port: int) -> None:
        self.rig, self.app, self.address = rig, app, f"https://localhost:{port}"

    async def sign_in(self, context: BrowserContext, *roles: str, language: str = "zh", **more: Any) -> None:
        """The browser is somebody's of those roles from now on."""
        person = add_person(self.app, f"{roles[0]}-{language}", *roles, **more)
        self.app.extensions["callstead"].directory.set_language(person.id, language)
        client = self.app.test_client()
        sign_in(self.app, client, replace(person, language=language))
        cookie = client.get_cookie("__Host-callstead", domain=BASE.removeprefix("https://"))
        assert cookie
        await context.add_cookies(
            [
                {
                    "name": cookie.key,
                    "value": cookie.value,
                    "domain": "localhost",
                    "path": "/",
                    "secure": True,
                    "httpOnly": True,
                }
            ]
        )


@asynccontextmanager
async def watched(folder: Path, agents: int = 12, where: Site | None = None) -> AsyncIterator[Watched]:
    """Everything, until the browsers have gone."""
    Keyring.ensure(folder / "keys")
    rig = Rig(folder, where or site(agents), make=schema.upgrade)
    app = create_app(rig.settings)
    app.test_client_class = Visitor
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        async with rig.running(), _door(rig, server.server_port, _certificate(folder)) as port:
            yield Watched(rig, app, port)
    finally:
        await asyncio.to_thread(server.shutdown)
        thread.join()
        server.server_close()
        app.extensions["callstead"].engine.dispose()


@asynccontextmanager
async def _door(rig: Rig, port: int, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """One port: WebSockets go to the live state, everything else to the console."""

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET /live "):
            inner = await asyncio.open_unix_connection(rig.paths.live_socket)
        else:
            inner = await asyncio.open_connection("127.0.0.1", port)
        line, _, rest = head.partition(b"\r\n")
        inner[1].write(line + b"\r\nX-Forwarded-Proto: https\r\n" + rest)
        await asyncio.gather(_pipe(reader, inner[1]), _pipe(inner[0], writer), return_exceptions=True)

    async with await asyncio.start_server(passed, "127.0.0.1", 0, ssl=tls) as server:
        yield int(server.sockets[0].getsockname()[1])


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for this machine that nobody has signed."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = made.not_valid_before(now - DAY).not_valid_after(now + DAY).sign(key, SHA256())
    file = folder / "localhost.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(plain + signed.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
        await writer.drain()
    writer.close()


def day(rig: Rig, calls: int = 20) -> Mapping[str, int]:
    """Some hours of work: most agents signed in, calls answered and abandoned, some under way and some in line."""
    people = list(rig.stage.site.agents)
    for number in people[: len(people) * 9 // 10]:
        rig.do(f"login {number}")
    ringing = _Ringing(rig)
    for at in range(calls):
        ringing.call(f"c{at}", "1" if at % 3 else "2", f"1391234{at:04}")
        if at % 4 != 3:
            rig.do(f"gone c{at}")
            ringing.hang_up()
    for at, number in enumerate(people[: len(people) // 6]):
        rig.stage.do(["pause", number, ("午餐", "培训", "会议")[at % 3]])
        rig.tell()
    return {"calls": calls}


class _Ringing:
    """Answers whatever rings."""

    def __init__(self, rig: Rig) -> None:
        self._rig, self._last = rig, 0

    def call(self, name: str, key: str, number: str) -> None:
        self._rig.do(f"inbound {name} 4008001000 from {number}", f"key {name} {key}")
        if len(self._rig.stage.names) > self._last:
            self._last = len(self._rig.stage.names)
            self._rig.do(f"answers a{self._last}")

    def hang_up(self) -> None:
        self._rig.do(f"gone a{self._last}")
