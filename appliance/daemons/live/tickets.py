"""Tickets by which browsers come in: each once, within seconds, so that no password or cookie gets here."""

import secrets

from appliance.daemons.live.scope import Scope

LIFE = 30.0
"""Seconds."""
MOST = 10_000


class Tickets:
    """Tickets that were given out and not used yet; `now` is in seconds, of a clock that never goes back."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[float, Scope]] = {}

    def give(self, scope: Scope, now: float) -> str:
        """A ticket for that reader; beyond `MOST` the oldest is forgotten."""
        self._forget(now)
        ticket = secrets.token_urlsafe(24)
        self._open[ticket] = (now + LIFE, scope)
        while len(self._open) > MOST:
            del self._open[next(iter(self._open))]
        return ticket

    def take(self, ticket: str, now: float) -> Scope | None:
        """Whose it is, once; None for one that is unknown, used or too old."""
        until, scope = self._open.pop(ticket, (0.0, None))
        return scope if now < until else None

    def dismiss(self, person: str, session: str) -> None:
        """No ticket of that person, or of that session alone, is good any more."""
        self._open = {name: held for name, held in self._open.items() if not of(held[1], person, session)}

    def _forget(self, now: float) -> None:
        while self._open and next(iter(self._open.values()))[0] <= now:
            del self._open[next(iter(self._open))]


def of(scope: Scope, person: str, session: str) -> bool:
    """Whether a reader is meant: of that session where one is named, else of that person."""
    return scope.session == session if session else scope.person == person
