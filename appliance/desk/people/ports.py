"""What the services of people need from outside."""

from collections.abc import Mapping
from typing import Any, Protocol

from appliance.desk.people.model import Person
from appliance.settings import Secret


class Vault(Protocol):
    """The box's keys."""

    def seal(self, text: str, context: str) -> str: ...

    def open(self, sealed: str, context: str) -> Secret: ...


class Elsewhere(Protocol):
    """Where people have an account with a password that is not of this box."""

    def by_password(self, login: str, password: str) -> Person | None:
        """The person, None for a wrong name or password; raises refusals of accounts."""


class Hasher(Protocol):
    """Password hashes; making and comparing take a tenth of a second on purpose."""

    def hashed(self, password: str) -> str: ...

    def matches(self, hashed: str, password: str) -> bool: ...

    def outdated(self, hashed: str) -> bool: ...


class Trail(Protocol):
    """The audit trail; knows by itself who acts."""

    def note(
        self,
        act: str,
        subject: str = "",
        *,
        reason: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Durable on return."""
