"""Places outside the box that anchors are told to: a log server, a mail server, and a time-stamp authority."""

import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any

ADDRESS = "127.0.0.1"
_OPENSSL = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[ca]
basicConstraints = critical, CA:true
[server]
subjectAltName = IP:127.0.0.1
[stamp]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """A certificate authority of its own in `folder`; `ca` is its certificate."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        (folder / "openssl.cnf").write_text(_OPENSSL.format(name="test", folder=folder))
        (folder / "serial").write_text("01")
        self.ca = folder / "ca.crt"
        self._new("ca")
        self._openssl("req", "-x509", "-key", "ca.key", "-out", "ca.crt", "-extensions", "ca", "-days", "2")
        for name in ("server", "stamp"):
            self._new(name)
            self._openssl("req", "-new", "-key", f"{name}.key", "-out", f"{name}.csr")
            signed = ("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial")
            more = ("-extfile", "openssl.cnf", "-extensions", name, "-days", "2", "-out", f"{name}.crt")
            self._openssl(*signed, *more)

    def tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "server.crt", self._folder / "server.key")
        return context

    def stamp(self, query: bytes) -> bytes:
        """The answer of a time-stamp authority (RFC 3161)."""
        (self._folder / "query.tsq").write_bytes(query)
        keys = ("-inkey", "stamp.key", "-signer", "stamp.crt")
        self._openssl("ts", "-reply", "-queryfile", "query.tsq", *keys, "-out", "answer.tsr")
        return (self._folder / "answer.tsr").read_bytes()

    def _new(self, name: str) -> None:
        self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")

    def _openssl(self, *words: str) -> None:
        config = ("-config", "openssl.cnf") if words[0] in ("req", "ts") else ()
        command = ["openssl", *words, *config]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True, timeout=20)


@contextmanager
def log_server(heard: "SimpleQueue[bytes]") -> Iterator[int]:
    """Syslog over UDP; its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            heard.put(self.request[0])

    with _served(socketserver.UDPServer((ADDRESS, 0), Handler)) as port:
        yield port


@contextmanager
def tls_log_server(heard: "SimpleQueue[bytes]", authority: Authority) -> Iterator[int]:
    """Syslog over TLS (RFC 5425)."""
    context = authority.tls()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with context.wrap_socket(self.request, server_side=True) as link, link.makefile("rb") as lines:
                length = b"".join(iter(lambda: lines.read(1).strip(), b""))
                heard.put(lines.read(int(length)))
                lines.read()

    with _served(socketserver.TCPServer((ADDRESS, 0), Handler)) as port:
        yield port


@contextmanager
def mail_server(heard: "SimpleQueue[bytes]") -> Iterator[int]:
    """As much of RFC 5321 as one message needs."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    heard.put(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 test\r\n")
                if word == b"QUIT":
                    return

    with _served(socketserver.TCPServer((ADDRESS, 0), Handler)) as port:
        yield port


@contextmanager
def stamp_server(authority: Authority) -> Iterator[int]:
    """A time-stamp authority over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = authority.stamp(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *words: Any) -> None:
            return

    with _served(HTTPServer((ADDRESS, 0), Handler)) as port:
        yield port


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
