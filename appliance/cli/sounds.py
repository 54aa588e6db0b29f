"""Sound files on their way to and from the box."""

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path

from appliance.cli.errors import FileExists, FileUnwritable, unreadable
from appliance.cli.session import Session
from appliance.cli.sockets import JOBS

PIECE = 512 * 1024
PATIENCE = 180.0
"""Seconds that checking, converting and levelling a sound may take."""


def upload(session: Session, file: Path) -> str:
    """Send a file in pieces; the name of the upload."""
    name: str | None = None
    try:
        with file.open("rb") as source:
            while (piece := source.read(PIECE)) or name is None:
                data = base64.b64encode(piece).decode()
                name = session.ask(JOBS, "sound.upload", data=data, upload=name)["upload"]
    except OSError as fault:
        raise unreadable(file, fault) from None
    return str(name)


def write(file: Path, parts: Iterable[Mapping[str, str]]) -> int:
    """Write the parts of a file that must not exist; the bytes written. What is not complete is removed."""
    if file.exists():
        raise FileExists(file=str(file))
    partial = file.with_name(f".{file.name}.part")
    try:
        with partial.open("wb") as output:
            written = sum(output.write(base64.b64decode(part["data"])) for part in parts)
        partial.replace(file)
    except OSError as fault:
        raise FileUnwritable(file=str(file), problem=fault.strerror or repr(fault)) from None
    finally:
        partial.unlink(missing_ok=True)
    return written
