"""The box key: one secret per box, from which every other secret at rest is protected."""

import base64
import hashlib
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from appliance.errors import Refusal
from appliance.settings import Secret
from appliance.system.files import sync_folder

SIZE = 32
NAME = "box.key"
_NONCE = 12
_VERSION = "v1"


class BoxKeyMissing(Refusal):
    """There is no key where one must be."""

    code = "box-key-missing"


class BoxKeyDamaged(Refusal):
    """The key file does not hold exactly 32 bytes, or is not a plain file."""

    code = "box-key-damaged"


class BoxKeyExposed(Refusal):
    """The key file or its folder can be read by others."""

    code = "box-key-exposed"


class BoxKeyWrong(Refusal):
    """What is to be opened was not closed with this key, or was changed since."""

    code = "box-key-wrong"


class BoxKey:
    """Wraps data keys (RFC 3394) and seals short texts (AES-256-GCM); the key itself is never handed out.

    Each use has its own sub-key by HKDF-SHA256 (RFC 5869). `key_id` is 8 hexadecimal digits and says which key
    closed a thing, so that keys can be changed later; it reveals nothing about the key.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != SIZE:
            raise BoxKeyDamaged(path="-", size=len(key))
        self._wrapping = _derived(key, "wrap")
        self._deriving = _derived(key, "derive")
        self._sealing = AESGCM(_derived(key, "seal"))
        self.key_id = hashlib.sha256(_derived(key, "id")).hexdigest()[:8]

    def __repr__(self) -> str:
        return f"BoxKey({self.key_id})"

    @classmethod
    def load(cls, folder: Path, name: str = NAME) -> "BoxKey":
        """The key in `folder`; refused when it is missing, of the wrong size or open to others."""
        path = folder / name
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError as fault:
            raise BoxKeyMissing(path=str(path)) from fault
        with os.fdopen(handle, "rb") as file:
            _refuse_exposed(folder, folder.stat())
            _refuse_exposed(path, os.fstat(file.fileno()))
            key = file.read(SIZE + 1)
        if len(key) != SIZE:
            raise BoxKeyDamaged(path=str(path), size=len(key))
        return cls(key)

    @classmethod
    def ensure(cls, folder: Path) -> "BoxKey":
        """The key in `folder`, made on the first start; a key that exists is never overwritten."""
        if not (folder / NAME).exists():
            _create(folder)
        return cls.load(folder)

    def wrap(self, data_key: bytes) -> bytes:
        """`data_key` (16 to 64 bytes, a multiple of 8) wrapped; 8 bytes longer."""
        return aes_key_wrap(self._wrapping, data_key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The inverse of `wrap`; refused when it was wrapped by another key or changed."""
        try:
            return aes_key_unwrap(self._wrapping, wrapped)
        except (InvalidUnwrap, ValueError) as fault:
            raise BoxKeyWrong(key=self.key_id) from fault

    def derived(self, use: str) -> bytes:
        """32 bytes that are the same for one `use` and say nothing about any other, nor about the key."""
        return _derived(self._deriving, use)

    def seal(self, text: str, context: str) -> str:
        """`text` closed for storage as `v1.<key id>.<base64>`; opens only with the same `context`."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._sealing.encrypt(nonce, text.encode(), context.encode())
        return f"{_VERSION}.{self.key_id}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, context: str) -> Secret:
        """The text of `seal`; refused for another key, another context or a changed text."""
        version, _, rest = sealed.partition(".")
        key_id, _, encoded = rest.partition(".")
        if (version, key_id) != (_VERSION, self.key_id):
            raise BoxKeyWrong(key=self.key_id)
        try:
            raw = _decoded(encoded)
            text = self._sealing.decrypt(raw[:_NONCE], raw[_NONCE:], context.encode())
        except (InvalidTag, ValueError) as fault:
            raise BoxKeyWrong(key=self.key_id) from fault
        return Secret(text.decode())


def _decoded(encoded: str) -> bytes:
    """The one text of each value only: plain base64 leaves bits of its last letter unused."""
    raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(raw).decode() != encoded:
        raise ValueError("not in its canonical form")
    return raw


def _derived(key: bytes, use: str) -> bytes:
    return HKDF(SHA256(), SIZE, salt=None, info=f"callstead box key: {use}".encode()).derive(key)


def _refuse_exposed(path: Path, status: os.stat_result) -> None:
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BoxKeyExposed(path=str(path), mode=f"{stat.S_IMODE(status.st_mode):04o}")


def _create(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    temporary = folder / f".{NAME}.{secrets.token_hex(8)}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        _publish(temporary, folder / NAME)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(folder)
    sync_folder(folder.parent)


def _publish(temporary: Path, final: Path) -> None:
    """Give the file its name unless the name is taken: a link, unlike a rename, never replaces."""
    try:
        final.hardlink_to(temporary)
    except FileExistsError:
        return
