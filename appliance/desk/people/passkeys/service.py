"""Making passkeys, and proving by them who somebody is (W3C Web Authentication, level 2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from appliance.clock import Clock
from appliance.desk.people import naming
from appliance.desk.people.model import Person
from appliance.desk.people.passkeys.errors import PasskeyRefused, PasskeyUnknown, TooManyPasskeys
from appliance.desk.people.passkeys.model import LIFE, Asking, Passkey, Place
from appliance.desk.people.passkeys.repository import Passkeys
from appliance.desk.people.ports import Trail

ISSUER = "Callstead"
MOST, LONGEST_CREDENTIAL = 20, 400
VERIFIED = UserVerificationRequirement.REQUIRED
"""The device asks for a finger, a face or a PIN: a passkey is something one has and something one is or knows."""


class PasskeyDesk:
    """What a browser is asked, and what its answer proves."""

    def __init__(self, passkeys: Passkeys, trail: Trail, clock: Clock) -> None:
        self._passkeys, self._trail, self._clock = passkeys, trail, clock

    def of(self, person: UUID) -> tuple[Passkey, ...]:
        """One person's, the oldest first."""
        return self._passkeys.of(person)

    def offer(self, person: Person, place: Place) -> tuple[str, Asking]:
        """Options to make a passkey with (JSON), and what `add` wants to know of them; raises TooManyPasskeys."""
        known = self._passkeys.of(person.id)
        if len(known) >= MOST:
            raise TooManyPasskeys(most=MOST)
        options = generate_registration_options(
            rp_id=place.host,
            rp_name=ISSUER,
            user_id=person.id.bytes,
            user_name=person.login,
            user_display_name=person.name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
            ),
            exclude_credentials=_named(known),
        )
        return options_to_json(options), self._asking(options.challenge)

    def add(self, person: Person, place: Place, asking: Asking, answer: str, name: str) -> Passkey:
        """Keep the passkey that a device has made; raises PasskeyRefused, or PersonInvalid for its name."""
        name, now = naming.name(name), self._in_time(asking)
        with _understood():
            made = verify_registration_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(asking.challenge),
                expected_rp_id=place.host,
                expected_origin=place.origin,
                require_user_verification=True,
            )
        credential = bytes_to_base64url(made.credential_id)
        passkey = Passkey(credential, person.id, name, made.credential_public_key, made.sign_count, now)
        if len(credential) > LONGEST_CREDENTIAL or not self._passkeys.add(passkey):
            raise PasskeyRefused()
        self._trail.note("passkey.add", person.login, after={"name": name})
        return passkey

    def ask(self, place: Place, person: Person | None = None) -> tuple[str, Asking]:
        """Options to prove oneself with (JSON): by any passkey of this place, or by one of that person's."""
        allowed = _named(self._passkeys.of(person.id)) if person else []
        options = generate_authentication_options(
            rp_id=place.host, allow_credentials=allowed, user_verification=VERIFIED
        )
        return options_to_json(options), self._asking(options.challenge)

    def claimed(self, answer: str) -> Passkey | None:
        """The passkey that an answer is said to be of; nothing is proven yet."""
        try:
            with _understood():
                return self._passkeys.named(parse_authentication_credential_json(answer).id[:LONGEST_CREDENTIAL])
        except PasskeyRefused:
            return None

    def prove(self, passkey: Passkey, place: Place, asking: Asking, answer: str) -> None:
        """Raise PasskeyRefused unless the answer proves that its holder is there; it counts once."""
        now = self._in_time(asking)
        with _understood():
            proven = verify_authentication_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(asking.challenge),
                expected_rp_id=place.host,
                expected_origin=place.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        if not self._passkeys.use(passkey.credential, proven.new_sign_count, asking.at, now):
            raise PasskeyRefused()

    def rename(self, person: Person, credential: str, name: str) -> None:
        """Raises PasskeyUnknown, or PersonInvalid for the name."""
        name = naming.name(name)
        before = self._mine(person, credential)
        self._passkeys.rename(person.id, credential, name)
        self._trail.note("passkey.rename", person.login, before={"name": before.name}, after={"name": name})

    def remove(self, person: Person, credential: str) -> None:
        """Raises PasskeyUnknown."""
        before = self._mine(person, credential)
        self._passkeys.remove(person.id, credential)
        self._trail.note("passkey.remove", person.login, before={"name": before.name})

    def _mine(self, person: Person, credential: str) -> Passkey:
        found = next((one for one in self._passkeys.of(person.id) if one.credential == credential), None)
        if found is None:
            raise PasskeyUnknown()
        return found

    def _asking(self, challenge: bytes) -> Asking:
        return Asking(bytes_to_base64url(challenge), self._clock.now())

    def _in_time(self, asking: Asking) -> datetime:
        now = self._clock.now()
        if now - asking.at > LIFE:
            raise PasskeyRefused()
        return now


def _named(passkeys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in passkeys]


@contextmanager
def _understood() -> Iterator[None]:
    """Whatever a browser has sent: what is no proof is refused."""
    try:
        yield
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        raise PasskeyRefused() from fault
