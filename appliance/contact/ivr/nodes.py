"""The kinds of nodes: what each does with a caller, and by which exits the caller leaves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from appliance.contact.ivr.branching import Case
from appliance.contact.ivr.calendar import Span

WRONG, SILENT = ("invalid-key",), ("no-input",)


@dataclass(frozen=True, slots=True)
class Play:
    """Play prompts, then go on to `next`; a key ends them early unless they must be heard (`whole`)."""

    kind: ClassVar[str] = "play"
    prompts: tuple[str, ...]
    next: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SayValue:
    """Between `before` and `after` read a value aloud as `form` in the caller's language; a key ends it early."""

    kind: ClassVar[str] = "say"
    value: str
    form: str
    next: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Play prompts (a key interrupts them), wait `seconds` for a key, `tries` times, then go to `otherwise`."""

    kind: ClassVar[str] = "menu"
    prompts: tuple[str, ...]
    keys: Mapping[str, str]
    otherwise: str
    seconds: int = 6
    tries: int = 3
    wrong_key: tuple[str, ...] = WRONG
    no_key: tuple[str, ...] = SILENT


@dataclass(frozen=True, slots=True)
class Collect:
    """Gather `least` to `most` digits into `variable`, `seconds` for the first and `between` for each further one.

    `end_key` ends the input; what does not match `pattern` counts as wrong. A `secret` is never written down.
    """

    kind: ClassVar[str] = "collect"
    prompts: tuple[str, ...]
    variable: str
    next: str
    otherwise: str
    least: int = 1
    most: int = 20
    end_key: str = "#"
    seconds: int = 6
    between: int = 4
    tries: int = 3
    pattern: str = ""
    secret: bool = False
    wrong_key: tuple[str, ...] = WRONG
    no_key: tuple[str, ...] = SILENT


@dataclass(frozen=True, slots=True)
class Survey:
    """Ask `question` and take one of `keys` as its answer; after `tries` go on without one."""

    kind: ClassVar[str] = "survey"
    question: str
    prompts: tuple[str, ...]
    next: str
    keys: str = "12345"
    seconds: int = 6
    tries: int = 2
    wrong_key: tuple[str, ...] = WRONG
    no_key: tuple[str, ...] = SILENT


@dataclass(frozen=True, slots=True)
class Language:
    """Speak `language` from here on."""

    kind: ClassVar[str] = "language"
    language: str
    next: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in the site's time zone, its own or a calendar's: to `open` or to `closed`.

    `holiday` is taken on holidays if it is given, `error` (else `open`) when there is no such calendar.
    """

    kind: ClassVar[str] = "hours"
    spans: tuple[Span, ...]
    open: str
    closed: str
    calendar: str = ""
    holiday: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """To the first case that holds, else to `otherwise`."""

    kind: ClassVar[str] = "branch"
    cases: tuple[Case, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Switch:
    """To `on` while somebody has turned the switch on, else to `off`."""

    kind: ClassVar[str] = "switch"
    switch: str
    on: str
    off: str


@dataclass(frozen=True, slots=True)
class SetValues:
    """Set variables; values may name others in braces."""

    kind: ClassVar[str] = "set"
    values: Mapping[str, str]
    next: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask a configured host over HTTP; `answers` says which part of its JSON goes into which variable.

    To `next` with all of them, to `missing` (else `error`) when the host knows nothing or a part is not there, to
    `error` when it does not answer properly within `seconds`.
    """

    kind: ClassVar[str] = "lookup"
    host: str
    path: str
    answers: Mapping[str, str]
    next: str
    error: str
    missing: str = ""
    method: str = "GET"
    body: Mapping[str, str] | None = None
    seconds: int = 3
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Play prompts, then wait in `queue`; a call that waits too long goes to `timed_out`.

    `exits` lead calls that leave for another reason (full, empty, closed, emergency, or the name of an overflow step);
    without one they go to `timed_out`. `keys` lead callers who press one while they wait; their place in line is kept
    until they leave the flow or enter another queue. When the agent hangs up first, the caller goes on to `after`.
    `skills` are demanded beside the queue's, and a call of the fast lane goes before all others. `agent` (text with
    data, such as "{last_agent}") alone may have the call for `agent_seconds`.
    """

    kind: ClassVar[str] = "queue"
    queue: str
    timed_out: str
    priority: int = 0
    prompts: tuple[str, ...] = ()
    exits: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    fast_lane: bool = False
    agent: str = ""
    agent_seconds: int = 30


@dataclass(frozen=True, slots=True)
class CallBack:
    """Keep the caller's place in line for a call to `number` ("" is the caller's own), then go on to `next`.

    Who waits in no queue gets a place at the end of `queue`. To `refused` if the number cannot be called.
    With the prompts `when` the caller keys a time (HHMM) for an appointment, or `end_key` alone for none; one at which
    nobody calls (`closed`) is asked for again, up to `tries` times, then it is `refused`. `appointed` is `next` for it.
    """

    kind: ClassVar[str] = "callback"
    next: str
    refused: str
    queue: str = ""
    number: str = ""
    when: tuple[str, ...] = ()
    appointed: str = ""
    seconds: int = 8
    between: int = 4
    tries: int = 3
    end_key: str = "#"
    wrong_key: tuple[str, ...] = ("callback-time-wrong",)
    no_key: tuple[str, ...] = SILENT
    closed: tuple[str, ...] = ("callback-time-closed",)


@dataclass(frozen=True, slots=True)
class RingAgent:
    """Play prompts, then ring one agent wherever they sit, with music, for `seconds`.

    To `busy` (else `failed`) when the phone cannot be rung now, to `failed` when nobody answers; when who answered
    hangs up first, the caller goes on to `after`.
    """

    kind: ClassVar[str] = "agent"
    target: str
    failed: str
    seconds: int = 25
    busy: str = ""
    after: str = ""
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RingPhone(RingAgent):
    """The same for a phone, whoever sits there."""

    kind: ClassVar[str] = "extension"


@dataclass(frozen=True, slots=True)
class RingNumber(RingAgent):
    """The same for a number in the telephone network, which may name variables in braces."""

    kind: ClassVar[str] = "outside"


@dataclass(frozen=True, slots=True)
class Message:
    """Voicemail: greeting and tone, then the caller speaks for at most `seconds`; `#` ends it and leads to `next`.

    What is said goes into `box` as a message of its own; without one it is heard in the call's recording only.
    """

    kind: ClassVar[str] = "message"
    prompts: tuple[str, ...]
    next: str
    seconds: int = 120
    box: str = ""


@dataclass(frozen=True, slots=True)
class Fax:
    """Receive a fax into `box`, and hang up; who is still there and has sent no page goes on to `after`."""

    kind: ClassVar[str] = "fax"
    box: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class SubFlow:
    """Go through another flow; its `return` leads to `next`."""

    kind: ClassVar[str] = "flow"
    flow: str
    next: str


@dataclass(frozen=True, slots=True)
class Return:
    """Back to the flow that led here; at the outermost the call ends."""

    kind: ClassVar[str] = "return"


@dataclass(frozen=True, slots=True)
class HangUp:
    """Play prompts and end the call; `closed_hours` books it as a call outside opening hours."""

    kind: ClassVar[str] = "hangup"
    prompts: tuple[str, ...] = ()
    closed_hours: bool = False


Node: TypeAlias = (
    Play
    | SayValue
    | Menu
    | Collect
    | Survey
    | Language
    | Hours
    | Branch
    | Switch
    | SetValues
    | LookUp
    | Enqueue
    | CallBack
    | RingAgent
    | RingPhone
    | RingNumber
    | Message
    | Fax
    | SubFlow
    | Return
    | HangUp
)
