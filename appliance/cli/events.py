"""`callstead events`: what happens, as it happens."""

import json
from collections.abc import Mapping
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Kind, Reader, plain
from appliance.cli.sockets import ENGINE

OPENED = "feed.opened"


@click.command(cls=Verb)
@click.option("--kinds", metavar="KIND,...")
@click.pass_obj
def events(session: Session, kinds: str | None) -> None:
    """Follows `events` until it is interrupted; with `--json` one object a line, `{kind, data}`."""
    wanted = [kind.strip() for kind in kinds.split(",") if kind.strip()] if kinds else None
    try:
        for fact in session.follow(ENGINE, "events", kinds=wanted):
            if session.as_json:
                click.echo(json.dumps(fact, ensure_ascii=False))
            elif fact["kind"] != OPENED:
                click.echo(fact_line(session.reader, fact))
    except KeyboardInterrupt:
        return


def fact_line(reader: Reader, fact: Mapping[str, Any]) -> str:
    """Time, kind and data; a fact of the ledger carries its own time and data inside."""
    data = fact["data"]
    if not isinstance(data, Mapping) or "at" not in data:
        return f"{fact['kind']}  {plain(data)}".rstrip()
    said = data.get("data", {})
    named = {name: data[name] for name in ("contact", "leg") if data.get(name)}
    return f"{reader.cell(Kind.MOMENT, data['at'])}  {fact['kind']}  {plain({**named, **said})}".rstrip()
