"""The verbs of `callstead demo`."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

import click

from appliance.cli.demo.errors import CallUnserved
from appliance.cli.demo.figures import Figures
from appliance.cli.demo.play import MOST_AT_ONCE, many_calls, one_call
from appliance.cli.demo.progress import Progress
from appliance.cli.demo.script import Wish
from appliance.cli.demo.session import DemoNoun, Keys
from appliance.cli.demo.stage import ANSWER_AFTER_S, READY, Inbox, Stage, stage
from appliance.cli.demo.story import Story, Told
from appliance.cli.session import Session
from appliance.cli.shown import Column
from appliance.cli.sockets import ENGINE
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Note

PATIENCE_S = 90.0
RING_UNDER_LOAD_S = 0.5
INTERRUPTED = 130
TALK = click.FloatRange(1, 3600)
ACCOUNTS = tuple(Column(key) for key in ("agent", "phone", "secret", "address", "udp_port", "tls_port"))


@click.group(cls=DemoNoun)
def demo() -> None:
    """The noun `demo`."""


@demo.command("accounts")
@click.pass_obj
def accounts(session: Session) -> None:
    """Shows `demo.accounts`: numbers, trunk, and each agent's SIP account."""
    result = session.ask(ENGINE, "demo.accounts")
    session.show(result, lambda: _accounts(session, result))


@demo.command("call")
@click.option("--keys", type=Keys(), default="1")
@click.option("--caller", default="13800001111", metavar="NUMBER")
@click.option("--number", default="4008001000", metavar="NUMBER")
@click.option("--talk", type=TALK, default=10.0)
@click.option("--with-agents/--without-agents", "with_agents", default=None)
@click.pass_obj
def call(session: Session, keys: str, caller: str, number: str, talk: float, with_agents: bool | None) -> None:
    """Places one call and tells what happens; refused with CallUnserved when nobody takes it."""
    wish = Wish(number, caller, keys, talk, PATIENCE_S)
    steps: list[Told] = []

    def tell(told: Told) -> None:
        steps.append(told)
        if not session.as_json:
            click.echo(_sentence(session, told))

    story = asyncio.run(_call(session, wish, with_agents, tell))
    if not story.served:
        raise CallUnserved(result=session.words.state(story.result), contact=story.contact)
    result = {"contact": story.contact, "result": story.result, "agent": story.agent or None}
    session.show(result | {"steps": [asdict(step) for step in steps]}, lambda: _ended(session, story))


@demo.command("load")
@click.option("--cps", type=click.FloatRange(0.1, 50), default=1.0)
@click.option("--for", "seconds", type=click.IntRange(1, 3600), default=60)
@click.option("--talk", type=TALK, default=8.0)
@click.option("--keys", type=Keys(), default="1")
@click.option("--number", default="4008001000", metavar="NUMBER")
@click.option("--with-agents/--without-agents", "with_agents", default=None)
@click.pass_obj
def load(
    session: Session, cps: float, seconds: int, talk: float, keys: str, number: str, with_agents: bool | None
) -> None:
    """Places many calls; interrupted, it hangs them up and shows what there was."""
    count = max(1, round(cps * seconds))
    rows = [(f"139{row:08}",) for row in range(count)]
    wish = Wish(number, "[field0]", keys, talk, PATIENCE_S)
    figures = Figures({row[0] for row in rows})
    order = Load(count, cps, min(count, MOST_AT_ONCE), rows)
    try:
        failed = asyncio.run(_load(session, wish, order, figures, count / cps, with_agents))
    except KeyboardInterrupt:
        _show_load(session, figures.report(figures.refused))
        raise click.exceptions.Exit(INTERRUPTED) from None
    _show_load(session, figures.report(failed))


@demo.command("agents")
@click.pass_obj
def agents(session: Session) -> None:
    """Keeps the demo agents' phones registered and answering until it is interrupted."""
    try:
        asyncio.run(_agents(session))
    except KeyboardInterrupt:
        return


async def _call(session: Session, wish: Wish, with_agents: bool | None, tell: Any) -> Story:
    async with stage(session) as here, _agents_if(here, with_agents, ANSWER_AFTER_S):
        return await one_call(here, wish, tell)


async def _load(
    session: Session, wish: Wish, order: Load, figures: Figures, seconds: float, with_agents: bool | None
) -> int:
    progress = Progress(session, figures, sys.stderr.isatty() and not session.as_json)
    async with stage(session) as here, _agents_if(here, with_agents, RING_UNDER_LOAD_S):
        try:
            result = await many_calls(here, wish, order, figures, seconds, progress.changed)
        finally:
            progress.over()
        return result.statistics.failed


async def _agents(session: Session) -> None:
    inbox: Inbox = asyncio.Queue()
    async with stage(session) as here, here.agents(inbox):
        if not session.as_json:
            names = ", ".join(row["agent"] for row in here.accounts["agents"])
            click.echo(session.words.text("demo", "agents-ready", agents=names))
        while True:
            note = await inbox.get()
            if isinstance(note, Note):
                _show_note(session, note)


@asynccontextmanager
async def _agents_if(here: Stage, wanted: bool | None, ring: float) -> AsyncIterator[None]:
    """Demo agents where they are wanted; not told, where nobody is ready."""
    if wanted is None:
        wanted = all(person["state"] != READY for person in await here.people())
    if not wanted:
        yield
        return
    if not here.session.as_json:
        click.echo(here.session.words.text("demo", "agents-start"), err=True)
    async with here.agents(ring=ring):
        yield


def _sentence(session: Session, told: Told) -> str:
    words = session.words
    values = {name: words.state(value) if isinstance(value, str) else value for name, value in told.values.items()}
    return f"{told.after:6.1f} s  {words.text('step', told.key, **values)}"


def _ended(session: Session, story: Story) -> str:
    return session.words.text("demo", "call-done", contact=story.contact)


def _accounts(session: Session, result: Mapping[str, Any]) -> str:
    words, trunk = session.words, result.get("trunk") or {"name": "-", "address": "-"}
    rows = [{**row, **row["sip"]} for row in result["agents"]]
    head = words.text("demo", "accounts", numbers=", ".join(result["numbers"]), **trunk)
    return f"{head}\n\n{session.reader.table(ACCOUNTS, rows)}"


def _show_load(session: Session, report: Mapping[str, Any]) -> None:
    def text() -> str:
        answer = {name: "-" if value is None else f"{value:.1f}" for name, value in report["answer_s"].items()}
        other = ", ".join(f"{session.words.state(name)} {count}" for name, count in report["other"].items()) or "-"
        return session.words.text("demo", "load-done", **{**report, **answer, "other": other})

    session.show(report, text)


def _show_note(session: Session, note: Note) -> None:
    texts = session.words.tables["agent-step"]
    if session.as_json:
        click.echo(json.dumps({"phone": note.who, "step": note.kind.value, "at": note.at}))
    elif note.kind.value in texts:
        click.echo(texts[note.kind.value].format(phone=note.who))
