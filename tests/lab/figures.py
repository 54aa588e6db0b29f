"""What can be measured only where DAHDI is: `python -m tests.lab.figures`, inside the machine; results as JSON."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.lab import cable, exchange, site, spans
from tests.lab.exchange import Exchange
from tests.lab.watching import Watched, alarm_moment, joined, running
from tests.servers.live import facts, run

FIRST = Path(__file__).parent / "pri"
RESULT = site.RESULTS / "figures.json"


def first_call(folder: Path) -> dict[str, Any]:
    """Seconds from the wish to have the lines until a call of the carrier is answered; beside it a bare Asterisk whose
    files somebody has written by hand already: DAHDI set up, Asterisk started, a call from span to span answered.
    """
    began = time.monotonic()
    with spans.wired(spans.ONE, spans.PRI), Exchange(folder / "bare", FIRST) as bare:
        bare.until("D-Channel on span 2 up")
        bare.cli("channel originate Local/s@calls application Echo")
        bare.until("answered")
        by_hand = time.monotonic() - began
    with site.running(folder / "site") as (ours, carrier):
        began, answered = time.monotonic(), carrier.said("ANSWERED")
        run(_called(ours, carrier, answered), 300.0)
        return {"value": time.monotonic() - began, "baseline": by_hand}


async def _called(ours: Any, carrier: Exchange, answered: int) -> None:
    await site.apply(ours, site.document())
    await site.name_trunk(ours)
    async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
        await exchange.call(site.MAIN, "2061234567")
        opened = await seen.until("contact.opened", site.LONG)
        await asyncio.to_thread(carrier.until, "ANSWERED", answered + 1)
        await engine.call("call.hangup", id=opened["contact"])


def reroute(folder: Path) -> dict[str, Any]:
    """Seconds from the driver's alarm until calls leave by the other trunk; beside it, until Asterisk itself gives the
    line up, as its D-channel goes down.
    """
    with joined(folder) as both:
        return asyncio.run(_rerouted(both, Watched(folder, folder)))


async def _rerouted(both: Exchange, watched: Watched) -> dict[str, Any]:
    async with running(watched):
        await watched.until(lambda: watched.usable() == {"first", "second"})
        downs = both.said(DOWN)
        thread, alarmed = alarm_moment(1)
        cable.pull()
        await watched.until(lambda: watched.way_out("13800001111", "first") == "second")
        await asyncio.to_thread(thread.join)
        out = watched.first("trunk.out", trunk="first")
        await asyncio.to_thread(both.until, DOWN, downs + 1)
        return {"value": max(0.0, out - alarmed[0]), "baseline": time.monotonic() - alarmed[0]}


DOWN = "Primary D-Channel on span 1 down"


def main() -> int:
    found = {}
    for name, measure in (("lines.first_call", first_call), ("lines.reroute", reroute)):
        with tempfile.TemporaryDirectory(prefix="callstead-figures-") as folder:
            found[name] = measure(Path(folder))
    load = subprocess.run(["cat", "/proc/loadavg"], capture_output=True, text=True, check=True).stdout
    RESULT.write_text(json.dumps({"figures": found, "load": load.strip()}), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
