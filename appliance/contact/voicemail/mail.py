"""Mails that tell of messages: when they are tried, until when, and by which server."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from appliance.contact.voicemail.document import ADDRESS

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
GIVEN_UP = timedelta(days=3)
"""How long a mail is tried."""
HERE = ("localhost", "127.0.0.1", "::1")
"""Where a password may go in clear."""
HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")


class Security(StrEnum):
    """How the way to the mail server is closed; `none` is for a server on the same machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailState(StrEnum):
    """`refused`: the server will never take it; `given-up`: nobody took it in time; `dropped`: its message is gone."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given-up"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our mail. `password` is sealed by the box key; `ca` is a PEM file beside the system's authorities."""

    host: str
    port: int = 587
    security: str = Security.STARTTLS
    user: str = ""
    password: str = ""
    sender: str = ""
    ca: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the outbox; `due_at` is its next attempt."""

    id: UUID
    message: UUID
    box: str
    recipient: str
    created_at: datetime
    due_at: datetime
    state: MailState = MailState.WAITING
    tries: int = 0
    problem: str = ""
    sent_at: datetime | None = None


def again_at(mail: Mail, now: datetime) -> datetime | None:
    """When a mail that has just failed is tried again, twice as far away each time; None when it is given up."""
    due = now + min(LONGEST, FIRST * 2 ** min(mail.tries, 10))
    return due if due - mail.created_at <= GIVEN_UP else None


def parse(body: Mapping[str, Any]) -> MailServer:
    """The server of a document; raises ValueError naming the field that is wrong."""
    server = MailServer(**{key: value for key, value in body.items() if key in _FITS})
    if wrong := next((key for key, fits in _FITS.items() if not fits(getattr(server, key))), ""):
        raise ValueError(wrong)
    if server.user and server.security == Security.NONE and server.host not in HERE:
        raise ValueError("security")
    return server


def server_body(server: MailServer) -> dict[str, Any]:
    return asdict(server)


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "host": lambda value: isinstance(value, str) and HOST.fullmatch(value) is not None,
    "port": lambda value: type(value) is int and 0 < value < 65536,
    "security": lambda value: isinstance(value, str) and value in set(Security),
    "user": lambda value: isinstance(value, str),
    "password": lambda value: isinstance(value, str),
    "sender": lambda value: isinstance(value, str) and ADDRESS.fullmatch(value) is not None,
    "ca": lambda value: isinstance(value, str),
}
