"""A plan as JSON values: a row for each line, and what became of the files that lie in the box."""

from collections.abc import Iterable, Mapping
from typing import Any

from dahdi_conf import slots
from dahdi_conf.intent import Intent, Side, Signalling, Use
from dahdi_conf.plan import Plan, PortPlan, SpanPlan, plan
from dahdi_conf.problem import Problem
from dahdi_conf.render import render
from dahdi_conf.survey import Survey
from dahdi_conf.verify import verify
from dahdi_conf.written import Hand, diff, hand

FAR_ENDS = {Use.LINE: "exchange", Use.PHONE: "telephone"}


def planned(seen: Survey, intent: Intent, form: Iterable[Problem]) -> dict[str, Any]:
    """Lines, problems (those of the `form` first) and files; the files only when no problem stands in their way."""
    made = plan(seen.hardware, intent, seen.cancellers)
    problems = [*form, *verify(seen.hardware, intent, made, seen.cancellers)]
    files = {} if any(item.blocks for item in problems) else render(made)
    return {"lines": rows(made), "problems": [item.to_json() for item in problems], "files": files}


def rows(made: Plan) -> list[dict[str, Any]]:
    """Digital lines, then analog ports; `clock` is None where there is none to take or give, 0 where it is given."""
    return [*map(_span, made.spans), *map(_port, made.ports)]


def comparison(installed: Mapping[str, str], rendered: Mapping[str, str]) -> dict[str, Any]:
    """What would change, and which of the installed files were not left as they were written."""
    hands = {name: hand(text) for name, text in installed.items()}
    return {
        "diff": diff(installed, rendered),
        "edited": sorted(name for name, whose in hands.items() if whose is Hand.EDITED),
        "foreign": sorted(name for name, whose in hands.items() if whose is Hand.FOREIGN),
    }


def _span(line: SpanPlan) -> dict[str, Any]:
    return {
        "line": line.identity,
        "name": line.settings.name,
        "span": line.pin.number,
        "channels": slots.shown(line.bearers),
        "signal_channel": line.signal,
        "kind": line.kind.value,
        "signalling": _signalling(line),
        "peer": line.settings.peer.value,
        "clock": None if line.loop else line.timing,
        "crc4": line.settings.crc4,
        "group": line.settings.group,
        "echo": _echo(line),
    }


def _signalling(line: SpanPlan) -> str:
    settings = line.settings
    if settings.signalling in (Signalling.PRI, Signalling.BRI):
        side = "net" if settings.isdn.side is Side.NET else "cpe"
        return f"{settings.signalling.value} {side}"
    variants = {Signalling.R2: settings.r2.variant, Signalling.EM: settings.em.start.value}
    return f"{settings.signalling.value} {variants.get(settings.signalling, settings.ss7.format.value)}"


def _port(port: PortPlan) -> dict[str, Any]:
    return {
        "line": port.identity,
        "name": port.settings.name,
        "span": port.pin.number,
        "channels": str(port.channel),
        "signal_channel": None,
        "kind": port.port.type.value,
        "signalling": port.settings.start.value,
        "peer": FAR_ENDS[port.settings.use],
        "clock": None,
        "crc4": None,
        "group": port.settings.group,
        "echo": _echo(port),
    }


def _echo(line: SpanPlan | PortPlan) -> str:
    return line.card.echo_canceller or line.echo if line.settings.echo_cancel else ""
