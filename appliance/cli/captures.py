"""`callstead lines capture`: what passes on the signalling of a line, in a file that Wireshark reads."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

import appliance.cli.spans  # noqa: F401 - the rest of the noun
from appliance.cli.errors import FileExists, FileUnwritable
from appliance.cli.lines import lines
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE
from appliance.node.lines import capture


@lines.command("capture")
@click.argument("span")
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=60.0, metavar="1-3600")
@click.pass_obj
def capture_line(session: Session, span: str, file: Path, seconds: float) -> None:
    """Writes what `span.capture` gives to a file, until the time is over or it is interrupted."""
    parts = session.follow(ENGINE, "span.capture", span=span, seconds=seconds)
    first = next(parts)
    written = 0
    try:
        with file.open("xb") as out, suppress(KeyboardInterrupt):
            for packet in _packets(parts, first):
                _write(out, packet)
                written += 1
    except FileExistsError:
        raise FileExists(file=str(file)) from None
    except OSError as fault:
        raise FileUnwritable(file=str(file), problem=fault.strerror or repr(fault)) from None
    result = {"span": span, "file": str(file), "kind": first["kind"], "captured": max(0, written - 1)}
    session.done(result, "lines.capture", **result)


def _write(out: BinaryIO, packet: bytes) -> None:
    """At once: who watches the file sees each frame as it passes."""
    out.write(packet)
    out.flush()


def _packets(parts: Iterator[dict[str, Any]], first: dict[str, Any]) -> Iterator[bytes]:
    if first["kind"] == "r2":
        yield capture.head(capture.UPPER_PDU)
        for part in parts:
            yield capture.line(capture.Said(_moment(part), part["channel"], part["text"]))
        return
    yield capture.head(capture.LINUX_LAPD)
    for part in parts:
        frame = capture.Frame(_moment(part), part["sent"], bytes.fromhex(part["octets"]))
        yield capture.lapd(frame, first["network"])


def _moment(part: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(part["at"])
