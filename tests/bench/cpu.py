"""Processor time and start of processes, from /proc (proc(5))."""

import os
import time
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """User and system time of a process and of all its living descendants."""
    user, system = _stat(pid)[11:13]
    return (int(user) + int(system)) / _TICK + sum(seconds(child) for child in _children(pid))


def age(pid: int) -> float:
    """Seconds since the process was started, as fine as the kernel's tick (10 ms)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(_stat(pid)[19]) / _TICK


def _stat(pid: int) -> list[str]:
    """The fields after the command's name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    listed = (path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in listed for child in children]
