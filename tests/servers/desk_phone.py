"""A desk phone that tests drive key by key: several lines, hold, and the two ways of its transfer button.

It speaks SIP over UDP on loopback, where nothing is lost: requests of its own are sent once. A line keeps what it
hears as A-law bytes and says one tone over and over, or silence: Asterisk times the digits of INFO by what it reads.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from secrets import token_hex

import numpy as np

from drivers.simulated.sip import g711, speech
from drivers.simulated.sip.network import Account
from tests.servers import audio, box

HOST = "127.0.0.1"
LIMIT = 20.0
SECOND = g711.RATE
_PACKET = 160
EVERY = 0.02
"""Seconds between two packets of audio."""
_WAV_HEADER = 44


class _Sound(asyncio.DatagramProtocol):
    """The audio of one line (RFC 3550): payload in, tone out every 20 ms."""

    def __init__(self, tone: bytes) -> None:
        self.heard, self._came = bytearray(), asyncio.Event()
        self._tone, self._sending = tone, False
        self._sequence, self._ssrc = count(), token_hex(4)
        self.loses = 0
        """Of so many packets one never arrives, 0 for none."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.DatagramTransport = transport  # type: ignore[assignment]

    @property
    def port(self) -> int:
        return int(self.transport.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, addr: object) -> None:
        if data[1] & 0x7F == 8:
            self.heard += data[12:]
            self._came.set()

    async def next_packet(self) -> None:
        self._came.clear()
        await self._came.wait()

    def talk_to(self, port: int, every: float = EVERY) -> None:
        self._to, self._every = (HOST, port), every
        if not self._sending:
            self._sending = True
            self._packet()

    def _packet(self) -> None:
        if self.transport.is_closing():
            return
        number = next(self._sequence)
        start = number * _PACKET % len(self._tone)
        payload = (self._tone * 2)[start : start + _PACKET]
        head = b"\x80\x08" + (number & 0xFFFF).to_bytes(2, "big") + (number * _PACKET & 0xFFFFFFFF).to_bytes(4, "big")
        if not self.loses or number % self.loses != self.loses - 1:
            self.transport.sendto(head + bytes.fromhex(self._ssrc) + payload, self._to)
        asyncio.get_running_loop().call_later(self._every, self._packet)


class Line:
    """One call of the phone. `progress` are the transfer notices (RFC 3515), such as "SIP/2.0 200 OK"."""

    def __init__(self, phone: "DeskPhone", call: str, remote: str, target: str, sound: _Sound) -> None:
        self.phone, self.call, self.remote, self.target, self.sound = phone, call, remote, target, sound
        self.tag, self.remote_tag, self.number = token_hex(4), "", ""
        self.ended = asyncio.Event()
        self.progress: list[str] = []
        self.news = asyncio.Event()
        self.cseq = count(10)
        self.invite: tuple[str, tuple[str, int]] = ("", ("", 0))

    @property
    def heard(self) -> bytes:
        return bytes(self.sound.heard)

    async def answer(self) -> None:
        """Pick up a call that rings."""
        message, source = self.invite
        self.phone.reply(message, source, "200 OK", self.tag, self.sound.port)

    async def hold(self) -> None:
        await self._offer("sendonly")

    async def resume(self) -> None:
        await self._offer("sendrecv")

    async def press(self, digits: str) -> None:
        for digit in digits:
            body = f"Signal={digit}\r\nDuration=160\r\n"
            await self.request("INFO", body=body, kind="application/dtmf-relay")

    async def refer(self, number: str) -> int:
        """The transfer button without asking first; the status of the REFER."""
        return await self.request("REFER", extra=[f"Refer-To: <sip:{number}@{HOST}>"])

    async def refer_to(self, other: "Line") -> int:
        """The transfer button that brings two lines of this phone together (RFC 3891)."""
        replaces = f"{other.call}%3Bto-tag%3D{other.remote_tag}%3Bfrom-tag%3D{other.tag}"
        return await self.request("REFER", extra=[f"Refer-To: <sip:{other.number}@{HOST}?Replaces={replaces}>"])

    async def transferred(self) -> str:
        """The last notice of a transfer."""
        async with asyncio.timeout(LIMIT):
            while not (self.progress and not re.match(r"SIP/2.0 1", self.progress[-1])):
                self.news.clear()
                await self.news.wait()
        return self.progress[-1]

    async def hang_up(self) -> None:
        await self.request("BYE")
        self.over()

    def over(self) -> None:
        self.sound.transport.close()
        self.ended.set()

    async def gone(self) -> None:
        """Until the far end has hung up."""
        await asyncio.wait_for(self.ended.wait(), LIMIT)

    async def request(self, method: str, body: str = "", kind: str = "", extra: list[str] | None = None) -> int:
        """A request inside the call; its final status."""
        answer = await self.phone.ask(self, method, next(self.cseq), self.target, body, kind, extra or [])
        return _status(answer)

    async def _offer(self, direction: str) -> None:
        number = next(self.cseq)
        sdp = self.phone.offer(self.sound.port, direction)
        await self.phone.ask(self, "INVITE", number, self.target, sdp, "application/sdp", [])
        self.phone.acknowledge(self, number)


