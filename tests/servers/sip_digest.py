"""The call that a phone places: INVITE, challenge, INVITE with credentials (RFC 3261, section 22), over UDP."""

import hashlib
import re
import socket
from secrets import token_hex

from tests.servers import asterisk_box as box

_SDP = (
    "v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\n"
    "m=audio 39998 {profile} 8\r\na=rtpmap:8 PCMA/8000\r\n{crypto}"
)
_CRYPTO = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n"


def call(user: str, number: str, secret: str = box.SECRET, *, encrypted: bool = False, limit: float = 30) -> list[int]:
    """The statuses the phone is given for its call, up to the final one or a ringing; the call is then cancelled."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.bind((box.ADDRESS, 0))
        phone.settimeout(limit)
        dialog = _Dialog(phone, user, number, encrypted)
        challenge = dialog.ask("INVITE", 1)
        dialog.send("ACK", 1)
        if not (nonce := re.search(r'nonce="([^"]+)"', challenge)):
            return [_status(challenge)]
        statuses = [401, _status(dialog.ask("INVITE", 2, _credentials(user, secret, dialog.uri, nonce[1])))]
        while statuses[-1] == 100:
            statuses.append(_status(dialog.receive()))
        dialog.send("CANCEL" if statuses[-1] < 200 else "ACK", 2)
        return statuses


class _Dialog:
    def __init__(self, phone: socket.socket, user: str, number: str, encrypted: bool) -> None:
        self.uri = f"sip:{number}@{box.ADDRESS}:{box.SIP}"
        self._phone = phone
        self._user = user
        self._id = token_hex(8)
        profile, crypto = ("RTP/SAVP", _CRYPTO) if encrypted else ("RTP/AVP", "")
        self._sdp = _SDP.format(address=box.ADDRESS, profile=profile, crypto=crypto)
        self._tag = ""

    def ask(self, method: str, cseq: int, credentials: str = "") -> str:
        self.send(method, cseq, credentials, self._sdp)
        return self.receive()

    def receive(self) -> str:
        answer = self._phone.recv(65535).decode()
        tag = re.search(r"^To:.*;tag=([^\s;]+)", answer, re.MULTILINE)
        self._tag = f";tag={tag[1]}" if tag else ""
        return answer

    def send(self, method: str, cseq: int, credentials: str = "", body: str = "") -> None:
        port = self._phone.getsockname()[1]
        tag = self._tag if method == "ACK" else ""
        lines = [
            f"{method} {self.uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {box.ADDRESS}:{port};branch=z9hG4bK{self._id}{cseq};rport",
            f"From: <sip:{self._user}@{box.ADDRESS}>;tag={self._id}",
            f"To: <{self.uri}>{tag}",
            f"Call-ID: {self._id}",
            f"CSeq: {cseq} {method}",
            f"Contact: <sip:{self._user}@{box.ADDRESS}:{port}>",
            "Max-Forwards: 70",
            *([credentials] if credentials else []),
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._phone.sendto("\r\n".join([*lines, "", body]).encode(), (box.ADDRESS, box.SIP))


def _credentials(user: str, secret: str, uri: str, nonce: str) -> str:
    identity, request = _md5(f"{user}:callstead:{secret}"), _md5(f"INVITE:{uri}")
    response = _md5(f"{identity}:{nonce}:00000001:c:auth:{request}")
    return (
        f'Authorization: Digest username="{user}", realm="callstead", nonce="{nonce}", uri="{uri}", '
        f'response="{response}", algorithm=MD5, cnonce="c", nc=00000001, qop=auth'
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _status(answer: str) -> int:
    return int(answer.split()[1])
