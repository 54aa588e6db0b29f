"""Signing in and out: proofs in, a session or a refusal out."""

import hashlib
import secrets
from datetime import timedelta

from appliance.clock import Clock, uuid7
from appliance.desk.people import lockout, sessions
from appliance.desk.people.accounts.errors import AccountAway, AccountOff
from appliance.desk.people.accounts.model import Way
from appliance.desk.people.errors import SignInRefused, TooManyAttempts
from appliance.desk.people.model import Person, Session, Who
from appliance.desk.people.ports import Elsewhere, Hasher, Trail
from appliance.desk.people.repository import Directory, Doors, Roles
from appliance.desk.people.rights import allowed


class Entrance:
    """Lets people in. Whoever is not known is refused as slowly, and in the same words, as who is.

    `elsewhere` is asked for whoever no password of this box lets in.
    """

    def __init__(
        self,
        directory: Directory,
        roles: Roles,
        doors: Doors,
        hasher: Hasher,
        trail: Trail,
        clock: Clock,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._directory, self._roles, self._doors = directory, roles, doors
        self._hasher, self._trail, self._clock = hasher, trail, clock
        self._elsewhere = elsewhere
        self._nobody = hasher.hashed(secrets.token_urlsafe())

    def by_password(self, login: str, password: str, address: str) -> tuple[Person, Way]:
        """The person of that name and password, of this box or of an account elsewhere.

        Raises SignInRefused or TooManyAttempts; AccountAway where only an account elsewhere could tell; and what
        `elsewhere` refuses though name and password are right there.
        """
        login = login.strip().casefold()
        self.refuse_locked(login, address)
        person = self._directory.by_login(login)
        matches = self._hasher.matches(person.password if person and person.password else self._nobody, password)
        if person and matches and person.password and person.opens_here:
            if not person.may_enter:
                raise self.failed(login, address, Way.PASSWORD)
            if self._hasher.outdated(person.password):
                self._directory.set_proofs(person.id, password=self._hasher.hashed(password))
            return person, Way.PASSWORD
        if self._elsewhere is None:
            raise self.failed(login, address, Way.PASSWORD)
        return self._from_elsewhere(self._elsewhere, login, password, address)

    def _from_elsewhere(self, elsewhere: Elsewhere, login: str, password: str, address: str) -> tuple[Person, Way]:
        try:
            person = elsewhere.by_password(login, password)
        except AccountOff:
            raise self.failed(login, address, Way.PASSWORD) from None
        except AccountAway:
            # Passwords of this box were tried all the same, and nobody tries those without end.
            self.failed(login, address, Way.PASSWORD)
            raise
        except SignInRefused:
            raise self.failed(login, address, Way.LDAP) from None
        if person is None or not person.may_enter:
            raise self.failed(login, address, Way.LDAP)
        return person, Way.LDAP

    def refuse_locked(self, login: str, address: str) -> None:
        """Raise TooManyAttempts while the name or the address must wait."""
        now = self._clock.now()
        since = now - lockout.WINDOW
        for who, limit in ((_name(login), lockout.BY_LOGIN), (_place(address), lockout.BY_ADDRESS)):
            if who == _name(""):
                continue
            until = lockout.locked_until(self._doors.failures(who, since), limit, now)
            if until:
                raise TooManyAttempts(minutes=_minutes(until - now))

    def failed(self, login: str, address: str, by: str) -> SignInRefused:
        """Note a failure; the refusal to raise."""
        now = self._clock.now()
        # What names nobody, such as an unknown passkey, must not lock out whoever comes without a name.
        who = ((_name(login),) if login else ()) + (_place(address),)
        self._doors.failed(who, now, now - lockout.WINDOW)
        self._trail.note("sign-in.failed", login[:64], after={"by": by})
        return SignInRefused()

    def open(
        self, person: Person, address: str, browser: str, way: str = Way.PASSWORD, *, second_elsewhere: bool = False
    ) -> tuple[str, Session]:
        """A new session for somebody who has proven who it is, and its token, which is kept nowhere."""
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        self._doors.forgive(_name(person.login))
        times, where = (now, now, sessions.until(now, now)), (address[:64], browser[:200])
        session = Session(uuid7(now), person.id, digest(token), *times, *where, str(way), second_elsewhere)
        self._doors.open_session(session)
        return token, session

    def who(self, token: str) -> Who | None:
        """Who has this token; None when it is over, revoked or none."""
        now, session = self._clock.now(), self._doors.session(digest(token))
        if session is None or sessions.over(session, now):
            return None
        person = self._directory.person(session.person)
        if person is None or not person.may_enter:
            return None
        if sessions.worth_noting(session, now):
            self._doors.seen(session.id, now, sessions.until(session.created_at, now))
        return Who(person, session, self.rights(person), self._owes_second(person, session))

    def rights(self, person: Person) -> frozenset[str]:
        """What the person may, by all roles together."""
        custom = {role.name: role.rights for role in self._roles.all()}
        return allowed(person.roles, custom)

    def _owes_second(self, person: Person, session: Session) -> bool:
        if person.second_factor or session.second_elsewhere:
            return False
        return not self._roles.strict().isdisjoint(person.roles)


def digest(token: str) -> str:
    """SHA-256, by which tokens and codes are kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _minutes(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds()) // 60))


def _name(login: str) -> str:
    return f"login:{login[:64]}"


def _place(address: str) -> str:
    return f"address:{address[:64]}"
