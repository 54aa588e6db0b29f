"""`callstead lines capture`: what passes on the signalling of a line, in plain words or a file that Wireshark reads."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

import appliance.cli.spans  # noqa: F401 - the rest of the noun
from appliance.cli.errors import FileExists, FileUnwritable
from appliance.cli.lines import lines
from appliance.cli.overheard import R2Words, dss1_words, isup_words
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE
from appliance.cli.words import Words
from appliance.node.lines import packets

Part = dict[str, Any]


@lines.command("capture")
@click.argument("span")
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=60.0, metavar="1-3600")
@click.pass_obj
def capture_line(session: Session, span: str, file: Path | None, seconds: float) -> None:
    """Writes what `span.capture` gives to a file, or says it, until the time is over or it is interrupted."""
    parts = session.follow(ENGINE, "span.capture", span=span, seconds=seconds)
    first = next(parts)
    if file:
        _written(session, span, file, first, parts)
        return
    with suppress(KeyboardInterrupt):
        for shown in _shown(session, first, parts):
            click.echo(shown)


def _shown(session: Session, first: Part, parts: Iterator[Part]) -> Iterator[str]:
    """Each signal in plain words, or as a JSON object a line."""
    words = _words(first["kind"], session.words)
    for part in parts:
        if session.as_json:
            yield json.dumps(part, ensure_ascii=False)
        elif said := words(part):
            at = datetime.fromisoformat(part["at"]).astimezone(session.zone())
            yield f"{at:%H:%M:%S}.{at.microsecond // 1000:03} {said}"


def _words(kind: str, said: Words) -> Callable[[Part], str]:
    """What is said of each part of a capture of that kind."""
    return R2Words(said).words if kind == "r2" else partial(isup_words if kind == "ss7" else dss1_words, said=said)


def _written(session: Session, span: str, file: Path, first: Part, parts: Iterator[Part]) -> None:
    captured = write_packets(file, _packets(parts, first))
    result = {"span": span, "file": str(file), "kind": first["kind"], "captured": captured}
    session.done(result, "lines.capture", **result)


def write_packets(file: Path, packets: Iterator[bytes]) -> int:
    """How many packets, after the head of the file, were written into a new file until they end or Ctrl-C."""
    written = 0
    try:
        with file.open("xb") as out, suppress(KeyboardInterrupt):
            for packet in packets:
                _write(out, packet)
                written += 1
    except FileExistsError:
        raise FileExists(file=str(file)) from None
    except OSError as fault:
        raise FileUnwritable(file=str(file), problem=fault.strerror or repr(fault)) from None
    return max(0, written - 1)


def _write(out: BinaryIO, packet: bytes) -> None:
    """At once: who watches the file sees each frame as it passes."""
    out.write(packet)
    out.flush()


def _packets(parts: Iterator[Part], first: Part) -> Iterator[bytes]:
    yield packets.begun(first)
    yield from map(packets.packets(first), parts)
