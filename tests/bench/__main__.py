"""`python -m tests.bench [NAME...]`: measure all figures or those; 0 all measured, 1 some could not be, 2 wrong use."""

import json
import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import (
    cpu_call,
    decide,
    lab,
    ledger_rate,
    lines,
    live_state,
    page,
    pause,
    pop,
    rebuild,
    recorded,
    recover,
    route,
    scale,
    seal,
    setup,
    simulate,
    speech,
    ways,
    year,
)
from tests.bench.figure import Figure

REPORT = Path("build/bench.json")
MEASURES: Mapping[str, Callable[[Path], list[Figure]]] = {
    "acd.decide": decide.measure,
    "acd.simulate": simulate.measure,
    "route.latency": route.measure,
    "route.decide": ways.measure,
    "setup.latency": setup.measure,
    "calls.recorded": recorded.measure,
    "cpu.call": cpu_call.measure,
    "engine.recover": recover.measure,
    "lines.plan": lines.measure,
    "live.p99": live_state.measure,
    "lines.lab": lab.measure,
    "scale": scale.measure,
    "page.p95": page.measure,
    "pop.p99": pop.measure,
    "report.year": year.measure,
    "recording.pause": pause.measure,
    "seal.rate": seal.measure,
    "ledger.rate": ledger_rate.measure,
    "speech": speech.measure,
    "stats.rebuild": rebuild.measure,
}


def main(names: Sequence[str]) -> int:
    """One line per figure on standard output, all of them as JSON in build/bench.json."""
    if unknown := [name for name in names if name not in MEASURES]:
        print(f"bench: unknown: {', '.join(unknown)}; known: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    report: dict[str, Any] = {"machine": _machine(), "figures": [], "failed": {}}
    for name in names or MEASURES:
        _measure(name, report)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    return 1 if report["failed"] else 0


def _measure(name: str, report: dict[str, Any]) -> None:
    began, load = time.monotonic(), os.getloadavg()[0]
    try:
        with tempfile.TemporaryDirectory(prefix="callstead-bench-") as folder:
            figures = MEASURES[name](Path(folder))
    except Exception as fault:
        traceback.print_exc()
        print(f"{name} - - - -", flush=True)
        report["failed"][name] = f"{type(fault).__name__}: {fault}"
        return
    for figure in figures:
        print(figure.line(), flush=True)
        took = {"load_before": round(load, 2), "seconds": round(time.monotonic() - began, 1)}
        report["figures"].append(figure.to_json() | took)


def _machine() -> dict[str, Any]:
    """What the figures depend on."""
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "model": models[0] if models else platform.machine(),
        "kernel": platform.release(),
        "python": platform.python_version(),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
