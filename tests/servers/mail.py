"""A real mail server on loopback, with STARTTLS and log-in, that keeps what it takes."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "callstead", "open sesame"


@dataclass
class Postbox:
    """What has come; `answers` are given to mails in turn, then all are taken."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    mails: asyncio.Queue[EmailMessage] = field(default_factory=asyncio.Queue)
    tried: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    secured: bool = True

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 taken"
        self.secured = self.secured and session.ssl is not None and bool(session.authenticated)
        self.tried.put_nowait(answer)
        if answer.startswith("250"):
            content = envelope.original_content or b""
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.put_nowait(mail)
        return answer


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    given = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=given, handled=False)


@asynccontextmanager
async def postbox(tls: Path, port: int = 0, *answers: str) -> AsyncIterator[Postbox]:
    """The server, with the certificate that lies in `tls`, until the block ends."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(tls / "server.crt", tls / "server.key")
    box = Postbox(answers=list(answers))

    def protocol() -> SMTP:
        return SMTP(box, tls_context=trust, require_starttls=True, auth_required=True, authenticator=_known)

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
