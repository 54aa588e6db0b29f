"""`callstead lines list`, `watch`, `history`, `diagnose`, `test`: the spans as they are, become, were, and why."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import click

from appliance.cli.events import fact_line
from appliance.cli.failure import REFUSED
from appliance.cli.lines import OVERWRITE, PATIENCE, WITHIN, applied, lines
from appliance.cli.session import Session
from appliance.cli.shown import Column, Kind, Reader, plain
from appliance.cli.sockets import ENGINE, JOBS
from appliance.errors import explain
from dahdi_conf import slots

FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
MOMENT = click.DateTime(FORMATS)
KINDS = ["span", "channel", "hardware", "trunk"]
OPENED = "feed.opened"
TEST = 120.0
"""Seconds that a test call may take: ringing, the signal, and what is looked at besides."""
DIAGNOSE = 30.0
ASKED = {"hung-up": "ask_hung_up"}
DIAGNOSIS = "diagnosis"
"""The table of the catalogues that explains what is wrong with lines."""

COLUMNS = (
    Column("span", Kind.NUMBER, "span_number"),
    Column("name"),
    Column("state", Kind.STATE),
    Column("since", Kind.MOMENT),
    Column("signals"),
    Column("d_channel", Kind.STATE),
    Column("busy"),
    Column("slips", Kind.NUMBER),
    Column("crc4_errors", Kind.NUMBER),
    Column("code_violations", Kind.NUMBER),
    Column("clock", Kind.STATE),
    Column("trunks"),
)
QUARTERS = (
    Column("start", Kind.MOMENT, "period"),
    Column("out_ms", Kind.MILLISECONDS),
    Column("los_ms", Kind.MILLISECONDS),
    Column("red_ms", Kind.MILLISECONDS),
    Column("ais_ms", Kind.MILLISECONDS),
    Column("rai_ms", Kind.MILLISECONDS),
    Column("lfa_ms", Kind.MILLISECONDS),
    Column("d_channel_down_ms", Kind.MILLISECONDS),
    Column("slips", Kind.NUMBER),
    Column("crc4_errors", Kind.NUMBER),
    Column("code_violations", Kind.NUMBER),
    Column("errored_looks", Kind.NUMBER),
    Column("busy_most", Kind.NUMBER),
    Column("seen_ms", Kind.MILLISECONDS),
)
CHANGES = (Column("line"), Column("setting"), Column("before"), Column("after"))

Row = Mapping[str, Any]


@lines.command("list")
@click.pass_obj
def list_spans(session: Session) -> None:
    """Shows `span.list`."""
    rows = session.ask(ENGINE, "span.list")
    session.show(rows, lambda: _table(session.reader, rows))


@lines.command("watch")
@click.pass_obj
def watch(session: Session) -> None:
    """Shows the spans, then follows what becomes of them until it is interrupted."""
    try:
        for fact in session.follow(ENGINE, "events", kinds=KINDS):
            if session.as_json:
                click.echo(json.dumps(fact, ensure_ascii=False))
            elif fact["kind"] == OPENED:
                click.echo(_table(session.reader, session.ask(ENGINE, "span.list")))
            else:
                click.echo(fact_line(session.reader, fact))
    except KeyboardInterrupt:
        return


@lines.command("history")
@click.argument("span")
@click.option("--from", "since", type=MOMENT, metavar="TIME")
@click.option("--to", "until", type=MOMENT, metavar="TIME")
@click.pass_obj
def history(session: Session, span: str, since: datetime | None, until: datetime | None) -> None:
    """Shows `span.history`; the last day without times."""
    begin, end = _bounds(session, since, until)
    rows = session.ask(ENGINE, "span.history", span=span, since=begin, until=end)
    session.show(rows, lambda: session.reader.table(QUARTERS, rows))


@lines.command("diagnose")
@click.argument("span")
@click.option("--answer", "answers", multiple=True, metavar="QUESTION=yes|no")
@click.option("--loop", is_flag=True)
@click.option("--anyway", is_flag=True)
@click.pass_context
def diagnose(context: click.Context, /, span: str, answers: tuple[str, ...], **given: bool) -> None:
    """Shows `span.diagnose`; exit status 3 where something is wrong."""
    session: Session = context.obj
    chosen = {name: True for name, wanted in given.items() if wanted}
    result = session.ask(ENGINE, "span.diagnose", within=DIAGNOSE, span=span, answers=list(answers) or None, **chosen)
    session.show(result, lambda: "\n\n".join(_found(session.reader, result)))
    context.exit(REFUSED if result["findings"] else 0)


@lines.command("test")
@click.argument("span")
@click.option("--number", required=True, metavar="NUMBER")
@click.option("--tone", "hertz", type=click.FloatRange(200, 3400), default=1004.0, metavar="HZ")
@click.option("--level", type=click.FloatRange(-60, 0), default=-10.0, metavar="DBM0")
@click.option("--wait", type=click.FloatRange(0, 30), metavar="S")
@click.option("--looped", is_flag=True)
@click.pass_context
def test_line(context: click.Context, /, **given: Any) -> None:
    """Shows `span.test`; exit status 3 where something is wrong."""
    session: Session = context.obj
    result = session.ask(ENGINE, "span.test", within=TEST, **given)
    session.show(result, lambda: "\n\n".join([_measured(session.reader, result), *_found(session.reader, result)]))
    context.exit(REFUSED if result["findings"] else 0)


@lines.command("mend")
@click.argument("span")
@click.option("--number", metavar="NUMBER")
@click.option("--answer", "answers", multiple=True, metavar="QUESTION=yes|no")
@click.option("--reason", metavar="TEXT")
@OVERWRITE
@WITHIN
@click.pass_context
def mend(context: click.Context, /, span: str, reason: str | None, within: float, **given: Any) -> None:
    """Sets what the diagnosis asks for; without a reason it only shows. Exit status 3 if people must do more."""
    session: Session = context.obj
    seen = _seen(session, span, given["number"], given["answers"])
    about = {"span": seen["span"], "findings": seen["findings"], "channel": seen.get("channel")}
    remedy = session.ask(JOBS, "lines.remedy", **about)
    result = {"span": seen["span"], "findings": seen["findings"], "changes": remedy["changes"], "applied": None}
    if reason and remedy["changes"]:
        more = {"document": remedy["document"], "reason": reason, "seconds": within}
        edits = given["overwrite_edits"]
        result["applied"] = session.ask(JOBS, "lines.apply", within=within + PATIENCE, overwrite_edits=edits, **more)
    session.show(result, lambda: "\n\n".join(_mended(session.reader, seen, result)))
    codes = {change["code"] for change in remedy["changes"]}
    context.exit(0 if all(finding["code"] in codes for finding in seen["findings"]) else REFUSED)


def _seen(session: Session, span: str, number: str | None, answers: tuple[str, ...]) -> Row:
    """A diagnosis, by a test call where a number is given."""
    if number:
        tested: Row = session.ask(ENGINE, "span.test", within=TEST, span=span, number=number)
        return tested
    looked: Row = session.ask(ENGINE, "span.diagnose", within=DIAGNOSE, span=span, answers=list(answers) or None)
    return looked


def _mended(reader: Reader, seen: Row, result: Row) -> Iterator[str]:
    yield from _found(reader, seen)
    if result["changes"]:
        yield reader.table(CHANGES, result["changes"])
    elif seen["findings"]:
        yield reader.words.text("text", "lines_nothing_to_set")
    if result["applied"]:
        yield applied(result["applied"], reader.words)
    elif result["changes"]:
        yield reader.words.text("text", "lines_mend_apply", span=seen["span"])


def _measured(reader: Reader, result: Row) -> str:
    """What was sent and what was heard, one figure a line."""
    said = ["test_sent", "test_noise" if result["tone"] is None else "test_tone"]
    said += ["test_no_echo" if result["echo_loss"] is None else "test_loop" if result["looped"] else "test_echo"]
    said += ["test_bits"] if result["bits"] else []
    return "\n".join(reader.words.text("text", key, **result) for key in said)


def _found(reader: Reader, result: Row) -> Iterator[str]:
    if not result["findings"]:
        yield reader.words.text("text", "line_healthy", **result)
    for question in result["questions"]:
        yield reader.words.text("text", ASKED[question], **result)
    for finding in result["findings"]:
        sentence = explain(finding["code"], {**result, **finding["values"]}, reader.words.language, DIAGNOSIS)
        rest = [
            reader.words.text("text", key, text=text) for key, text in (("why", sentence.why), ("next", sentence.next))
        ]
        yield "\n  ".join([plain(sentence.what), *rest])


def _bounds(session: Session, since: datetime | None, until: datetime | None) -> tuple[str, str]:
    zone = session.zone()
    end = until.replace(tzinfo=zone) if until else datetime.now(zone)
    begin = since.replace(tzinfo=zone) if since else end - timedelta(days=1)
    return begin.isoformat(), end.isoformat()


def _table(reader: Reader, rows: list[Row]) -> str:
    return reader.table(COLUMNS, [_shown(reader, row) for row in rows])


def _shown(reader: Reader, row: Row) -> dict[str, Any]:
    busy = f"{'?' if row['busy'] is None else row['busy']}/{row['channels']}"
    ports = [reader.words.text("text", "port_out", number=number) for number in row["ports_out"]]
    stuck = [reader.words.text("text", "channel_stuck", number=number) for number in row["stuck"]]
    numbers = slots.shown(row["blocked"])
    blocked = [reader.words.text("text", "channels_blocked", numbers=numbers)] if numbers else []
    signals = [*(reader.words.state(signal) for signal in row["signals"]), *ports, *blocked, *stuck]
    d_channel = "" if row["d_channel"] == "none" else f"d-{row['d_channel']}"
    clock = f"clock-{row['clock']}" if row["clock"] else ""
    state = f"line-{row['state']}"
    return {**row, "state": state, "busy": busy, "signals": signals, "d_channel": d_channel, "clock": clock}
