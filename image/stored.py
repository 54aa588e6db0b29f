"""A machine of the lab stored as it stood when it was ready: whatever goes on from there needs no start of its own.

Its memory goes to a file by QEMU's migration; what it wrote to its root lies in a file over the disk. Its clock goes on
from that moment, so nothing in it sees the time jump.
"""

import json
import shlex
import shutil
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from image.processes import follow
from image.refusal import Refused, explain

READY = "lab: ready"
"""What a machine says on its console when it is to be stored."""
MEMORY, ROOT, WORK, CONTROL = "memory", "root.qcow2", "work.img", "control"
NOT_STORED = "the lab's machine could not be stored"
LIMIT = 120.0
"""Seconds between two words of QEMU."""
UNBOUNDED = 1 << 40
"""Bytes a second: there is no network to spare."""


def over(disk: Path, folder: Path) -> str:
    """QEMU's words for a root of which `disk` stays as it is."""
    made = folder / ROOT
    outcome = follow(["qemu-img", "create", "-q", "-f", "qcow2", "-b", disk, "-F", "raw", made])
    if outcome.status:
        raise explain("the machine's root could not be laid over its disk", outcome.output)
    return _root(made)


def copied(folder: Path, to: Path) -> str:
    """The same for a machine that goes on: it writes to a root of its own."""
    return _root(Path(shutil.copy(folder / ROOT, to)))


def store(command: Sequence[str], folder: Path, shown: Callable[[str], str | None]) -> None:
    """Run QEMU until the machine says READY, and leave it in `folder`; refuses one that ends before."""

    def look(line: str) -> str | None:
        if READY in line:
            _leave(folder)
        return shown(line)

    follow([*command, "-qmp", f"unix:{folder / CONTROL},server=on,wait=off"], shown=look)
    if not (folder / MEMORY).exists():
        raise Refused("the lab's machine did not become ready", "it ended before", "read what it wrote")


def incoming(folder: Path) -> tuple[str, ...]:
    """QEMU's words to go on from what was stored."""
    return ("-incoming", f"exec:cat {shlex.quote(str(folder / MEMORY))}")


def _root(image: Path) -> str:
    return f"file={image},format=qcow2"


def _leave(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(LIMIT)
        link.connect(str(folder / CONTROL))
        with link.makefile(encoding="utf-8") as told:
            _do(link, "qmp_capabilities")
            _do(link, "migrate-set-capabilities", capabilities=[{"capability": "events", "state": True}])
            _do(link, "migrate-set-parameters", **{"max-bandwidth": UNBOUNDED})
            _do(link, "migrate", uri=f"exec:cat >{shlex.quote(str(folder / MEMORY))}")
            while (status := _said(told, "MIGRATION")["status"]) not in ("completed", "failed"):
                pass
            if status == "failed":
                raise Refused(NOT_STORED, "QEMU could not write it out", "make room where temporary files are")
            _do(link, "quit")
            # Whoever goes before it was read is not heard. QEMU ends, and says nothing more or breaks off.
            with suppress(ConnectionError):
                told.read()


def _do(link: socket.socket, command: str, **arguments: Any) -> None:
    """One command of QEMU's machine protocol; its answer may stand behind events."""
    link.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")


def _said(lines: TextIO, event: str) -> dict[str, Any]:
    """The data of the next such event; refuses what QEMU calls an error."""
    for line in lines:
        told = json.loads(line)
        if "error" in told:
            raise explain(NOT_STORED, str(told["error"]))
        if told.get("event") == event:
            return dict(told["data"])
    raise Refused(NOT_STORED, "QEMU ended", "read what it wrote")
