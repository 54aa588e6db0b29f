"""A supervisor in an agent's call: ways to be there, and the rule of the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Mode(StrEnum):
    """Who hears the supervisor, who always hears everybody: nobody, the agent alone, or all.

    By TAKE_OVER the supervisor has the call instead of the agent.
    """

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"
    TAKE_OVER = "take-over"


class Tone(StrEnum):
    """Who hears a short tone when a supervisor comes."""

    NOBODY = "nobody"
    AGENT = "agent"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule of the site: whether agents see that somebody is there, and who hears a `tone` before."""

    shown: bool = True
    tone: Tone = Tone.NOBODY


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Who listens: `by` is the name, `person` the identity in the console, `agent` the own number; "" for none.

    `phone` is where; "" is the one at which `agent` is signed in. `teams` are those within reach, None for all.
    """

    by: str
    person: str = ""
    agent: str = ""
    phone: str = ""
    teams: frozenset[str] | None = None

    def same(self, other: "Supervisor") -> bool:
        """Whether it is one person."""
        return (self.by, self.person) == (other.by, other.person)


@dataclass(frozen=True, slots=True)
class Heard:
    """The conversation that an agent is in: the leg of it at the agent's phone, and its channel."""

    contact: UUID
    leg: UUID
    channel: str
    phone: str


@dataclass(frozen=True, slots=True)
class Session:
    """One that runs. `channel` is the supervisor's, `snoop` hears the agent's `into` and is heard there.

    It has begun when the supervisor's phone was picked up; until then nobody hears anything.
    """

    id: UUID
    contact: UUID
    leg: UUID
    agent: str
    who: Supervisor
    mode: Mode
    channel: str
    snoop: str
    into: str
    asked_at: datetime
    policy: Policy
    began_at: datetime | None = None

    @property
    def bridge(self) -> str:
        """Where the supervisor is while the call has a bridge of its own."""
        return str(self.id)


def shown(session: Session) -> Mapping[str, Any]:
    """A session as JSON values."""
    return {
        "session": str(session.id),
        "agent": session.agent,
        "call": str(session.contact),
        "by": session.who.by,
        "person": session.who.person,
        "supervisor": session.who.agent,
        "phone": session.who.phone,
        "mode": session.mode.value,
        "since": session.began_at.isoformat() if session.began_at else None,
        "shown": session.policy.shown,
    }
