"""What paging needs from the rest of the engine."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.paging.model import PageGroup, Phone
from appliance.events import Event


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Media(Protocol):
    """The media node, as a page uses it."""

    def answer(self, channel: str) -> None: ...

    def tone(self, channel: str, run: str, language: str) -> None:
        """Say to who speaks that it begins."""
        ...

    def ring(self, channel: str, phone: str, shown: str) -> None:
        """Ring a phone as for any call."""
        ...

    def summon(self, channel: str, phone: str, group: PageGroup) -> None:
        """Ring a phone that is to pick up by itself."""
        ...

    def break_into(self, channel: str, into: str) -> None:
        """A leg that is heard in a call by the phone at `into`, and only there."""
        ...

    def multicast(self, channel: str, address: str, group: PageGroup) -> None: ...

    def open(self, bridge: str) -> None: ...

    def hears(self, bridge: str, channel: str) -> None:
        """Let a leg hear the page, and not be heard."""
        ...

    def speaks(self, bridge: str, channel: str) -> None: ...

    def say(self, bridge: str, run: str, prompts: tuple[str, ...], language: str) -> None: ...

    def hang_up(self, channel: str) -> None: ...

    def close(self, bridge: str) -> None: ...


class Phones(Protocol):
    """The phones of the site."""

    def use(self, phone: str) -> Phone:
        """What a phone is doing now."""
        ...

    def created(self, leg: str, phone: str) -> None:
        """From now on the phone carries a leg."""
        ...

    def destroyed(self, leg: str) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class Identities(Protocol):
    def new(self, now: datetime) -> UUID: ...


class Directory(Protocol):
    """The published configuration."""

    def page_group(self, name: str) -> PageGroup | None: ...

    def page_group_of(self, number: str) -> PageGroup | None:
        """The group whose number follows the code; "" is the only group, where there is one alone."""
        ...

    def own_language(self, agent: str) -> str:
        """The language that an agent hears; of nobody known the site's."""
        ...

    @property
    def phones(self) -> Collection[str]: ...
