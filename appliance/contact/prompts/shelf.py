"""The folder in which Asterisk finds prompts: our own files, and links to the built-in ones."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

SUFFIX = ".wav"


class SoundFolder:
    """Shelf in `folder`; the built-in prompts lie in `built_in`, which Asterisk sees as `seen_as`.

    Files are replaced by renaming: who plays the old one plays it to its end.
    """

    def __init__(self, folder: Path, built_in: Path, seen_as: str) -> None:
        self._folder, self._built_in, self._seen_as = folder, built_in, seen_as

    def lay_out(self) -> None:
        """Begin anew with the built-in prompts alone; only while nothing plays."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        for path in sorted(self._built_in.rglob(f"*{SUFFIX}")):
            self._link(path.relative_to(self._built_in))

    def built_in(self, language: str) -> Collection[str]:
        return _names(self._built_in / language)

    def names(self, language: str) -> Collection[str]:
        """Every prompt that can be played in a language."""
        return _names(self._folder / language)

    def has(self, language: str, name: str) -> bool:
        """Whether that prompt can be played; a link to a built-in one leads to where only Asterisk sees it."""
        return os.path.lexists(self._folder / language / (name + SUFFIX))

    def read_built_in(self, language: str, name: str) -> bytes:
        return (self._built_in / language / (name + SUFFIX)).read_bytes()

    def place(self, language: str, name: str, wav: bytes) -> None:
        place_file(self._folder / language / (name + SUFFIX), wav)

    def withdraw(self, language: str, name: str) -> None:
        place = Path(language, name + SUFFIX)
        if (self._built_in / place).exists():
            self._link(place)
        else:
            (self._folder / place).unlink(missing_ok=True)

    def _link(self, place: Path) -> None:
        path = self._folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        link = path.with_name(f".{path.name}.link")
        link.unlink(missing_ok=True)
        link.symlink_to(f"{self._seen_as}/{place}")
        link.replace(path)


class MusicFolder:
    """Racks in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lay_out(self) -> None:
        """Begin anew without any music of our own; only while nothing plays."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)

    def place(self, folder: str, tracks: Mapping[str, bytes]) -> None:
        for name, wav in tracks.items():
            place_file(self._folder / folder / (name + SUFFIX), wav)

    def clear(self, idle: Callable[[str], bool], before: float) -> int:
        """Remove the folders that are idle and were changed last `before` (seconds since 1970); how many."""
        found = [path for path in self._folder.glob("*/*") if path.is_dir() and path.stat().st_mtime < before]
        old = [path for path in found if idle(str(path.relative_to(self._folder)))]
        for path in old:
            shutil.rmtree(path)
        return len(old)


def place_file(path: Path, data: bytes) -> None:
    """The whole file or the old one; not synced, because the database holds it and a start lays it out again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        os.fchmod(file.fileno(), 0o644)
    Path(temporary).replace(path)


def _names(folder: Path) -> frozenset[str]:
    found = folder.rglob(f"[!.]*{SUFFIX}")
    return frozenset(str(path.relative_to(folder).with_suffix("")) for path in found)
