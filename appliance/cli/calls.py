"""`callstead call`: the conversations, live and past."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader
from appliance.cli.sockets import ENGINE

COLUMNS = (
    Column("id"),
    Column("opened_at", Kind.MOMENT),
    Column("direction", Kind.STATE),
    Column("caller"),
    Column("dialled"),
    Column("state", Kind.STATE),
    Column("queue"),
    Column("agent"),
    Column("wait_s", Kind.SECONDS),
    Column("talk_s", Kind.SECONDS),
    Column("result", Kind.STATE),
)
LEGS = (
    Column("role", Kind.STATE),
    Column("agent"),
    Column("endpoint"),
    Column("channel"),
    Column("opened_at", Kind.MOMENT),
    Column("answered_at", Kind.MOMENT),
    Column("ended_at", Kind.MOMENT),
    Column("talk_ms", Kind.MILLISECONDS),
    Column("hold_ms", Kind.MILLISECONDS),
    Column("cause", Kind.NUMBER),
)
SOUND = (
    Column("role", Kind.STATE),
    Column("agent"),
    Column("endpoint"),
    Column("medium", Kind.STATE),
    Column("codec"),
    Column("mos", Kind.NUMBER),
    Column("round_trip_ms", Kind.NUMBER),
    Column("received_loss", Kind.PERCENT),
    Column("received_jitter_ms", Kind.NUMBER),
    Column("sent_loss", Kind.PERCENT),
    Column("sent_jitter_ms", Kind.NUMBER),
    Column("echo_loss", Kind.NUMBER),
)
ECHO = "recording.echo"
EVENTS = (Column("at", Kind.MOMENT), Column("kind"), Column("data"))


MODULES = {
    "pause-recording": "appliance.cli.pausing:pause",
    "resume-recording": "appliance.cli.pausing:resume",
    "keep-recording": "appliance.cli.pausing:keep",
    "drop-recording": "appliance.cli.pausing:drop",
}


@click.group(cls=Noun, modules=MODULES)
def call() -> None:
    """The noun `call`."""


@call.command("list")
@click.option("--open", "only_open", is_flag=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def list_calls(session: Session, only_open: bool, limit: int) -> None:
    """Shows `call.list`, newest first."""
    rows = session.ask(ENGINE, "call.list", open=only_open, limit=limit)
    session.show(rows, lambda: session.reader.table(COLUMNS, rows))


@call.command("show")
@click.argument("id", type=click.UUID)
@click.pass_obj
def show(session: Session, id: UUID) -> None:
    """Shows `call.show`: the call, its legs and the events behind them."""
    row = session.ask(ENGINE, "call.show", id=str(id))
    session.show(row, lambda: _text(session.reader, row))


@call.command("hangup")
@click.argument("id", type=click.UUID)
@click.pass_obj
def hangup(session: Session, id: UUID) -> None:
    """Calls `call.hangup`."""
    session.done(session.ask(ENGINE, "call.hangup", id=str(id)), "call.hangup", id=id)


@call.command("resume")
@click.argument("id", type=click.UUID)
@click.pass_obj
def resume(session: Session, id: UUID) -> None:
    """Calls `call.resume`."""
    session.done(session.ask(ENGINE, "call.resume", id=str(id)), "call.resume", id=id)


@call.command("swap")
@click.argument("agent")
@click.option("--to", type=click.UUID)
@click.pass_obj
def swap(session: Session, agent: str, to: UUID | None) -> None:
    """Calls `call.swap`: the agent talks in the call on hold, the other one waits."""
    result = session.ask(ENGINE, "call.swap", agent=agent, to=to and str(to))
    session.done(result, "call.swap", agent=agent)


def _text(reader: Reader, row: Mapping[str, Any]) -> str:
    parts = [
        reader.fields(COLUMNS, row),
        f"{reader.words.text('text', 'legs')}\n{reader.table(LEGS, row['legs'])}",
        f"{reader.words.text('text', 'sound')}\n{reader.table(SOUND, _sounds(row))}",
        f"{reader.words.text('text', 'events')}\n{reader.table(EVENTS, row['events'])}",
    ]
    return "\n\n".join(parts)


def _sounds(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each leg's sound; what came back over a line is measured when its recording is sealed."""
    echoes = {event["leg"]: event["data"]["loss_db"] for event in row["events"] if event["kind"] == ECHO}
    for leg in row["legs"]:
        yield {**_sound(leg), "echo_loss": echoes.get(leg["id"])}


def _sound(leg: Mapping[str, Any]) -> Mapping[str, Any]:
    """How a leg sounded, flat; one that has ended and of which nobody knows says so."""
    audio = leg["audio"] or ({"medium": "not-counted"} if leg["ended_at"] else {})
    ways = {way: audio.get(way) or {} for way in ("received", "sent")}
    losses = {f"{way}_loss": _percent(told.get("loss")) for way, told in ways.items()}
    jitters = {f"{way}_jitter_ms": told.get("jitter_ms") for way, told in ways.items()}
    return {**leg, **audio, **losses, **jitters}


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
