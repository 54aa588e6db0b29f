"""Files that come in pieces over the control socket, whose lines are bounded."""

import base64
import binascii
import shutil
from pathlib import Path
from uuid import uuid4

from appliance.contact.prompts.errors import SoundDamaged, SoundTooLarge
from appliance.control.errors import ArgumentInvalid

LARGEST = 64 * 1024 * 1024
AT_ONCE = 8


class Uploads:
    """Uploads in `folder`, which is emptied at the start; of more than eight unfinished ones the oldest is dropped."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._names = folder, list[str]()
        shutil.rmtree(folder, ignore_errors=True)

    def append(self, upload: str, data: str) -> str:
        """Add base64 `data` to an upload, "" begins one; its name. Raises SoundTooLarge."""
        if upload == "":
            upload = self._begin()
        path = self._path(upload)
        piece = _decoded(data)
        if path.stat().st_size + len(piece) > LARGEST:
            self._drop(upload)
            raise SoundTooLarge(limit=LARGEST)
        with path.open("ab") as file:
            file.write(piece)
        return upload

    def take(self, upload: str) -> bytes:
        """The whole file; the upload is over."""
        data = self._path(upload).read_bytes()
        self._drop(upload)
        if not data:
            raise SoundDamaged(problem="0 B")
        return data

    def _begin(self) -> str:
        while len(self._names) >= AT_ONCE:
            self._drop(self._names[0])
        name = uuid4().hex
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / name).touch(mode=0o600)
        self._names.append(name)
        return name

    def _path(self, upload: str) -> Path:
        if upload not in self._names:
            raise ArgumentInvalid(argument="upload", expected="upload", given=upload[:40])
        return self._folder / upload

    def _drop(self, upload: str) -> None:
        self._names.remove(upload)
        (self._folder / upload).unlink(missing_ok=True)


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise ArgumentInvalid(argument="data", expected="base64", given=data[:40]) from fault
