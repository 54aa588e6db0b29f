"""The kernel's messages since it started, from /dev/kmsg (Documentation/ABI/testing/dev-kmsg)."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

RECORD = 8192
"""Bytes that hold the longest record; the device refuses to give half of one."""


def kernel_log(device: Path = Path("/dev/kmsg")) -> tuple[str, ...] | None:
    """The messages that are still there, oldest first; None where this user may not read them."""
    try:
        handle = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        text = b"".join(_records(handle)).decode("utf-8", "replace")
    finally:
        os.close(handle)
    return tuple(message(line) for line in text.splitlines() if line and not line.startswith(" "))


def message(record: str) -> str:
    """A record's text: what is after `priority,sequence,time,flags;`."""
    return record.partition(";")[2] if ";" in record.partition(" ")[0] else record


def _records(handle: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(handle, RECORD)
        except BlockingIOError:
            return
        except OSError as fault:
            if fault.errno != errno.EPIPE:
                raise
            continue  # the record was overwritten while we read: the next one is the oldest now
        if not part:
            return
        yield part
