"""A folder in memory for what must go on while the disk is full, and a copy of it on the disk for after a power cut.

Asterisk keeps there at which address each phone is: with its database on a full disk no phone could register.
"""

import hashlib
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from appliance.system.paths import Paths

SHARED = Path("/dev/shm")  # noqa: S108 - the folder is ours alone, or it is not used
DATABASE = "astdb.sqlite3"


def folder(paths: Paths, shared: Path = SHARED) -> Path:
    """Made if need be; on the disk where there is no shared memory, or where somebody else has taken the name."""
    name = hashlib.sha256(str(paths.state.absolute()).encode()).hexdigest()[:16]
    for place in (shared / f"callstead-{name}", paths.asterisk / "memory"):
        if _made(place):
            return place
    raise PermissionError(f"neither {shared} nor {paths.asterisk} takes a folder")


def restore(paths: Paths, shared: Path = SHARED) -> None:
    """After a power cut: what was copied last. What is there is newer and stays."""
    database, copy = folder(paths, shared) / DATABASE, _copy(paths)
    if copy.exists() and not database.exists():
        shutil.copyfile(copy, database)


def save(paths: Paths, shared: Path = SHARED) -> bool:
    """Copy what has changed since the last copy, whole or not at all; whether something had. Raises OSError."""
    database, copy = folder(paths, shared) / DATABASE, _copy(paths)
    if not database.exists() or (copy.exists() and copy.stat().st_mtime_ns >= database.stat().st_mtime_ns):
        return False
    fresh = copy.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(fresh)) as target:
            source.backup(target)
    except sqlite3.Error as fault:
        fresh.unlink(missing_ok=True)
        raise OSError(str(fault)) from fault
    fresh.replace(copy)
    return True


def remove(paths: Paths, shared: Path = SHARED) -> None:
    """After the last copy, when the box has stopped."""
    shutil.rmtree(folder(paths, shared), ignore_errors=True)


def _copy(paths: Paths) -> Path:
    return paths.asterisk / "lib" / DATABASE


def _made(place: Path) -> bool:
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        seen = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid()
