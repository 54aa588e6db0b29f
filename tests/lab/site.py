"""A box on spans 1 and 3 of two loops, the carrier's exchange on 2 and 4; both run for the tests of a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from appliance.control.client import ControlClient
from tests.lab import spans
from tests.lab.exchange import CARRIER, Exchange
from tests.servers import box

TRUNK, GROUP = "telecom", 1
FIRST, SECOND, FAR = "DYN/loc/1:0#1", "DYN/loc/2:0#1", ("DYN/loc/1:1#1", "DYN/loc/2:1#1")
DOCUMENT = f"""
[spans."{FIRST}"]
name = "Telecom"
signalling = "pri"
group = {GROUP}
echo_cancel = false

[spans."{SECOND}"]
signalling = "pri"
group = 3
echo_cancel = false
%s

[spans."{FAR[0]}"]
signalling = "unused"

[spans."{FAR[1]}"]
signalling = "unused"
"""
APPLY_SECONDS = 300.0
OVERLAP = 'isdn = { overlap = "incoming" }'


def document(second: str = "") -> str:
    """What the box wants of its two spans, of the second more; nothing of the carrier's."""
    return DOCUMENT % (second if "isdn" in second else f"{second}\n{OVERLAP}")


@contextmanager
def running(folder: Path) -> Iterator[tuple[box.Box, Exchange]]:
    """The lines are not yet the box's: `apply` brings them into force."""
    spans.bare()
    carrier = Exchange(CARRIER, folder / "carrier")
    try:
        carrier.until("Asterisk Ready")
        with box.running(folder / "box") as ours:
            yield ours, carrier
    finally:
        carrier.stop()


async def apply(ours: box.Box, text: str, **more: Any) -> dict[str, Any]:
    """`callstead lines apply`, however slow the machine is."""
    async with ControlClient(ours.paths.jobs_socket, limit=APPLY_SECONDS) as jobs:
        done: dict[str, Any] = await jobs.call("lines.apply", document=text, reason="a test", **more)
        return done


async def name_trunk(ours: box.Box) -> None:
    """The group of lines is the trunk `telecom`, in force."""
    async with ours.engine() as engine, ours.jobs() as jobs:
        await engine.call("trunk.add", trunk=TRUNK, group=GROUP)
        await jobs.call("config.apply", reason="a test")
