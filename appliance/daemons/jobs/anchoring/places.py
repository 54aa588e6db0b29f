"""The places outside the box that anchors are told to, one function each; all raise OSError when it does not work."""

import os
import re
import smtplib
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC
from email.message import EmailMessage
from pathlib import Path

import httpx

from appliance.contact.recording.anchor import Anchor, encode
from appliance.contact.recording.anchor_rule import Place, PlaceKind
from appliance.system.files import write_atomic

LIMIT = 20.0
_PRIORITY = 13 * 8 + 5
"""RFC 5424, section 6.2.1: facility 13 is the audit log, severity 5 a notice."""

SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt"
_HOST = re.compile(r"[!-~]{1,255}")

Tell = Callable[[Place, Anchor, str], bytes]
"""Tell a place of an anchor; `ca` is a file of certificates or "". What it answers is kept as the place's receipt."""


def to_folder(place: Place, anchor: Anchor, ca: str) -> bytes:
    """A file of its own, readable by all, never replaced; a folder that is not there was not mounted."""
    folder = Path(place.address)
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not there")
    final = folder / f"{anchor.name}.json"
    if not final.exists():
        write_atomic(final, encode(anchor), mode=0o444)
    return b""


def to_syslog_udp(place: Place, anchor: Anchor, ca: str) -> bytes:
    """One datagram (RFC 5426): nobody says whether it arrived."""
    family, kind, protocol, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as link:
        link.sendto(syslog_line(anchor), address)
    return b""


def to_syslog_tls(place: Place, anchor: Anchor, ca: str) -> bytes:
    """One frame with its length before it (RFC 5425), to a server whose certificate is right."""
    line = syslog_line(anchor)
    with (
        socket.create_connection((place.host, place.port), LIMIT) as plain,
        _trust(ca).wrap_socket(plain, server_hostname=place.host) as link,
    ):
        link.sendall(b"%d %s" % (len(line), line))
        # A server that refuses us says so only now (RFC 8446, section 4.4.2.4); one that just hangs up has read it.
        with suppress(ssl.SSLEOFError):
            link.unwrap()
    return b""


def by_mail(place: Place, anchor: Anchor, ca: str) -> bytes:
    """One message; encrypted where the server offers it."""
    message = EmailMessage()
    message["Subject"] = f"Recordings of {anchor.node}: register {anchor.register.seq}"
    message["From"], message["To"] = f"callstead@{socket.getfqdn()}", place.address
    message.set_content(anchor.statement + "\n", cte="7bit")
    try:
        with smtplib.SMTP(place.host, place.port, timeout=LIMIT) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=_trust(ca))
            server.send_message(message)
    except smtplib.SMTPException as fault:
        raise OSError(f"{place.host}: {fault}") from fault
    return b""


def time_stamp(place: Place, anchor: Anchor, ca: str) -> bytes:
    """The time stamp (RFC 3161) of the statement, checked before it is believed."""
    query = _openssl(anchor.statement, "-query", "-data", "/dev/stdin", "-sha256", "-cert", "-no_nonce")
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        answer = httpx.post(place.address, content=query, headers=headers, timeout=LIMIT, verify=_trust(ca))
        answer.raise_for_status()
    except httpx.HTTPError as fault:
        raise OSError(f"{place.host}: {fault!r}") from fault
    if not stamped(anchor, answer.content, ca):
        raise OSError(f"{place.host}: the time stamp is not valid")
    return answer.content


def stamped(anchor: Anchor, receipt: bytes, ca: str) -> bool:
    """Whether `receipt` is a time stamp of the anchor's statement by somebody whose certificate is in `ca`."""
    with tempfile.TemporaryDirectory(prefix="callstead-stamp-") as name:
        answer = Path(name, "answer.tsr")
        answer.write_bytes(receipt)
        words = ("-verify", "-data", "/dev/stdin", "-in", str(answer), "-CAfile", ca or SYSTEM_CA)
        return _run(anchor.statement, words).returncode == 0


def syslog_line(anchor: Anchor) -> bytes:
    """RFC 5424."""
    at = anchor.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    name = anchor.node if _HOST.fullmatch(anchor.node) else "-"
    return f"<{_PRIORITY}>1 {at} {name} callstead {os.getpid()} anchor - {anchor.statement}".encode("ascii")


TELL: Mapping[PlaceKind, Tell] = {
    PlaceKind.FOLDER: to_folder,
    PlaceKind.SYSLOG_UDP: to_syslog_udp,
    PlaceKind.SYSLOG_TLS: to_syslog_tls,
    PlaceKind.MAIL: by_mail,
    PlaceKind.TIME_STAMP: time_stamp,
}


def _openssl(statement: str, *words: str) -> bytes:
    done = _run(statement, words)
    if done.returncode:
        raise OSError(f"openssl: {done.stderr.decode(errors='replace').strip()[-200:]}")
    return done.stdout


def _run(statement: str, words: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    command, told = ["openssl", "ts", *words], statement.encode("ascii")
    try:
        return subprocess.run(command, input=told, capture_output=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired as fault:
        raise OSError("openssl does not end") from fault


def _trust(ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca:
        context.load_verify_locations(ca)
    return context
