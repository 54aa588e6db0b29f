"""Processes of this machine, found and ended by their numbers."""

import os
import select
import signal
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LIMIT = 20


def below(ancestor: int) -> list[int]:
    """Every process that descends from `ancestor`, as it is now (proc(5): the fourth field of stat)."""
    children = defaultdict[int, list[int]](list)
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            children[int((folder / "stat").read_text().rpartition(")")[2].split()[1])].append(int(folder.name))
    found, ahead = list[int](), [ancestor]
    while ahead:
        found += (more := children[ahead.pop()])
        ahead += more
    return found


def kill_all(pids: Sequence[int]) -> None:
    """kill -9 of all, the first before anybody could see the others go; returns when they are gone."""
    handles = [handle for pid in pids if (handle := _opened(pid)) is not None]
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    for handle in handles:
        ended, _, _ = select.select([handle], [], [], LIMIT)
        os.close(handle)
        if not ended:
            raise TimeoutError("a process outlived its kill")


def _opened(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None
