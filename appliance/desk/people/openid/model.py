"""A way to the provider that was begun, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LIFE = timedelta(minutes=10)
"""How long somebody may take at the provider."""


class Errand(StrEnum):
    """Why somebody goes to the provider: to come in, to link the own account, to prove to be still there."""

    ENTER = "enter"
    LINK = "link"
    PROVE = "prove"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser went away with; kept in its cookie, which is signed, and good for one return.

    `client` and `issuer` are those of then: after a change of the provider nothing of before counts.
    """

    errand: Errand
    state: str
    nonce: str
    verifier: str
    issuer: str
    client: str
    back: str
    target: str
    at: datetime

    def to_json(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in _TEXTS} | {"at": self.at.isoformat()}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Asked":
        """Raises KeyError or ValueError for what is none."""
        texts = {name: str(kept[name]) for name in _TEXTS if name != "errand"}
        return cls(Errand(kept["errand"]), **texts, at=datetime.fromisoformat(kept["at"]))


_TEXTS = ("errand", "state", "nonce", "verifier", "issuer", "client", "back", "target")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end: str = ""
    names_itself: bool = False
    secret_in_body: bool = False


@dataclass(frozen=True, slots=True)
class Tokens:
    """The answer to a code."""

    id_token: str
    access_token: str
