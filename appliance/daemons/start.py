"""What every process of ours does first: read its arguments, and log structured lines."""

import argparse
import asyncio
import json
import logging
import signal
import sys
import traceback
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from appliance.system.paths import Paths


def arguments(name: str) -> argparse.Namespace:
    """`--state FOLDER`, the same for every process."""
    parser = argparse.ArgumentParser(prog=f"callstead-{name}")
    parser.add_argument("--state", type=lambda text: Path(text).absolute(), required=True)
    return parser.parse_args()


def settings_file(state: Path) -> Path | None:
    """The settings file of a state folder, if there is one."""
    path = Paths(state).settings
    return path if path.exists() else None


async def told_to_stop(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` until SIGTERM or SIGINT, then cancel it and let it clean up; a fault of the work is raised."""
    task, stop = asyncio.create_task(work), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    stopped.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def together(*works: Coroutine[Any, Any, None]) -> None:
    """Do all of it until cancelled; a fault of one ends all."""
    async with asyncio.TaskGroup() as tasks:
        for work in works:
            tasks.create_task(work)


def log_to_stderr(level: int = logging.INFO) -> None:
    """One JSON object a line; whoever runs the process keeps them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False)
