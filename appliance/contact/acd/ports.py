"""What distribution needs from the rest of the engine."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.acd.model import Announcement, Candidate, Departure, Offer, Queue, Waiting
from appliance.events import Event


class Agents(Protocol):
    """The people."""

    def free(self) -> Sequence[Candidate]:
        """Agents who may be rung this instant: ready, and no leg on their phone."""
        ...

    def taken(self) -> Mapping[str, int]:
        """How many calls each queue has with agents, ringing ones included."""
        ...

    def at_work(self) -> Sequence[Candidate]:
        """Agents who take calls now or as soon as they have done with theirs: signed in and not paused.

        Their `capacity` is up to how many calls each has in all.
        """
        ...

    def signed_in(self, queue: Queue, without: Collection[str] = ()) -> bool:
        """Whether anybody else than those is signed in who serves the queue."""
        ...


class Estimates(Protocol):
    """What waiting calls can expect."""

    def wait(
        self,
        call: Waiting,
        before: Sequence[Waiting],
        agents: Sequence[Candidate],
        queues: Mapping[str, Queue],
        now: datetime,
    ) -> float | None:
        """Seconds that a call will still wait behind those before it; None while nothing is known."""
        ...


class Line(Protocol):
    """What happens to the calls in line."""

    def offer(self, offer: Offer, now: datetime) -> None:
        """Ring the agent for the call."""
        ...

    def announce(self, contact: UUID, said: Announcement) -> None:
        """Tell the caller."""
        ...

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, exit_: str, prompts: tuple[str, ...] = ()
    ) -> None:
        """The call's time in line is over without an answer: say `prompts` and go on by the flow's `exit_`."""
        ...


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...
