"""Small things that must be done again and again: Asterisk's memory is copied to the disk, and old logs go."""

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

from appliance.clock import Clock
from appliance.system import memory
from appliance.system.paths import Paths

PACE = timedelta(minutes=1)
KEEP_LOGS = timedelta(days=30)
ROTATED = "*.log.*"

logger = logging.getLogger(__name__)


async def keep_house(paths: Paths, clock: Clock) -> None:
    """Until cancelled; what cannot be done now is tried again."""
    while True:
        try:
            await asyncio.to_thread(memory.save, paths)
            await asyncio.to_thread(drop_old_logs, paths.logs, clock.now())
        except OSError as fault:
            logger.warning("housekeeping: %s", fault)
        await asyncio.sleep(PACE.total_seconds())


def drop_old_logs(folder: Path, now: datetime) -> list[str]:
    """Remove rotated logs whose last line is older than `KEEP_LOGS`; their names."""
    oldest = (now - KEEP_LOGS).timestamp()
    old = sorted(path for path in folder.glob(ROTATED) if path.stat().st_mtime < oldest)
    for path in old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]
