"""Page groups, phones as a page finds them, and a page while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

ALL = "all"
"""Stands for every phone of the site, and among the callers for everybody."""
ALERT_INFO = "<http://localhost>;info=alert-autoanswer;delay=0"
"""Understood by Yealink, Grandstream, Fanvil, Htek and Gigaset; Snom and Polycom go by Call-Info."""


class Codec(StrEnum):
    """What goes out by multicast, by Asterisk's names; phones and loudspeakers are set to one of them."""

    ALAW = "alaw"
    ULAW = "ulaw"
    G722 = "g722"


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Who hears a page: `phones` that pick up by themselves, and `multicast` addresses (a.b.c.d:port).

    `number` follows the code at a phone, `callers` are the agents and phones that may dial it; commands always may.
    An `emergency` group reaches phones in a call too. `seconds` is the longest page, `ttl` how many routers multicast
    passes, `source` the address of ours in the network that it leaves by ("" goes by the routes). `alert_info` is the
    header that makes the phones pick up, beside Call-Info and Answer-Mode.
    """

    name: str
    number: str = ""
    phones: tuple[str, ...] = ()
    multicast: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    emergency: bool = False
    seconds: int = 120
    codec: Codec = Codec.ALAW
    ttl: int = 1
    source: str = ""
    alert_info: str = ALERT_INFO


class Use(StrEnum):
    """What a phone is doing."""

    IDLE = "idle"
    RINGING = "ringing"
    IN_CALL = "in-call"
    UNDISTURBED = "do-not-disturb"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone as a page finds it; `channel` is the one that hears, of a phone in a call."""

    use: Use = Use.IDLE
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a page is for: phones to ring, calls to break into (phone to channel), and whom it leaves alone, and why."""

    ring: tuple[str, ...] = ()
    break_into: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """What is heard: prompts in a language, or with none whoever speaks at `phone`."""

    prompts: tuple[str, ...] = ()
    language: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who pages: a phone with the agent who sits there, or `by` command the account that sent it."""

    phone: str = ""
    agent: str = ""
    by: str = ""


@dataclass(slots=True)
class Page:
    """One that runs. `legs` names phones and addresses by channel, `reached` those that hear or heard it.

    `speaker` is the channel of a voice; `speaking` says that it is heard, or that the prompts are.
    """

    id: UUID
    group: PageGroup
    asker: Asker
    speech: Speech
    speaker: str = ""
    began_at: datetime | None = None
    speaking: bool = False
    reach: Reach = field(default_factory=Reach)
    legs: dict[str, str] = field(default_factory=dict)
    up: set[str] = field(default_factory=set)
    reached: list[str] = field(default_factory=list)

    @property
    def bridge(self) -> str:
        return str(self.id)
