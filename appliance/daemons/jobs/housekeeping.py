"""Small things that must be done again and again: Asterisk's memory is copied to the disk, and logs are kept short."""

import asyncio
import logging
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from appliance.clock import Clock
from appliance.system import memory
from appliance.system.paths import Paths

PACE = 60.0
KEEP_LOGS = timedelta(days=30)
ROTATED = "*.log.*"
LONGEST = 10_000_000
OLDER = 3
"""Bytes of a log, and how many full ones are kept; the supervisor does the same for what it writes."""

logger = logging.getLogger(__name__)


async def keep_house(paths: Paths, clock: Clock, pace: float = PACE) -> None:
    """Until cancelled; what cannot be done now is tried again."""
    while True:
        try:
            await asyncio.to_thread(memory.save, paths)
            await asyncio.to_thread(keep_logs_short, paths, clock.now())
        except OSError as fault:
            logger.warning("housekeeping: %s", fault)
        await asyncio.sleep(pace)


def keep_logs_short(paths: Paths, now: datetime) -> None:
    """Asterisk itself rotates nothing; of what it writes only the security events are a file of their own."""
    rotate(paths.asterisk / "log" / "security.log")
    for folder in (paths.logs, paths.asterisk / "log"):
        drop_old_logs(folder, now)


def rotate(log: Path) -> bool:
    """Put a log that is too long aside under its writer, who goes on at its beginning; whether it was.

    On a full disk what does not fit is given up: the room matters more.
    """
    if not log.exists() or log.stat().st_size < LONGEST:
        return False
    for number in range(OLDER, 1, -1):
        younger = log.with_name(f"{log.name}.{number - 1}")
        if younger.exists():
            younger.replace(log.with_name(f"{log.name}.{number}"))
    aside = log.with_name(f"{log.name}.1")
    try:
        shutil.copyfile(log, aside)
    except OSError:
        aside.unlink(missing_ok=True)
    os.truncate(log, 0)
    return True


def drop_old_logs(folder: Path, now: datetime) -> list[str]:
    """Remove rotated logs whose last line is older than `KEEP_LOGS`; their names."""
    oldest = (now - KEEP_LOGS).timestamp()
    old = sorted(path for path in folder.glob(ROTATED) if path.stat().st_mtime < oldest)
    for path in old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]
