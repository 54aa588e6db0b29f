"""What a reader must never meet: an exception swallowed unnamed, and time spent instead of an event awaited."""

import ast
from collections.abc import Iterator, Mapping, Sequence

from tests.architecture.sources import Source

SLEEPS = {"time.sleep", "asyncio.sleep"}
TIMED: Mapping[str, str] = {
    "appliance.daemons.engine.loops": "the next look at a looped line, of which drivers tell when they like",
    "appliance.telephony.ari.client": "the pause between two attempts to reconnect",
    "appliance.telephony.ari.websocket": "the heartbeat of an idle connection",
    "appliance.telephony.ami.link": "the pause before a manager that does not answer is asked again",
    "appliance.daemons.jobs.accounts": "the next look at a directory, which tells of nothing by itself",
    "appliance.daemons.jobs.figures": "the pace of counting in quiet times; whoever reads figures counts first",
    "appliance.daemons.engine.monitors": "the pause before a manager that does not answer is asked again",
    "appliance.daemons.engine.diagnosing": "the seconds in which a D-channel that is down is listened to",
    "appliance.daemons.engine.linetests": "the pause before an analog line that rests after a call is asked for again",
    "appliance.daemons.engine.upkeep": "the pause before a database that is away is asked again",
    "appliance.daemons.jobs.clearing": "the hour of the daily run",
    "appliance.daemons.jobs.housekeeping": "the pace of what is done again and again",
    "appliance.daemons.live.link": "the pause before an engine that is away is asked again",
    "appliance.daemons.news": "the pause before a process that is away is asked again",
    "appliance.daemons.jobs.keeping": "the hour of the daily run, and the next look at how full the disk is",
    "appliance.daemons.jobs.lines.exchange": "the next look whether Asterisk has ended the calls that hold its module",
    "appliance.daemons.jobs.lines.work": "the next look at a D-channel, of which Asterisk tells only when it is asked",
    "appliance.daemons.jobs.recorder": "the pause before a folder that cannot be watched is tried again",
}
"""Modules where passing time is the matter itself, each with its reason."""


def bare_excepts(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each `except:`."""
    for source in sources:
        for node in source.nodes:
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                yield f"{source.at(node.lineno)}: except without naming what is caught"


def sleeps(sources: Sequence[Source], timed: Mapping[str, str] = TIMED) -> Iterator[str]:
    """A sentence for each sleep outside the `timed` modules, and for each of those that no longer sleeps.

    `sleep(0)` is allowed everywhere: it waits for nothing, it lets others run.
    """
    asleep: set[str] = set()
    for source in sources:
        aliases = _aliases(source)
        for node in source.nodes:
            if isinstance(node, ast.Call) and _sleeps(node, aliases):
                asleep.add(source.module)
                if source.module not in timed:
                    yield f"{source.at(node.lineno)}: sleeps; wait for the event with a limit instead"
    yield from (
        f"{module} no longer sleeps: remove it from the timed modules" for module in sorted(timed.keys() - asleep)
    )


def _aliases(source: Source) -> dict[str, str]:
    """Names under which a module's imports can be called, with what they stand for."""
    found: dict[str, str] = {}
    for node in source.nodes:
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _sleeps(call: ast.Call, aliases: Mapping[str, str]) -> bool:
    first, _, rest = ast.unparse(call.func).partition(".")
    name = ".".join(filter(None, [aliases.get(first, first), rest]))
    nothing = len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
    return name in SLEEPS and not nothing
