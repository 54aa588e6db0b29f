"""What a walk through a flow needs from the rest of the engine."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.acd.model import NO_WISH, Wish
from appliance.contact.ivr.instructions import Ask
from appliance.contact.ivr.model import Caller
from appliance.events import Event


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class LookUps(Protocol):
    """Hosts that can be asked."""

    def ask(self, contact: UUID, question: Ask) -> None:
        """Ask beside everything else; the answer comes to `Walks.looked_up` as an input of its own."""
        ...


class Taking(Protocol):
    """Messages that callers leave."""

    def begin(self, contact: UUID, box: str, seconds: int, now: datetime) -> None:
        """Keep what the caller says as a message in `box`, until `end` or a hang-up, `seconds` at most."""
        ...

    def end(self, contact: UUID) -> None: ...


class Faxing(Protocol):
    """Faxes that callers send."""

    def begin(self, contact: UUID, box: str, now: datetime) -> None:
        """Receive a fax into `box`; `Walks.faxed` hears of its end while the caller is there."""
        ...

    def listen(self, contact: UUID) -> None:
        """Hear whether a fax calls, for the first minute; `Walks.tone` hears of it."""
        ...


class Stage(Protocol):
    """What can be done to the caller."""

    def caller(self, contact: UUID) -> Caller:
        """Who calls."""
        ...

    def speak(self, contact: UUID, language: str) -> None:
        """Prompts are in this language from here on."""
        ...

    def say(self, contact: UUID, prompts: tuple[str, ...]) -> None:
        """Play prompts in the caller's language, in place of what plays; no prompts end at once."""
        ...

    def hush(self, contact: UUID) -> None:
        """Stop what plays."""
        ...

    def wait(self, contact: UUID, queue: str, priority: int, now: datetime, wish: Wish = NO_WISH) -> None:
        """Into the queue."""
        ...

    def call_back(self, contact: UUID, queue: str, number: str, at: datetime | None, now: datetime) -> str:
        """Keep the caller's place in line for a call back, with `at` for an appointment; "" or why that cannot be."""
        ...

    def ring(self, contact: UUID, who: str, name: str, seconds: int, now: datetime) -> None:
        """Ring an agent, phone or number for the caller; `Walks.unreached` hears when that comes to nothing."""
        ...

    def step_aside(self, contact: UUID, now: datetime) -> None:
        """The caller chooses something else while the place in line is kept."""
        ...

    def end(self, contact: UUID, *, closed_hours: bool, now: datetime) -> None:
        """The flow is over: hang up."""
        ...
