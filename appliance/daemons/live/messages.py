"""What goes over the WebSocket to browsers: one JSON value a message, mirrored by manager/frontend/src/messages.ts.

The first message is a `snapshot`, every later one a change that replaces one entry as a whole. All are numbered from
0 without a gap; a second snapshot, for a browser that fell behind, replaces everything. Moments are ISO 8601 in UTC:
whoever shows a time since then counts by `at`, the clock of the box.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict


class AgentCall(TypedDict):
    """One call of an agent; `since` is when its state began."""

    id: str
    state: str
    since: str | None
    number: str
    direction: str
    queue: str


class Monitor(TypedDict):
    """A supervisor in a call of an agent; `since` is None until the supervisor's phone is picked up.

    `shown` says that the agent sees it too, who is told neither `person` nor `phone`.
    """

    by: str
    person: str
    phone: str
    mode: str
    since: str | None
    shown: bool


class AgentDay(TypedDict):
    """What an agent has done today; times in seconds, None before there is one."""

    offered: int
    answered: int
    missed: int
    handled: int
    aht_s: float | None


class Agent(TypedDict):
    """An agent; who may only see states gets neither calls nor the figures of the day."""

    agent: str
    name: str
    team: str
    state: str
    reason: str
    since: str | None
    phone: str
    dnd: bool
    next_pause: str
    leaving: bool
    skills: dict[str, int]
    queues: list[str]
    serves: list[str]
    calls: list[AgentCall]
    monitor: Monitor | None
    today: AgentDay | None


class QueueDay(TypedDict):
    """Figures since midnight, per cent or seconds; None where there is nothing to divide by."""

    offered: int
    answered: int
    in_target: int
    abandoned: int
    left: int
    handled: int
    service_level: float | None
    abandon_rate: float | None
    asa_s: float | None
    aht_s: float | None


class Queue(TypedDict):
    """A queue; `oldest` is since when the call waits that waits longest; `today` is None until the day is read."""

    queue: str
    name: str
    target_percent: int
    target_seconds: int
    waiting: int
    callbacks: int
    oldest: str | None
    today: QueueDay | None


class Waiting(TypedDict):
    """Somebody in line, or who is to be called back in turn."""

    id: str
    queue: str
    number: str
    since: str
    priority: int
    state: str
    callback: bool


class Notice(TypedDict):
    """A message of a supervisor; an `urgent` one is to be confirmed by whoever reads it."""

    id: str
    text: str
    by: str
    at: str
    urgent: bool


class Snapshot(TypedDict):
    """Everything that the reader may see; `engine` says whether the engine is there, else this was its last word."""

    n: int
    kind: Literal["snapshot"]
    at: str
    engine: bool
    agents: list[Agent]
    queues: list[Queue]
    waiting: list[Waiting]


class AgentChange(TypedDict):
    n: int
    kind: Literal["agent"]
    value: Agent


class QueueChange(TypedDict):
    n: int
    kind: Literal["queue"]
    value: Queue


class WaitingChange(TypedDict):
    n: int
    kind: Literal["waiting"]
    value: Waiting


class Gone(TypedDict):
    """The entry is no more, or not for this reader."""

    n: int
    kind: Literal["gone"]
    what: Literal["agent", "queue", "waiting"]
    id: str


class EngineChange(TypedDict):
    n: int
    kind: Literal["engine"]
    up: bool


class Noticed(TypedDict):
    n: int
    kind: Literal["notice"]
    value: Notice


class Stirred(TypedDict):
    """Something has changed that is asked for elsewhere: standing alarms, calls, lines and trunks, or who is
    still to be served.
    """

    n: int
    kind: Literal["stirred"]
    what: Literal["alarms", "calls", "lines", "missed"]


VALUES = (AgentCall, Monitor, AgentDay, Agent, QueueDay, Queue, Waiting, Notice)
MESSAGES = (Snapshot, AgentChange, QueueChange, WaitingChange, Gone, EngineChange, Noticed, Stirred)

Entry = Mapping[str, Any]
"""An Agent, a Queue or a Waiting."""
Key = tuple[str, str]
"""What an entry is (agent, queue or waiting), and its name."""

AGENT, QUEUE, WAITING = "agent", "queue", "waiting"
PLURAL: Mapping[str, str] = {AGENT: "agents", QUEUE: "queues", WAITING: "waiting"}
