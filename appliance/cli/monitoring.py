"""`callstead monitor`: supervisors in agents' calls."""

from typing import Any

import click

from appliance.cli.errors import NothingToChange
from appliance.cli.rules import changed
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("agent"),
    Column("by", Kind.TEXT, "monitor_by"),
    Column("mode", Kind.STATE, "monitor_mode"),
    Column("since", Kind.MOMENT),
    Column("phone"),
    Column("shown", Kind.TRUTH, "shown_to_agent"),
    Column("call"),
)
RULE = (Column("shown", Kind.TRUTH, "shown_to_agent"), Column("tone", Kind.STATE, "monitor_tone"))
WAYS = {
    "listen": "monitor.listen",
    "whisper": "monitor.whisper",
    "barge": "monitor.barge",
    "take-over": "monitor.take-over",
}
TONES = ("nobody", "agent", "all")


@click.group(cls=Noun)
def monitor() -> None:
    """The noun `monitor`."""


def _way(mode: str) -> None:
    @monitor.command(mode)
    @click.argument("agent")
    @click.option("--phone", default="", metavar="PHONE")
    @click.option("--supervisor", default="", metavar="AGENT")
    @click.pass_obj
    def come(session: Session, agent: str, phone: str, supervisor: str) -> None:
        """Calls `monitor.start`."""
        result = session.ask(
            ENGINE, "monitor.start", agent=agent, mode=mode, phone=phone or None, supervisor=supervisor or None
        )
        session.done(result, WAYS[mode], agent=agent, phone=result["phone"])


for _mode in WAYS:
    _way(_mode)


@monitor.command("stop")
@click.argument("agent")
@click.pass_obj
def stop(session: Session, agent: str) -> None:
    """Calls `monitor.stop`."""
    session.done(session.ask(ENGINE, "monitor.stop", agent=agent), "monitor.stop", agent=agent)


@monitor.command("list")
@click.pass_obj
def list_monitors(session: Session) -> None:
    """Shows `monitor.list`: who is in whose call."""
    rows = session.ask(ENGINE, "monitor.list")
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@monitor.command("rule")
@click.pass_obj
def rule(session: Session) -> None:
    """Shows `monitor.rule`."""
    row = session.ask(ENGINE, "monitor.rule")
    session.show(row, lambda: session.reader.fields(RULE, row))


@monitor.command("rule-set")
@click.option("--shown", type=click.BOOL)
@click.option("--tone", type=click.Choice(TONES))
@click.option("--reason", default="", metavar="TEXT")
@click.pass_obj
def set_rule(session: Session, /, reason: str, **given: Any) -> None:
    """Calls `monitor.set_rule` with what was given."""
    changes = changed(given)
    if not changes:
        raise NothingToChange(command="callstead monitor rule-set", queue="monitor rule")
    session.done(session.ask(ENGINE, "monitor.set_rule", changes=changes, reason=reason), "monitor.rule-set")
