"""What a step through a flow asks to be done and written down, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from appliance.contact.acd.model import NO_WISH, Wish
from appliance.contact.ivr.model import Place


@dataclass(frozen=True, slots=True)
class Visit:
    """The caller has come to a node; `within` are the nodes `flow/node` to return to, the outermost first."""

    node: str
    kind: str
    flow: str
    version: int = 0
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A key, or "" for a time-out, was heard at a node that listens."""

    node: str
    digit: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Collected:
    """So many digits were typed; `value` is None where they are a secret or were not accepted."""

    node: str
    variable: str
    digits: int
    accepted: bool
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Variables have these values now."""

    node: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rated:
    """A question of a survey was answered with a key."""

    node: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Found:
    """A look-up has come to its end: `answered`, `missing`, or the reason why it failed."""

    node: str
    host: str
    outcome: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A node could not do what it is for; the caller goes on by its safe exit."""

    node: str
    reason: str
    about: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Prompts are in `language` from here on."""

    language: str


@dataclass(frozen=True, slots=True)
class Say:
    """Play prompts; then `finished` is to be called. Interrupts what plays."""

    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop what plays."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait so many seconds for what the caller or somebody else does, then call `timed_out`."""

    seconds: int


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Keep what the caller says from now on, for at most so many seconds, as a message in `box`."""

    box: str
    seconds: int


@dataclass(frozen=True, slots=True)
class EndMessage:
    """The caller has finished speaking."""


@dataclass(frozen=True, slots=True)
class TakeFax:
    """Receive a fax into `box`; then `faxed` is to be called unless the caller hangs up."""

    box: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a configured host; then `looked_up` is to be called with the same `visit`. `body` is sent as JSON."""

    visit: int
    node: str
    host: str
    method: str
    path: str
    body: Mapping[str, Any] | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait in a queue."""

    queue: str
    priority: int
    wish: Wish = NO_WISH


@dataclass(frozen=True, slots=True)
class KeepPlace:
    """Keep the caller's place for a call back to `number`, in `queue` if none is held; then call `called_back`.

    With `at` it is an appointment.
    """

    queue: str
    number: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring somebody named: `who` is agent, phone or number. Then `unreached` is to be called unless they answer."""

    who: str
    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class StepAside:
    """The caller waits in a queue and has chosen something else: nobody is rung, the place in line is kept."""


@dataclass(frozen=True, slots=True)
class End:
    """The flow is over: hang up."""

    closed_hours: bool = False


Fact: TypeAlias = Visit | Key | Collected | Stored | Rated | Found | Alarm | Speak
Act: TypeAlias = (
    Speak | Say | Hush | Listen | TakeMessage | EndMessage | TakeFax | Ask | Wait | KeepPlace | Ring | StepAside | End
)
Instruction: TypeAlias = Fact | Act
Step: TypeAlias = tuple[Place, tuple[Instruction, ...]]
