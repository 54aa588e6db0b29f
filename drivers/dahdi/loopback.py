"""The local loop of a card: what a line sends it receives itself (DAHDI_MAINT of dahdi/user.h)."""

import fcntl
import os
import struct
from pathlib import Path

from drivers.dahdi.look import CONTROL

REQUEST = 0x4008DA0B
NONE, LOCAL = 0, 1
_MAINT = struct.Struct("<2i")


class NoLoopError(Exception):
    """The driver of that span cannot loop it, or there is no right to ask for it."""


def set_loop(span: int, on: bool, root: Path = Path("/")) -> None:
    """Loop the span on our side of the line, or end that; raises NoLoopError."""
    try:
        control = os.open(root / CONTROL, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.ioctl(control, REQUEST, _MAINT.pack(span, LOCAL if on else NONE))
        finally:
            os.close(control)
    except OSError as fault:
        raise NoLoopError(fault.strerror or repr(fault)) from fault
