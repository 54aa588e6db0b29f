"""Who asks at the interface for other systems: a token in the header Authorization, and nothing else."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fcntl import LOCK_EX, flock
from pathlib import Path
from uuid import UUID

from flask import g, request

from appliance.desk.people.model import Session, Who
from appliance.desk.people.tokens import reach
from appliance.desk.people.tokens.errors import TokenInvalid, TokenTooOften
from appliance.desk.people.tokens.model import Token
from appliance.desk.people.tokens.pace import Bucket, taken
from manager.api import PREFIX
from manager.present import address
from manager.wiring import console

SCHEME = "bearer"
KEPT = struct.Struct("<dd")


def asked_here() -> bool:
    """Whether the request at hand is one to the interface."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def by_token(*, counted: bool = True) -> Who | None:
    """Who has the token of the request; None without one. Raises TokenInvalid or, when `counted`, TokenTooOften."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return None
    if scheme.casefold() != SCHEME:
        raise TokenInvalid()
    token, maker, rights = console().tokens.admit(text.strip(), address())
    g.token = token
    own = replace(maker, scope=reach.scope(token, maker.scope), agent="" if token.system else maker.agent)
    if counted:
        _refuse_too_often(token.id)
    return Who(own, _session(token), rights)


def token() -> Token:
    """The token of the request, which has one."""
    found: Token = g.token
    return found


def _session(of: Token) -> Session:
    """What stands for a browser's session: a token is one that lasts."""
    seen = of.used_at or of.created_at
    return Session(of.id, of.person, of.secret, of.created_at, seen, of.expires_at, of.address, of.name)


def _refuse_too_often(id: UUID) -> None:
    with _locked(console().paces / str(id)) as file:
        now, pace = console().clock.now().timestamp(), console().settings.console.api_per_minute
        bucket, wait = taken(_left(file), now, pace)
        os.pwrite(file, KEPT.pack(bucket.level, bucket.at), 0)
    if wait:
        raise TokenTooOften(seconds=max(1, round(wait + 0.5)))


def _left(file: int) -> Bucket | None:
    """The bucket as the last request has left it."""
    kept = os.pread(file, KEPT.size, 0)
    return Bucket(*KEPT.unpack(kept)) if len(kept) == KEPT.size else None


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """A file that all processes of the console share; it lies in memory, and lives as long as the box runs."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        flock(file, LOCK_EX)
        yield file
    finally:
        os.close(file)
