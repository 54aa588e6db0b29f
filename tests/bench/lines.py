"""lines.plan: 16 E1 spans (480 channels for calls) planned, verified and rendered to every file."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from dahdi_conf.intent import Intent
from dahdi_conf.intent_document import body
from dahdi_conf.model import Hardware
from dahdi_conf.plan import plan
from dahdi_conf.render import render
from dahdi_conf.verify import verify
from drivers.simulated.sip.note import percentile
from tests.bench.figure import Figure, Goal
from tests.unit.dahdi_conf.layouts import layout

SAMPLES = 200


def measure(folder: Path) -> list[Figure]:
    """In milliseconds; the baseline is a bare JSON dump of what was found, what is wanted and the files."""
    site = layout("sixteen-e1")
    files = configure(site.hardware, site.intent)
    channels = sum(len(line.bearers) for line in site.plan.spans)
    if channels != 480 or len(files) != 6:
        raise RuntimeError(f"{channels} channels in {len(files)} files")
    found = timed(lambda: configure(site.hardware, site.intent))
    plain = [asdict(site.hardware), body(site.intent), files]
    bare = timed(lambda: json.dumps(plain, default=str))
    details = {"spans": len(site.plan.spans), "channels": channels, "samples": SAMPLES, "p50": _ms(found, 0.5)}
    return [Figure("lines.plan", _ms(found, 0.99), "ms", Goal(most=100), _ms(bare, 0.99), details)]


def configure(hardware: Hardware, intent: Intent) -> dict[str, str]:
    """All of it, as it is done for a site."""
    made = plan(hardware, intent)
    if problems := verify(hardware, intent, made):
        raise RuntimeError(str(problems))
    return render(made)


def timed(work: Callable[[], object]) -> Sequence[float]:
    """How long each took, in seconds, ascending."""
    seconds = []
    for _ in range(SAMPLES):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return sorted(seconds)


def _ms(ordered: Sequence[float], share: float) -> float:
    return round(1000 * (percentile(ordered, share) or 0.0), 3)
