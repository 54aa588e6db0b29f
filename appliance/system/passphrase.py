"""Short texts closed by a passphrase, for what leaves the box and is to be opened on another one."""

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from appliance.errors import Refusal
from appliance.settings import Secret

SHORTEST = 12
_VERSION, _SALT, _NONCE = "p1", 16, 12
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26}
"""scrypt (RFC 7914) with 32 MB: a tenth of a second on a box, for each guess."""


class PassphraseShort(Refusal):
    """What can be guessed closes nothing."""

    code = "passphrase-short"


class PassphraseMissing(Refusal):
    """The file is closed by a passphrase, and none was given."""

    code = "passphrase-missing"


class PassphraseWrong(Refusal):
    """What is to be opened was closed by another passphrase, for another place, or was changed since."""

    code = "passphrase-wrong"


class Passphrase:
    """Closes by one salt and opens by whichever salt a text has. Not for many threads at once."""

    def __init__(self, words: str) -> None:
        self._words, self._salt = words, secrets.token_bytes(_SALT)
        self._ciphers: dict[bytes, AESGCM] = {}

    def __repr__(self) -> str:
        return "Passphrase(…)"

    def seal(self, text: str, context: str) -> str:
        """`text` as `p1.<base64>`; opens only with the same words and `context`. Raises PassphraseShort."""
        if len(self._words) < SHORTEST:
            raise PassphraseShort(shortest=SHORTEST)
        nonce = secrets.token_bytes(_NONCE)
        closed = self._cipher(self._salt).encrypt(nonce, text.encode(), context.encode())
        return f"{_VERSION}.{base64.urlsafe_b64encode(self._salt + nonce + closed).decode()}"

    def open(self, sealed: str, context: str) -> Secret:
        """The text of `seal`; raises PassphraseMissing or PassphraseWrong."""
        if not self._words:
            raise PassphraseMissing()
        try:
            raw = base64.b64decode(sealed.partition(".")[2], altchars=b"-_", validate=True)
            salt, nonce, closed = raw[:_SALT], raw[_SALT : _SALT + _NONCE], raw[_SALT + _NONCE :]
            return Secret(self._cipher(salt).decrypt(nonce, closed, context.encode()).decode())
        except (InvalidTag, ValueError) as fault:
            raise PassphraseWrong() from fault

    def _cipher(self, salt: bytes) -> AESGCM:
        if salt not in self._ciphers:
            key = hashlib.scrypt(self._words.encode(), salt=salt, dklen=32, **_COST)
            self._ciphers[salt] = AESGCM(key)
        return self._ciphers[salt]


def by_passphrase(sealed: str) -> bool:
    """Whether a passphrase closed it."""
    return sealed.startswith(f"{_VERSION}.")
