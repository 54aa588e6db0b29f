"""The box key and the keys it has replaced: those still open what they closed, until they are destroyed by order."""

import os
import re
import secrets
from pathlib import Path

from appliance.settings import Secret
from appliance.system.files import sync_folder, write_atomic
from appliance.system.keys import NAME, SIZE, BoxKey, BoxKeyWrong

_NEXT = "next.key"
_RETIRED = re.compile(r"retired-([0-9a-f]{8})\.key")
_PRIVATE = 0o600


class Keyring:
    """All keys in `folder`. `current` closes; any of them opens what carries its id. May be used in any thread.

    The key is changed in two steps, each durable on return, so that the change can be put on record between them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = _read(folder)

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self.ids())})"

    @classmethod
    def load(cls, folder: Path) -> "Keyring":
        """Refused when the box key is missing, of the wrong size or open to others."""
        return cls(folder)

    @classmethod
    def ensure(cls, folder: Path) -> "Keyring":
        """The same, with a box key made on the first start."""
        BoxKey.ensure(folder)
        return cls(folder)

    @property
    def current(self) -> BoxKey:
        return next(iter(self._keys.values()))

    def ids(self) -> tuple[str, ...]:
        """The current key's first, then the others'."""
        return tuple(self._keys)

    def find(self, key_id: str) -> BoxKey | None:
        return self._keys.get(key_id)

    def seal(self, text: str, context: str) -> str:
        """`text` closed by the current key."""
        return self.current.seal(text, context)

    def open(self, sealed: str, context: str) -> Secret:
        """The text of `seal` by whichever key closed it; refused when that one is not here."""
        key_id = closed_by(sealed)
        if (key := self._keys.get(key_id)) is None:
            raise BoxKeyWrong(key=self.current.key_id)
        return key.open(sealed, context)

    def derived(self, use: str) -> bytes:
        """32 bytes for one use, always the same while this box key is in force."""
        return self.current.derived(use)

    def next(self) -> str | None:
        """The id of a key that was made and is not yet in force."""
        key = _key_in(self._folder, _NEXT)
        return key.key_id if key else None

    def make_next(self) -> str:
        """A new key, not yet in force; its id."""
        write_atomic(self._folder / _NEXT, secrets.token_bytes(SIZE), mode=_PRIVATE)
        return BoxKey.load(self._folder, _NEXT).key_id

    def drop_next(self) -> None:
        """Forget a key that never was in force."""
        (self._folder / _NEXT).unlink(missing_ok=True)
        sync_folder(self._folder)

    def switch(self) -> None:
        """The next key is the box key from now on; the present one stays, to open what it has closed."""
        retired = self._folder / f"retired-{self.current.key_id}.key"
        if not retired.exists():
            retired.hardlink_to(self._folder / NAME)
            sync_folder(self._folder)
        (self._folder / _NEXT).replace(self._folder / NAME)
        sync_folder(self._folder)
        self._keys = _read(self._folder)

    def destroy(self, key_id: str) -> None:
        """Overwrite and remove a key that is not in force; idempotent."""
        if key_id == self.current.key_id:
            raise ValueError("the key in force")
        path = self._folder / f"retired-{key_id}.key"
        self._keys = {name: key for name, key in self._keys.items() if name != key_id}
        if path.exists():
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            sync_folder(self._folder)


def closed_by(sealed: str) -> str:
    """The id of the key that closed a text; "" when it is no closed text."""
    version, _, rest = sealed.partition(".")
    return rest.partition(".")[0] if version == "v1" else ""


def _read(folder: Path) -> dict[str, BoxKey]:
    current = BoxKey.load(folder)
    names = sorted(path.name for path in folder.iterdir() if _RETIRED.fullmatch(path.name))
    others = (BoxKey.load(folder, name) for name in names)
    return {current.key_id: current} | {key.key_id: key for key in others if key.key_id != current.key_id}


def _key_in(folder: Path, name: str) -> BoxKey | None:
    return BoxKey.load(folder, name) if (folder / name).exists() else None
