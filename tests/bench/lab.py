"""lines.first_call and lines.reroute: measured inside the lab's machine, under emulation."""

import json
from pathlib import Path

from image import lab
from tests.bench.figure import Figure, Goal

GOALS = {"lines.first_call": Goal(most=20.0), "lines.reroute": Goal(most=1.0)}
RESULT = "figures.json"


def measure(folder: Path) -> list[Figure]:
    """In seconds of the machine; RuntimeError where the lab did not come to its end."""
    results = folder / "lab"
    if status := lab.work(["python", "-m", "tests.lab.figures"], Path(__file__).parents[2], results):
        raise RuntimeError(f"the lab ended with {status}")
    found = json.loads((results / RESULT).read_text("utf-8"))
    details = {"machine": "emulated", "load_inside": found["load"]}
    return [
        Figure(name, round(one["value"], 3), "s", GOALS[name], round(one["baseline"], 3), details)
        for name, one in found["figures"].items()
    ]
