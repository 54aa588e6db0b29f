"""The demo centre, put into an empty database."""

import secrets
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from appliance.contact.ivr.document import parse
from appliance.daemons.site import secret_context
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring

AUTHOR, REASON = "setup", "demo centre"


def load(documents: Documents, key: Keyring, now: datetime) -> bool:
    """Configure the demo centre unless something is configured already; whether it did."""
    if documents.all("number"):
        return False
    centre = tomllib.loads(resources.files(__package__).joinpath("demo.toml").read_text("utf-8"))
    documents.put_many(list(_documents(centre, key)), author=AUTHOR, reason=REASON, at=now)
    return True


def _documents(centre: Mapping[str, Any], key: Keyring) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for kind in ("number", "trunk", "queue", "recording-policy", "voicemail-box"):
        yield from ((kind, name, body) for name, body in centre[kind].items())
    for name, document in centre["flow"].items():
        parse(name, document)
        yield "flow", name, {"document": document, "version": 1}
    for number, agent in centre["agent"].items():
        secret = key.seal(secrets.token_urlsafe(18), secret_context(number))
        yield "phone", number, {"secret": secret, "encryption": "preferred"}
        yield "agent", number, {**agent, "phone": number, "sign_in_with_phone": True}
