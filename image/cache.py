"""What is costly to build, kept by the fingerprint of what it is built from; whole or not there at all.

Invariant: a folder under its final name is complete. Work goes on in `<kind>-<fingerprint>.partial` beside it,
under a lock per kind, and is renamed when done; so whoever holds the lock may remove every partial folder.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from image.processes import say

Build = Callable[[Path, int], None]


def place(environment: Mapping[str, str] = os.environ) -> Path:
    """The cache folder: CALLSTEAD_CACHE, or callstead in the user's cache folder."""
    if chosen := environment.get("CALLSTEAD_CACHE"):
        return Path(chosen).absolute()
    base = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "callstead"


def fingerprint(*parts: object) -> str:
    """Sixteen hexadecimal digits that change when any of the JSON-able `parts` does."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def built(kind: str, identity: str, build: Build, *, folder: Path | None = None) -> Path:
    """The complete folder `<kind>-<identity>`, made by `build(partial folder, lock)` if it is not there yet."""
    home = folder or place()
    final = home / f"{kind}-{identity}"
    if final.is_dir():
        return final
    home.mkdir(parents=True, exist_ok=True)
    with claimed(home / f"{kind}.lock") as hold:
        if not final.is_dir():
            _clear(home, kind)
            _build(final, build, hold)
    return final


def _build(final: Path, build: Build, hold: int) -> None:
    partial = final.with_name(final.name + ".partial")
    partial.mkdir()
    try:
        build(partial, hold)
        os.sync()
        partial.rename(final)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _clear(home: Path, kind: str) -> None:
    for left in home.glob(f"{kind}-*.partial"):
        say(f"{kind}: removing {left.name}, left by a builder that died")
        shutil.rmtree(left)


@contextmanager
def claimed(path: Path) -> Iterator[int]:
    """Hold the lock file at `path` (as a descriptor for children); waits for another holder and says so."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"{path.stem}: another builder is at work, waiting for it to finish")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
