"""One look at all spans of this machine; raises nothing for what is not there."""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from drivers.dahdi import spanstat
from drivers.dahdi.model import Span
from drivers.dahdi.procfs import parse

CONTROL = "dev/dahdi/ctl"


def look(root: Path = Path("/")) -> tuple[Span, ...]:
    """The spans in the order of their numbers; without the right to the control device only what /proc tells."""
    spans = sorted(_printed(root / "proc/dahdi"), key=lambda span: span.number)
    try:
        control = os.open(root / CONTROL, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return tuple(spans)
    try:
        return tuple(_completed(span, control) for span in spans)
    finally:
        os.close(control)


def _printed(folder: Path) -> Iterator[Span]:
    try:
        files = [file for file in folder.iterdir() if file.name.isdigit()]
    except OSError:
        return
    for file in files:
        try:
            text = file.read_text("utf-8", "replace")
        except OSError:
            # It went away meanwhile.
            continue
        if span := parse(text):
            yield span


def _completed(span: Span, control: int) -> Span:
    asked = spanstat.question(span.number)
    try:
        fcntl.ioctl(control, spanstat.REQUEST, asked, True)
    except OSError:
        return span
    alarms, counters = spanstat.answer(asked, span.counters.slips)
    return replace(span, alarms=span.alarms | alarms, counters=counters)
