"""`callstead queue set`: every rule of a queue has its option."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.kinds import OverflowStep, RelaxStep, SkillLevel
from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.sockets import ENGINE

SECONDS = click.IntRange(min=0)
STRATEGIES = ("longest-idle", "fewest-calls", "linear", "random", "round-robin", "ring-all")
EMPTIED = (
    "skills",
    "relax",
    "order",
    "overflow",
    "announce-steps",
    "comfort",
    "closed-message",
    "emergency-message",
    "callback-hours",
)


@click.command("set", cls=Verb)
@click.argument("queue")
@click.option("--title", metavar="TEXT")
@click.option("--skill", "skills", type=SkillLevel(), multiple=True)
@click.option("--relax", type=RelaxStep(), multiple=True)
@click.option("--strategy", type=click.Choice(STRATEGIES))
@click.option("--order", metavar="AGENT", multiple=True)
@click.option("--priority", type=int)
@click.option("--ageing", type=click.FloatRange(min=0))
@click.option("--rescue", type=click.IntRange(min=0))
@click.option("--rescue-seconds", type=SECONDS)
@click.option("--most-talking", type=click.IntRange(min=0))
@click.option("--target-percent", type=click.IntRange(1, 100))
@click.option("--target-seconds", type=SECONDS)
@click.option("--wrap-up", type=SECONDS)
@click.option("--ring-time", type=click.IntRange(min=1))
@click.option("--max-wait", type=SECONDS)
@click.option("--overflow-to", metavar="QUEUE")
@click.option("--overflow-after", type=SECONDS)
@click.option("--overflow", type=OverflowStep(), multiple=True)
@click.option("--max-waiting", type=click.IntRange(min=0))
@click.option("--needs-agents", type=bool)
@click.option("--leaves-empty", type=bool)
@click.option("--announce-first", type=SECONDS)
@click.option("--announce-every", type=SECONDS)
@click.option("--announce-position", type=bool)
@click.option("--announce-wait", type=bool)
@click.option("--announce-steps", type=int, metavar="MINUTES", multiple=True)
@click.option("--comfort", metavar="PROMPT", multiple=True)
@click.option("--closed-message", metavar="PROMPT", multiple=True)
@click.option("--emergency-message", metavar="PROMPT", multiple=True)
@click.option("--callback-attempts", type=click.IntRange(min=1))
@click.option("--callback-spacing", type=SECONDS)
@click.option("--callback-machine-spacing", type=SECONDS)
@click.option("--callback-ring", type=click.IntRange(min=5))
@click.option("--callback-hours", metavar="SPAN", multiple=True)
@click.option("--callback-calendar", metavar="NAME")
@click.option("--callback-window", type=click.IntRange(min=60))
@click.option("--callback-lead", type=SECONDS)
@click.option("--callback-mode", type=click.Choice(["automatic", "preview"]))
@click.option("--callback-preview", type=click.IntRange(min=5))
@click.option("--callback-refusals", type=click.IntRange(min=0))
@click.option("--callback-never", metavar="NAME", multiple=True)
@click.option("--outbound-number", metavar="NUMBER")
@click.option("--hide-number", type=bool)
@click.option("--music", metavar="NAME")
@click.option("--script", type=click.File(encoding="utf-8"), metavar="FILE")
@click.option("--clear", type=click.Choice(EMPTIED), multiple=True)
@click.pass_obj
def set_rules(session: Session, /, queue: str, clear: tuple[str, ...], **given: Any) -> None:
    """Calls `queue.set` with what was given and nothing else; a list that is given replaces the whole one."""
    if (script := given.pop("script")) is not None:
        given["script"] = script.read()
    changes = {_rule(word): {} if word == "skills" else [] for word in clear} | _changes(given)
    if not changes:
        raise NothingToChange(command="callstead queue set", queue=queue)
    session.done(session.ask(ENGINE, "queue.set", queue=queue, changes=changes), "queue.set", queue=queue)


def _rule(word: str) -> str:
    return word.replace("-", "_")


def _changes(given: Mapping[str, Any]) -> dict[str, Any]:
    skills = dict(given["skills"])
    plain = {name: value for name, value in given.items() if name != "skills" and value not in (None, ())}
    lists = {name: list(value) for name, value in plain.items() if isinstance(value, tuple)}
    return plain | lists | ({"skills": skills} if skills else {})


def changed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given; a list of nothing but '' is an empty one."""
    plain = {name: value for name, value in given.items() if value not in (None, ())}
    return {
        name: [item for item in value if item != ""] if isinstance(value, tuple) else value
        for name, value in plain.items()
    }
