"""Every rule of a queue and every setting of an agent can be given by command."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

from appliance.cli.rules import EMPTIED, STRATEGIES, set_rules
from appliance.cli.staff import change
from appliance.contact.acd.document import RULES
from appliance.contact.acd.model import Queue, Strategy
from appliance.contact.agents.model import Agent
from tests.unit.cli.call_sample import CALL
from tests.unit.cli.scripted import ScriptedLink, run

WORDS: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "queue set q --title T --relax 60=a:2,b:0 --relax 90=a:1 --strategy linear --order 8001 --order 8002"
        " --ageing 0.5 --rescue 5 --rescue-seconds 8 --most-talking 4 --clear skills --clear callback-hours",
        "engine",
        "queue.set",
        {
            "queue": "q",
            "changes": {
                "title": "T",
                "relax": [{"after": 60, "skills": {"a": 2, "b": 0}}, {"after": 90, "skills": {"a": 1}}],
                "strategy": "linear",
                "order": ["8001", "8002"],
                "ageing": 0.5,
                "rescue": 5,
                "rescue_seconds": 8,
                "most_talking": 4,
                "skills": {},
                "callback_hours": [],
            },
        },
    ),
    (
        "agent set 8001 --name 张 --phone p --skill s=3 --clear queues --sign-in-with-phone false",
        "engine",
        "agent.set",
        {"agent": "8001", "queues": [], "name": "张", "phone": "p", "sign_in_with_phone": False, "skills": {"s": 3}},
    ),
    ("agent set 8001 --queue a --queue b", "engine", "agent.set", {"agent": "8001", "queues": ["a", "b"]}),
    ("agent set 81 --lines 2 --capacity 2", "engine", "agent.set", {"agent": "81", "lines": 2, "capacity": 2}),
    (f"agent ready 8001 --call {CALL}", "engine", "agent.ready", {"agent": "8001", "call": CALL}),
    (
        f"agent extend 81 --seconds 60 --call {CALL}",
        "engine",
        "agent.extend",
        {"agent": "81", "seconds": 60, "call": CALL},
    ),
    (f"call swap 8001 --to {CALL}", "engine", "call.swap", {"agent": "8001", "to": CALL}),
]
WRONG = [
    "queue set sales --relax 60",
    "queue set sales --relax 60=a:10",
    "queue set sales --strategy fastest",
    "queue set sales --clear priority",
    "agent set 8001",
    "agent set 8001 --skill a=0",
    "agent set 8001 --lines 9",
    "agent set 8001 --capacity 0",
    "call swap 8001 --to 7",
]
BY_ANOTHER_COMMAND = {"switch"}


def given(command: click.Command) -> set[str]:
    return {str(option.name) for option in command.params if isinstance(option, click.Option)}


def test_every_rule_of_a_queue_has_its_option() -> None:
    assert given(set_rules) - {"clear"} >= RULES - BY_ANOTHER_COMMAND
    assert set(STRATEGIES) == set(Strategy)


def test_every_list_can_be_emptied() -> None:
    lists = {item.name for item in fields(Queue) if getattr(Queue(""), item.name) in ((), {})}
    assert {word.replace("-", "_") for word in EMPTIED} == lists


def test_every_setting_of_an_agent_has_its_option() -> None:
    settings = {item.name for item in fields(Agent)} - {"number", "pin"} | {"pin_file"}
    assert given(change) - {"clear"} >= settings


@pytest.mark.parametrize(("words", "process", "command", "args"), WORDS, ids=[row[0] for row in WORDS])
def test_what_is_asked(words: str, process: str, command: str, args: dict[str, Any]) -> None:
    link = ScriptedLink({command: {}})
    assert run(link, *words.split(), "--json").exit_code == 0
    assert link.asked == [(process, command, args)]


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use(words: str) -> None:
    link = ScriptedLink({})
    assert run(link, *words.split()).exit_code == 2
    assert link.asked == []


def test_a_script_is_read_from_its_file(tmp_path: Path) -> None:
    link = ScriptedLink({"queue.set": {}})
    file = tmp_path / "script.txt"
    file.write_text("- 核对\n", "utf-8")
    assert run(link, "queue", "set", "q", "--script", str(file), "--json").exit_code == 0
    assert link.asked[-1][1:] == ("queue.set", {"queue": "q", "changes": {"script": "- 核对\n"}})
