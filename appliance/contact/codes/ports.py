"""What codes need from the rest of the engine."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from appliance.contact.agents.model import Agent, Presence
from appliance.contact.codes.model import CodeTable
from appliance.events import Event


class Media(Protocol):
    """The phone that dialled, as a voice speaks to it."""

    def answer(self, channel: str) -> None: ...

    def say(self, channel: str, run: str, prompts: tuple[str, ...], language: str) -> None: ...

    def stop(self, run: str) -> None: ...

    def hang_up(self, channel: str) -> None: ...


class Phones(Protocol):
    """The phones that carry a leg, and so are rung for nobody."""

    def created(self, leg: str, phone: str) -> None: ...

    def destroyed(self, leg: str) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Wishes(Protocol):
    """What agents wish of their own presence."""

    def sign_in(self, number: str, phone: str, now: datetime) -> Presence: ...

    def sign_out(self, number: str, now: datetime) -> Presence: ...

    def ready(self, number: str, now: datetime) -> Presence: ...

    def pause(self, number: str, reason: str, now: datetime) -> Presence: ...

    def undisturbed(self, number: str, wish: bool, now: datetime) -> Presence: ...

    def wrapped_up(self, number: str, now: datetime) -> Presence: ...


class Seats(Protocol):
    def at_phone(self, phone: str) -> Presence | None: ...

    def colleagues(self, number: str) -> Collection[str]:
        """The agents of somebody's team, without that one."""
        ...


class Pickups(Protocol):
    """Calls that are parked and taken at a phone. `channel` is the phone's own, on which it asked."""

    def park(self, phone: str, now: datetime) -> str: ...

    def from_slot(self, slot: str, channel: str, node: str, phone: str, now: datetime) -> None: ...

    def from_phone(self, where: str, channel: str, node: str, phone: str, now: datetime) -> None: ...

    def from_team(self, agents: Collection[str], channel: str, node: str, phone: str, now: datetime) -> None: ...


class Listener(Protocol):
    """Voicemail, heard at a phone."""

    def listen(self, channel: str, node: str, phone: str, number: str, now: datetime) -> None:
        """Take the phone over; `number` chooses a box, "" whoever sits there their own."""
        ...


class Pager(Protocol):
    """One voice to many phones."""

    def dialled(self, channel: str, phone: str, agent: str, number: str, now: datetime) -> None:
        """Take the phone over for a page of the group that has that number; raises why not."""
        ...


class Pins(Protocol):
    def fits(self, agent: Agent, typed: str) -> bool:
        """Whether that is the agent's PIN."""
        ...


class Directory(Protocol):
    """The published configuration."""

    @property
    def codes(self) -> CodeTable: ...

    def person(self, number: str) -> Agent | None: ...

    @property
    def agents(self) -> Collection[str]: ...

    @property
    def phones(self) -> Collection[str]: ...

    @property
    def page_numbers(self) -> Collection[str]: ...

    def own_language(self, agent: str) -> str:
        """The language that an agent hears; of nobody known the site's."""
        ...
