"""Unix socket addresses by a name that always fits."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def short(path: Path) -> Iterator[str]:
    """`path` under a name that fits the 108 bytes of `sun_path` (unix(7)), however deep its folder is."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def listener(path: Path) -> socket.socket:
    """A stream socket bound to `path`, in place of one that nobody listens at any more; only its user may open it."""
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Linux gives the name the mode of the socket: at no moment is it open to anybody else.
    os.fchmod(bound.fileno(), 0o600)
    with short(path) as name:
        bound.bind(name)
    return bound
