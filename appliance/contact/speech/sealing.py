"""A transcript sealed under a key that only its recording's key leads to.

    "CALLSTEAD-TEXT" version(1)  salt(16)  nonce(12)  AES-256-GCM

The key is HKDF-SHA256 of the recording's data key with the salt, the recording's identity is bound to the text: when
the recording's key goes, so does what was said. A data key seals one audio file only, so it is never used itself.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from appliance.contact.speech.errors import TranscriptDamaged

MAGIC = b"CALLSTEAD-TEXT\x01"
_SALT, _NONCE, _KEY = 16, 12, 32
CHANCE = _SALT + _NONCE


def seal(recording: UUID, data_key: bytes, plain: bytes, chance: bytes) -> bytes:
    """Under a key that `chance`, of CHANCE bytes never used before, makes another each time."""
    salt, nonce = chance[:_SALT], chance[_SALT:CHANCE]
    return MAGIC + salt + nonce + _cipher(data_key, salt).encrypt(nonce, plain, MAGIC + recording.bytes)


def unseal(recording: UUID, data_key: bytes, sealed: bytes) -> bytes:
    """Raises TranscriptDamaged when it is not what was sealed for that recording."""
    start = len(MAGIC)
    salt, nonce = sealed[start : start + _SALT], sealed[start + _SALT : start + _SALT + _NONCE]
    try:
        if not sealed.startswith(MAGIC):
            raise TranscriptDamaged(recording=str(recording))
        cipher = _cipher(data_key, salt)
        return cipher.decrypt(nonce, sealed[start + _SALT + _NONCE :], MAGIC + recording.bytes)
    except (InvalidTag, ValueError) as fault:
        raise TranscriptDamaged(recording=str(recording)) from fault


def _cipher(data_key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _KEY, salt, b"callstead transcript").derive(data_key))
