"""Signatures by which the other side knows that a message is ours and new: Standard Webhooks 1.0, HMAC-SHA256."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64
"""Bytes of a secret."""


def written(secret: bytes) -> str:
    """A secret as people carry it to the other side."""
    return PREFIX + base64.b64encode(secret).decode()


def read(text: str) -> bytes:
    """The bytes of a secret that was written down; raises ValueError for what is none."""
    try:
        secret = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error as fault:
        raise ValueError("secret") from fault
    if not text.startswith(PREFIX) or not SHORTEST <= len(secret) <= LONGEST:
        raise ValueError("secret")
    return secret


def headers(id: str, at: datetime, body: bytes, secret: bytes) -> Mapping[str, str]:
    """The headers that go with a body; `at` is when it is sent, so that an old message cannot be played again."""
    stamp = str(int(at.timestamp()))
    signed = hmac.new(secret, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
