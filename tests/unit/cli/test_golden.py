"""What people see, whole: each read command in Chinese and English against the files in `golden/`.

`CALLSTEAD_WRITE_GOLDEN=1` writes the files anew; the difference is then read and committed by hand.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.call_sample import CALL
from tests.unit.cli.sample import ALARMS, EVENTS, FIGURE_EVENTS, FIGURES, RECORDING, RESULTS
from tests.unit.cli.scripted import ScriptedLink, run

GOLDEN = Path(__file__).parent / "golden"

READ = {
    "status": ("status",),
    "alarms": ("alarms",),
    "agent-list": ("agent", "list"),
    "agent-show": ("agent", "show", "8001"),
    "queue-list": ("queue", "list"),
    "queue-show": ("queue", "show", "sales"),
    "skill-list": ("skill", "list"),
    "flow-list": ("flow", "list"),
    "flow-show": ("flow", "show", "main"),
    "flow-reach": ("flow", "reach", "main"),
    "flow-test": ("flow", "test", "main", "--keys", "1", "--at", "2026-10-01T09:30"),
    "call-list": ("call", "list"),
    "call-show": ("call", "show", CALL),
    "recording-list": ("recording", "list"),
    "recording-verify": ("recording", "verify"),
    "recording-show": ("recording", "show", RECORDING),
    "recording-policy": ("recording", "policy"),
    "recording-keys": ("recording", "keys", "list"),
    "recording-anchors": ("recording", "anchor", "list"),
    "recording-anchor-check": ("recording", "anchor", "check"),
    "recording-anchor-show": ("recording", "anchor", "show"),
    "recording-copy": ("recording", "copy", "status"),
    "prompt-plan": ("prompt", "plan"),
    "prompt-report": ("prompt", "report"),
    "retention-list": ("retention", "list"),
    "retention-plan": ("retention", "plan"),
    "retention-report": ("retention", "report"),
    "retention-disk": ("retention", "disk"),
    "simulate": ("simulate", "docs/guides/centre.example.toml"),
    "replay": ("replay", "--day", "2026-11-20"),
    "plan": ("plan", "--from", "2026-10-01", "--to", "2026-11-01", "--growth", "20"),
    "lines-diagnose": ("lines", "diagnose", "2"),
    "lines-test": ("lines", "test", "1", "--number", "117"),
    "lines-mend": ("lines", "mend", "1", "--number", "117"),
    "lines-list": ("lines", "list"),
    "lines-history": ("lines", "history", "1", "--from", "2024-05-08"),
    "trunk-list": ("trunk", "list"),
    "trunk-show": ("trunk", "show", "demo-carrier"),
    "route-list": ("route", "list"),
    "route-test": ("route", "test", "13800001111"),
    "cap-list": ("cap", "list"),
    "trunk-group-list": ("trunk", "group", "list"),
    "phone-list": ("phone", "list"),
    "codes-list": ("codes", "list"),
    "config-diff": ("config", "diff"),
    "config-apply": ("config", "apply", "--reason", "r"),
    "config-verify": ("config", "verify"),
    "events": ("events",),
    "figures-queue": ("figures", "queue", "sales"),
    "figures-events": ("figures", "events", "--queue", "sales", "--figure", "abandoned", "--from", "2024-05-08"),
    "help": ("--help",),
    "prompt-list": ("prompt", "list"),
    "prompt-show": ("prompt", "show", "welcome"),
    "music-list": ("music", "list"),
    "music-show": ("music", "show", "default"),
    "help-agent-set": ("agent", "set", "--help"),
    "help-queue-set": ("queue", "set", "--help"),
}


def link() -> ScriptedLink:
    streams: dict[str, tuple[list[Any], Any]] = {
        "events": (EVENTS, None),
        "figures.show": ([FIGURES], None),
        "figures.events": ([FIGURE_EVENTS], {"events": 1, "sum": 1}),
    }
    return ScriptedLink(RESULTS, streams)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", READ)
def test_the_text_for_people(name: str, language: str) -> None:
    file = GOLDEN / f"{name}.{language}.txt"
    result = run(link(), *READ[name], language=language)
    if os.environ.get("CALLSTEAD_WRITE_GOLDEN"):
        file.write_text(result.stdout, "utf-8")
    assert result.stderr == ""
    assert result.stdout == file.read_text("utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {f"{name}.{lang}.txt" for name in READ for lang in ("zh", "en")}


MADE_OF_SEVERAL = ("help", "events", "figures", "status", "alarms", "lines-mend")


@pytest.mark.parametrize("name", [name for name in READ if not name.startswith(MADE_OF_SEVERAL)])
def test_json_is_the_result_and_nothing_else(name: str) -> None:
    asked = link()
    result = run(asked, *READ[name], "--json")
    assert result.stderr == ""
    assert json.loads(result.stdout) == RESULTS[asked.asked[0][1]]


@pytest.mark.parametrize(("name", "rows"), [("figures-queue", FIGURES), ("figures-events", FIGURE_EVENTS)])
def test_figures_as_json_are_one_list(name: str, rows: list[dict[str, Any]]) -> None:
    asked = link()
    assert json.loads(run(asked, *READ[name], "--json").stdout) == rows


def test_alarms_of_all_processes_are_one_list() -> None:
    assert json.loads(run(link(), "alarms", "--json").stdout) == ALARMS
    assert json.loads(run(link(), "status", "--json").stdout) == RESULTS["status"] | {"alarms": ALARMS}


def test_events_as_json_are_one_a_line() -> None:
    result = run(link(), "events", "--json")
    assert [json.loads(line) for line in result.stdout.splitlines()] == EVENTS