class DeskPhone(asyncio.DatagramProtocol):
    """`rung` gives the calls that ring, one after another; a phone that is not `willing` answers 486.

    `every` is the time between two packets of audio in calls of its own: more than usual is easier on the machine.
    """

    def __init__(self, account: Account, port: int, hertz: float, sound: bytes = b"") -> None:
        self.account, self._centre, self.willing, self.hertz = account, (HOST, port), True, hertz
        self.every = EVERY
        self._tone = sound or (speech.tone(hertz)[_WAV_HEADER:] if hertz else b"\xd5" * SECOND)
        self._lines: dict[str, Line] = {}
        self._rung: asyncio.Queue[Line] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers: dict[tuple[str, str], asyncio.Future[str]] = {}
        self._own = f"sip:{account.user}@{HOST}"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.DatagramTransport = transport  # type: ignore[assignment]

    async def register(self, seconds: int = 300) -> None:
        line = await self._line(f"r{token_hex(8)}", self._own, f"sip:{HOST}")
        line.sound.transport.close()
        await self.ask(line, "REGISTER", 1, f"sip:{HOST}", "", "", [f"Expires: {seconds}"])

    async def dial(self, number: str, limit: float = LIMIT) -> Line:
        """A call of our own that has been answered; raises RuntimeError with the status of one that is refused."""
        line, status = await self.place(number, limit)
        if status >= 300:
            raise RuntimeError(f"{number}: {status}")
        return line

    async def place(self, number: str, limit: float = LIMIT) -> tuple[Line, int]:
        """A call of our own and what became of it."""
        target = f"sip:{number.replace('#', '%23')}@{HOST}:{self._centre[1]}"
        line = await self._line(token_hex(8), target, target)
        line.number = number.replace("#", "%23")
        sdp = self.offer(line.sound.port)
        async with asyncio.timeout(limit):
            answer = await self.ask(line, "INVITE", 1, target, sdp, "application/sdp", [])
        number_of = int(_header(answer, "CSeq").split()[0])
        line.remote_tag = _tag(_header(answer, "To"))
        if _status(answer) < 300:
            line.target = _address(_header(answer, "Contact"))
            line.sound.talk_to(_media(answer), self.every)
            self.acknowledge(line, number_of)
        else:
            line.over()
        return line, _status(answer)

    async def rung(self) -> Line:
        """The next call that rings."""
        return await asyncio.wait_for(self._rung.get(), LIMIT)

    def offer(self, port: int, direction: str = "sendrecv") -> str:
        lines = ["v=0", f"o=- 1 {next(_versions)} IN IP4 {HOST}", "s=-", f"c=IN IP4 {HOST}", "t=0 0"]
        lines += [f"m=audio {port} RTP/AVP 8", "a=rtpmap:8 PCMA/8000", "a=ptime:20", f"a={direction}", ""]
        return "\r\n".join(lines)

    async def ask(self, line: Line, method: str, cseq: int, target: str, body: str, kind: str, extra: list[str]) -> str:
        """The final answer to a request, with our credentials once they are asked for."""
        answer = await self._sent(line, method, cseq, target, body, kind, extra)
        if _status(answer) in (401, 407):
            if method == "INVITE":
                self.acknowledge(line, cseq, _tag(_header(answer, "To")), target)
            cseq = next(line.cseq)
            extra = [*extra, self._credentials(answer, method, target)]
            answer = await self._sent(line, method, cseq, target, body, kind, extra)
        if method == "INVITE" and _status(answer) >= 300:
            self.acknowledge(line, cseq, _tag(_header(answer, "To")), target)
        return answer

    def acknowledge(self, line: Line, cseq: int, tag: str = "", target: str = "") -> None:
        if tag:
            kept, line.remote_tag = line.remote_tag, tag
            self._send(line, "ACK", cseq, target, "", "", [])
            line.remote_tag = kept
        else:
            self._send(line, "ACK", cseq, line.target, "", "", [], fresh=True)

    def reply(self, message: str, source: tuple[str, int], status: str, tag: str = "", port: int = 0) -> None:
        """Answer a request; with `port` it carries our description of the sound."""
        keep = [f"{name}: {value}" for name, value in _headers(message) if name in ("Via", "From", "Call-ID", "CSeq")]
        to = _header(message, "To")
        to = f"{to};tag={tag}" if tag and ";tag=" not in to else to
        body = self.offer(port) if port else ""
        extra = ["Content-Type: application/sdp"] if port else []
        lines = [f"SIP/2.0 {status}", *keep, f"To: {to}", f"Contact: <{self._own}:{self._port}>", *extra]
        self._transport.sendto("\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode(), source)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = data.decode()
        if message.startswith("SIP/2.0"):
            waiting = self._answers.get((_header(message, "Call-ID"), _header(message, "CSeq")))
            if waiting and _status(message) >= 200 and not waiting.done():
                waiting.set_result(message)
            return
        line = self._lines.get(_header(message, "Call-ID"))
        match message.split(" ", 1)[0]:
            case "INVITE" if line:
                if line.remote_tag:
                    line.sound.talk_to(_media(message))
                    self.reply(message, addr, "200 OK", line.tag, line.sound.port)
            case "INVITE" if not self.willing:
                self.reply(message, addr, "486 Busy Here", token_hex(4))
            case "INVITE":
                self._tasks.add(task := asyncio.get_running_loop().create_task(self._rings(message, addr)))
                task.add_done_callback(self._tasks.discard)
            case "ACK":
                pass
            case "BYE" | "CANCEL" as method:
                self.reply(message, addr, "200 OK")
                if line and method == "CANCEL":
                    self.reply(*line.invite, "487 Request Terminated", line.tag)
                if line:
                    line.over()
            case "NOTIFY":
                self.reply(message, addr, "200 OK")
                if line and (notice := re.search(r"^SIP/2.0 .*$", message.partition("\r\n\r\n")[2], re.MULTILINE)):
                    line.progress.append(notice[0].strip())
                    line.news.set()
            case _:
                self.reply(message, addr, "200 OK")

    @property
    def _port(self) -> int:
        return int(self._transport.get_extra_info("sockname")[1])

    async def _rings(self, message: str, source: tuple[str, int]) -> None:
        caller = _header(message, "From")
        line = await self._line(_header(message, "Call-ID"), _address(caller), _address(_header(message, "Contact")))
        line.remote_tag, line.invite = _tag(caller), (message, source)
        line.number = re.sub(r"sips?:([^@;]+)@.*", r"\1", _address(caller))
        if port := _media(message):
            line.sound.talk_to(port)
        self.reply(message, source, "180 Ringing", line.tag)
        self._rung.put_nowait(line)

    async def _line(self, call: str, remote: str, target: str) -> Line:
        loop = asyncio.get_running_loop()
        _, sound = await loop.create_datagram_endpoint(lambda: _Sound(self._tone), (HOST, 0))
        line = self._lines[call] = Line(self, call, remote, target, sound)
        return line

    async def _sent(
        self, line: Line, method: str, cseq: int, target: str, body: str, kind: str, extra: list[str]
    ) -> str:
        key = (line.call, f"{cseq} {method}")
        answer = self._answers[key] = asyncio.get_running_loop().create_future()
        self._send(line, method, cseq, target, body, kind, extra)
        try:
            return await asyncio.wait_for(answer, LIMIT)
        finally:
            del self._answers[key]

    def _send(
        self,
        line: Line,
        method: str,
        cseq: int,
        target: str,
        body: str,
        kind: str,
        extra: list[str],
        *,
        fresh: bool = False,
    ) -> None:
        tag = f";tag={line.remote_tag}" if line.remote_tag else ""
        lines = [
            f"{method} {target} SIP/2.0",
            f"Via: SIP/2.0/UDP {HOST}:{self._port};branch=z9hG4bK{line.call}{cseq}{'a' if fresh else ''};rport",
            f"From: <{self._own}>;tag={line.tag}",
            f"To: <{line.remote}>{tag}",
            f"Call-ID: {line.call}",
            f"CSeq: {cseq} {method}",
            f"Contact: <{self._own}:{self._port}>",
            "Max-Forwards: 70",
            "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY, REFER",
            *extra,
            *([f"Content-Type: {kind}"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._transport.sendto("\r\n".join([*lines, "", body]).encode(), self._centre)

    def _credentials(self, challenge: str, method: str, uri: str) -> str:
        asked = dict(re.findall(r'(\w+)="([^"]*)"', _header(challenge, "WWW-Authenticate")))
        user, realm, nonce = self.account.user, asked["realm"], asked["nonce"]
        identity, request = _md5(f"{user}:{realm}:{self.account.secret}"), _md5(f"{method}:{uri}")
        response = _md5(f"{identity}:{nonce}:00000001:c:auth:{request}")
        return (
            f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
            f'response="{response}", algorithm=MD5, cnonce="c", nc=00000001, qop=auth'
        )


_versions = count(1)


@asynccontextmanager
async def plugged_in(centre: box.Box, user: str, hertz: float = 0.0, sound: bytes = b"") -> AsyncIterator[DeskPhone]:
    """A registered phone of the box that says a tone, or a second of A-law again and again; unregistered afterwards."""
    account = next(account for account in await centre.accounts() if account.user == user)
    loop = asyncio.get_running_loop()
    transport, phone = await loop.create_datagram_endpoint(
        lambda: DeskPhone(account, centre.settings.sip.udp_port, hertz, sound), (HOST, 0)
    )
    await phone.register()
    try:
        yield phone
    finally:
        await phone.register(0)
        transport.close()


def noise() -> bytes:
    """A second of noise, in A-law: what comes back of it cannot be mistaken for anything else."""
    return g711.encode(np.random.default_rng(1).normal(scale=3000, size=SECOND).astype(int).tolist())


def samples(alaw: bytes) -> audio.Samples:
    """A-law bytes as signed 16-bit samples (ITU-T G.711)."""
    table = np.zeros(256, np.int16)
    for value in range(-32768, 32768, 8):
        table[g711.encode((value,))[0]] = value
    return table[np.frombuffer(alaw, np.uint8)]


def _headers(message: str) -> list[tuple[str, str]]:
    lines = message.partition("\r\n\r\n")[0].split("\r\n")[1:]
    return [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]


def _header(message: str, wanted: str) -> str:
    return next((value for name, value in _headers(message) if name.lower() == wanted.lower()), "")


def _status(answer: str) -> int:
    return int(answer.split(" ", 2)[1])


def _tag(value: str) -> str:
    found = re.search(r";tag=([^;\s>]+)", value)
    return found[1] if found else ""


def _address(value: str) -> str:
    found = re.search(r"<([^>]+)>", value)
    return found[1] if found else value.split(";")[0]


def _media(message: str) -> int:
    found = re.search(r"^m=audio (\d+)", message, re.MULTILINE)
    return int(found[1]) if found else 0


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
