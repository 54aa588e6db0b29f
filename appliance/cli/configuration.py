"""`callstead config`: Asterisk's configuration, from the books to the files in force."""

from collections.abc import Mapping
from typing import Any

import click

from appliance.cli import versions
from appliance.cli.failure import REFUSED, problem_lines
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import plain
from appliance.cli.sockets import JOBS
from appliance.cli.words import Words

LIMIT = 60.0


@click.group(cls=Noun)
def config() -> None:
    """The noun `config`."""


for _command in versions.COMMANDS:
    config.add_command(_command)


@config.command("diff")
@click.option("--from", "since", default="", metavar="CHANGE|TIME")
@click.option("--to", "until", default="", metavar="CHANGE|TIME")
@click.pass_obj
def diff(session: Session, since: str, until: str) -> None:
    """Shows `config.diff`: what `config apply` would change, and which files were edited by hand.

    With `--from` the difference between two states of what is configured.
    """
    if since:
        return versions.compared(session, since, until)
    result = session.ask(JOBS, "config.diff", within=LIMIT)
    session.show(result, lambda: _difference(result, session.words))


@config.command("apply")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--overwrite-edits", is_flag=True)
@click.pass_obj
def apply(session: Session, reason: str, overwrite_edits: bool) -> None:
    """Calls `config.apply`; no call is dropped by it."""
    result = session.ask(JOBS, "config.apply", within=LIMIT, reason=reason, overwrite_edits=overwrite_edits)
    session.show(result, lambda: _applied(result, session.words))


@config.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Shows every problem that `config.verify` finds; exit status 3 if there are any."""
    session: Session = context.obj
    result = session.ask(JOBS, "config.verify", within=LIMIT)
    problems = result["problems"]
    key = "problems" if problems else "no_problems"
    lines = [session.words.text("text", key, count=len(problems)), *problem_lines(problems, session.words)]
    session.show(result, lambda: "\n".join(lines))
    context.exit(REFUSED if problems else 0)


def _difference(result: Mapping[str, Any], said: Words) -> str:
    parts = [result["diff"].rstrip("\n") or said.text("text", "no_difference")]
    if result["edited"]:
        parts += [said.text("text", "edited", files=plain(result["edited"])), result["edits"].rstrip("\n")]
    return "\n".join(parts)


def _applied(result: Mapping[str, Any], said: Words) -> str:
    if not result["changed"]:
        return said.text("text", "nothing_applied", version=result["version"])
    lines = [said.text("done", "config.apply", version=result["version"], files=plain(result["changed"]))]
    if result["reloaded"]:
        lines.append(said.text("text", "reloaded", modules=plain(result["reloaded"])))
    if result["restart_needed"]:
        lines.append(said.text("text", "restart_needed", what=plain(result["restart_needed"])))
    return "\n".join(lines)
