"""Making, using and revoking tokens."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.people import naming
from appliance.desk.people.entrance.service import digest
from appliance.desk.people.errors import PersonInvalid
from appliance.desk.people.model import Person, Scope
from appliance.desk.people.ports import Trail
from appliance.desk.people.repository import Directory
from appliance.desk.people.tokens import reach
from appliance.desk.people.tokens.errors import TokenBeyond, TokenFieldInvalid, TokenInvalid, TokenUnknown
from appliance.desk.people.tokens.model import Token, Wish
from appliance.desk.people.tokens.repository import TokenShelf

BEGIN = "cst_"
"""How every token begins, so that programs that look for lost secrets find it."""
HINT = len(BEGIN) + 6
NOTED = timedelta(minutes=1)
"""How exact it is kept when a token was last used."""
LONGEST = 730
"""Days after which a token ends at the latest."""


class Tokens:
    """`rights` tells what a person may at this moment."""

    def __init__(
        self,
        shelf: TokenShelf,
        directory: Directory,
        rights: Callable[[Person], frozenset[str]],
        trail: Trail,
        clock: Clock,
    ) -> None:
        self._shelf, self._directory, self._rights, self._trail, self._clock = shelf, directory, rights, trail, clock

    def make(self, maker: Person, wish: Wish) -> tuple[Token, str]:
        """A new token, and its text, which is kept nowhere. Raises TokenFieldInvalid or TokenBeyond."""
        now, text = self._clock.now(), BEGIN + secrets.token_urlsafe(32)
        self.refuse(maker, wish)
        name, system = _name("name", wish.name), _name("system", wish.system) if wish.system else ""
        token = Token(
            uuid7(now),
            maker.id,
            name,
            system,
            digest(text),
            text[:HINT],
            wish.rights,
            now,
            now + timedelta(days=wish.days),
            Scope(wish.queues, wish.teams),
        )
        self._shelf.add(token)
        self._trail.note("token.make", token.name, after=shown(token))
        return token, text

    def refuse(self, maker: Person, wish: Wish) -> None:
        """Raise TokenFieldInvalid or TokenBeyond for what cannot be made."""
        _name("name", wish.name)
        if wish.system:
            _name("system", wish.system)
        if not 1 <= wish.days <= LONGEST:
            raise TokenFieldInvalid(field="days", value=str(wish.days)[: naming.SHOWN])
        if not wish.rights:
            raise TokenFieldInvalid(field="rights", value="")
        self._refuse_beyond(maker, wish)

    def admit(self, text: str, address: str) -> tuple[Token, Person, frozenset[str]]:
        """Whose token that is, within the token's scope, and what it may. Raises TokenInvalid."""
        now, token = self._clock.now(), self._shelf.by_secret(digest(text))
        if token is None or not token.works(now):
            raise TokenInvalid()
        maker = self._directory.person(token.person)
        if maker is None or not maker.may_enter:
            raise TokenInvalid()
        if token.used_at is None or now - token.used_at >= NOTED or token.address != address:
            self._shelf.used(token.id, now, address)
        return token, maker, reach.rights(token, self._rights(maker))

    def revoke(self, id: UUID, of: UUID | None = None) -> Token:
        """End a token at once; with `of` only one of that maker's. Raises TokenUnknown."""
        token = self.find(id, of)
        if token.revoked_at is None:
            self._shelf.revoke(id, self._clock.now())
            self._trail.note("token.revoke", token.name, before={"id": str(id), "hint": token.hint})
        return self.find(id, of)

    def find(self, id: UUID, of: UUID | None = None) -> Token:
        """Raises TokenUnknown."""
        token = self._shelf.find(id)
        if token is None or of not in (None, token.person):
            raise TokenUnknown(token=str(id))
        return token

    def all(self, of: UUID | None = None) -> tuple[Token, ...]:
        """All, or one maker's; the newest first."""
        return self._shelf.all(of)

    def _refuse_beyond(self, maker: Person, wish: Wish) -> None:
        missing = sorted(wish.rights - self._rights(maker))
        missing += _outside(wish.queues, maker.scope.queues) + _outside(wish.teams, maker.scope.teams)
        if missing:
            raise TokenBeyond(beyond=", ".join(missing)[:200])


def shown(token: Token, now: datetime | None = None) -> dict[str, Any]:
    """A token as JSON, without what proves it; with `now` also whether it works."""
    times = {name: getattr(token, name) for name in ("created_at", "expires_at", "used_at", "revoked_at")}
    scope = {name: None if (of := getattr(token.scope, name)) is None else sorted(of) for name in ("queues", "teams")}
    told: dict[str, Any] = {
        "id": str(token.id),
        "name": token.name,
        "system": token.system,
        "hint": token.hint,
        "rights": sorted(token.rights),
        **scope,
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
        "address": token.address,
    }
    return told | ({"works": token.works(now)} if now else {})


def _outside(wanted: Collection[str] | None, own: frozenset[str] | None) -> list[str]:
    return [] if wanted is None or own is None else sorted(set(wanted) - own)


def _name(field: str, text: str) -> str:
    try:
        return naming.name(text)
    except PersonInvalid as fault:
        raise TokenFieldInvalid(field=field, value=text[: naming.SHOWN]) from fault
