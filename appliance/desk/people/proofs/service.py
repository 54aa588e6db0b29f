"""The second factor: one-time codes by the clock (RFC 6238), and recovery codes for when the telephone is lost."""

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

import pyotp

from appliance.clock import Clock
from appliance.desk.people.entrance.service import digest
from appliance.desk.people.errors import SignInRefused
from appliance.desk.people.model import Person
from appliance.desk.people.ports import Trail, Vault
from appliance.desk.people.repository import Directory

ISSUER = "Callstead"
STEP = 30
DRIFT = (0, -1, 1)
"""Steps by which a telephone's clock may be off."""

CODES, CODE_BYTES = 10, 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A key that is not in force yet: `uri` for a QR code, `key` to type, `sealed` to come back with."""

    uri: str
    key: str
    sealed: str


class SecondFactor:
    """Codes from a telephone's app, and recovery codes; each counts once."""

    def __init__(self, directory: Directory, vault: Vault, trail: Trail, clock: Clock) -> None:
        self._directory, self._vault, self._trail, self._clock = directory, vault, trail, clock

    def offer(self, person: Person) -> Offer:
        """A new key for the person's app; `confirm` brings it into force."""
        key = pyotp.random_base32()
        uri = pyotp.TOTP(key).provisioning_uri(name=person.login, issuer_name=ISSUER)
        return Offer(uri, key, self._vault.seal(key, totp_place(person.id)))

    def again(self, person: Person, sealed: str) -> Offer:
        """An offer that was made, to be shown once more."""
        key = self._vault.open(sealed, totp_place(person.id)).reveal()
        return Offer(pyotp.TOTP(key).provisioning_uri(name=person.login, issuer_name=ISSUER), key, sealed)

    def confirm(self, person: Person, sealed: str, code: str) -> tuple[str, ...]:
        """Bring a key into force by a code made with it; the recovery codes, shown once. Raises SignInRefused."""
        step = self._step(self._vault.open(sealed, totp_place(person.id)).reveal(), code)
        if step is None:
            raise SignInRefused()
        self._directory.set_proofs(person.id, totp=sealed, totp_step=step)
        self._trail.note("second-factor.set", person.login)
        return self.new_recovery(person)

    def new_recovery(self, person: Person) -> tuple[str, ...]:
        """Ten new recovery codes, shown once; the old ones no longer count."""
        codes = tuple(_grouped(secrets.token_hex(CODE_BYTES)) for _ in range(CODES))
        self._directory.set_proofs(person.id, recovery=tuple(map(_kept, codes)))
        self._trail.note("recovery-codes.made", person.login)
        return codes

    def drop(self, person: Person) -> None:
        """No app any more; without passkeys the recovery codes stand in for nothing, and go too."""
        self._directory.set_proofs(person.id, totp="", **({} if person.passkeys else {"recovery": ()}))
        self._trail.note("second-factor.drop", person.login)

    def tidy(self, person: Person) -> None:
        """After the last passkey went: recovery codes that stand in for nothing go too."""
        if not person.second_factor:
            self._directory.set_proofs(person.id, recovery=())

    def proven(self, person: Person, code: str) -> bool:
        """Whether the code is the app's of this moment, or a recovery code; either is used up."""
        step = self._step(self._vault.open(person.totp, totp_place(person.id)).reveal(), code) if person.totp else None
        if step is not None:
            return self._directory.use_step(person.id, step)
        if self._directory.use_recovery(person.id, _kept(code)):
            self._trail.note("recovery-codes.used", person.login)
            return True
        return False

    def _step(self, key: str, code: str) -> int | None:
        """The step of which the code is; None for none near this moment."""
        given, now = "".join(code.split()), int(self._clock.now().timestamp())
        if not (given.isascii() and given.isdigit()):
            return None
        steps = (now // STEP + drift for drift in DRIFT)
        return next((step for step in steps if hmac.compare_digest(pyotp.TOTP(key).at(step * STEP), given)), None)


def totp_place(person: UUID) -> str:
    """What a sealed key is bound to, so that none passes for another's."""
    return f"person {person} totp"


def _kept(code: str) -> str:
    """How a recovery code is kept, however it was typed."""
    return digest("".join(letter for letter in code.casefold() if letter.isalnum()))


def _grouped(code: str) -> str:
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
