"""`callstead figures`: what was counted, by quarter, hour or day, and the events behind each figure."""

from collections.abc import Callable, Generator, Mapping
from datetime import datetime, timedelta
from typing import Any

import click

from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind
from appliance.cli.sockets import JOBS
from appliance.errors import catalogue

PARTS = ("15m", "hour", "day", "week", "month")
FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
REBUILD_LIMIT = 6 * 3600.0
WAY_OUT = (
    Column("placed", Kind.NUMBER),
    Column("answered", Kind.NUMBER),
    Column("asr", Kind.PERCENT),
    Column("acd_s", Kind.SECONDS),
    Column("minutes", Kind.NUMBER),
    Column("cost", Kind.NUMBER),
)
SHOWN = {
    "queue": (
        Column("offered", Kind.NUMBER),
        Column("answered", Kind.NUMBER),
        Column("answered_in_target", Kind.NUMBER),
        Column("abandoned", Kind.NUMBER),
        Column("service_level", Kind.PERCENT),
        Column("asa_s", Kind.SECONDS),
        Column("wait_ms_max", Kind.MILLISECONDS),
        Column("talk_ms", Kind.MILLISECONDS),
        Column("hold_ms", Kind.MILLISECONDS),
        Column("wrap_up_ms", Kind.MILLISECONDS),
        Column("aht_s", Kind.SECONDS),
    ),
    "agent": (
        Column("offered", Kind.NUMBER),
        Column("answered", Kind.NUMBER),
        Column("handled", Kind.NUMBER),
        Column("signed_in_ms", Kind.MILLISECONDS),
        Column("ready_ms", Kind.MILLISECONDS),
        Column("ringing_ms", Kind.MILLISECONDS),
        Column("talking_ms", Kind.MILLISECONDS),
        Column("hold_ms", Kind.MILLISECONDS),
        Column("wrap_up_ms", Kind.MILLISECONDS),
        Column("paused_ms", Kind.MILLISECONDS),
        Column("occupancy", Kind.PERCENT),
        Column("aht_s", Kind.SECONDS),
        Column("mos", Kind.NUMBER),
    ),
    "number": (
        Column("offered", Kind.NUMBER),
        Column("result:answered", Kind.NUMBER, "answered"),
        Column("result:abandoned", Kind.NUMBER, "abandoned"),
        Column("result:self-service", Kind.NUMBER, "self_service"),
        Column("busy_ms", Kind.MILLISECONDS),
        Column("erlangs", Kind.NUMBER),
    ),
    "trunk": (
        Column("offered", Kind.NUMBER),
        *WAY_OUT,
        Column("busy_ms", Kind.MILLISECONDS),
        Column("full_ms", Kind.MILLISECONDS),
        Column("erlangs", Kind.NUMBER),
        Column("mos", Kind.NUMBER),
        Column("poor", Kind.NUMBER),
    ),
    "route": WAY_OUT,
    "trunk-group": WAY_OUT,
    "flow": (
        Column("entered", Kind.NUMBER),
        Column("contained", Kind.NUMBER),
        Column("handed_over", Kind.NUMBER),
        Column("containment", Kind.PERCENT),
        Column("self_service_rate", Kind.PERCENT),
    ),
    "node": (
        Column("visits", Kind.NUMBER),
        Column("spent_ms", Kind.MILLISECONDS),
        Column("mean_stay_s", Kind.SECONDS),
        Column("no_key", Kind.NUMBER),
        Column("to_queue", Kind.NUMBER),
    ),
}
EVENTS = (
    Column("at", Kind.MOMENT),
    Column("kind"),
    Column("contact"),
    Column("gave", Kind.NUMBER),
    Column("data"),
)
SHEET = (Column("subject"), Column("figure"), Column("name"), Column("definition"))
DEFINED = ("queue", "agent", "number", "flow", "node", "trunk")
"""What the console has reports of."""
DAY = click.DateTime(FORMATS)


@click.group(cls=Noun)
def figures() -> None:
    """The noun `figures`."""


def _period(command: Callable[..., None]) -> Callable[..., None]:
    """`--from` and `--to`, in the site's zone; today without them."""
    since = click.option("--from", "since", type=DAY, metavar="TIME")
    return since(click.option("--to", "until", type=DAY, metavar="TIME")(command))


def _show(session: Session, subject: str, name: str, by: str, since: datetime | None, until: datetime | None) -> None:
    args = {"subject": subject, "name": name, "by": by, **_bounds(session, since, until)}
    rows, _ = _gathered(session.follow(JOBS, "figures.show", **args))
    columns = (Column("start", Kind.MOMENT, "period"), Column(subject), *SHOWN[subject])
    session.show(rows, lambda: session.reader.table(columns, rows))


def _command(subject: str) -> None:
    @figures.command(subject)
    @click.argument("name", default="")
    @_period
    @click.option("--by", type=click.Choice(PARTS), default="day")
    @click.pass_obj
    def show(session: Session, name: str, by: str, since: datetime | None, until: datetime | None) -> None:
        _show(session, subject, name, by, since, until)


for _subject in SHOWN:
    _command(_subject)


@figures.command("events")
@click.option("--queue", metavar="NAME")
@click.option("--agent", metavar="AGENT")
@click.option("--number", metavar="NUMBER")
@click.option("--trunk", metavar="NAME")
@click.option("--node", metavar="FLOW/NODE")
@click.option("--route", metavar="NAME")
@click.option("--trunk-group", metavar="NAME")
@click.option("--figure", required=True, metavar="FIGURE")
@_period
@click.pass_obj
def events(
    session: Session, /, figure: str, since: datetime | None, until: datetime | None, **subjects: str | None
) -> None:
    """Follows `figures.events`: what each event gave to the figure of one subject, and the sum."""
    named = [(subject.replace("_", "-"), name) for subject, name in subjects.items() if name]
    if len(named) != 1:
        raise click.UsageError("|".join(f"--{subject.replace('_', '-')}" for subject in subjects))
    [(subject, name)] = named
    args = {"subject": subject, "name": name, "figure": figure, **_bounds(session, since, until)}
    rows, end = _gathered(session.follow(JOBS, "figures.events", **args))
    said = session.words
    session.show(rows, lambda: f"{session.reader.table(EVENTS, rows)}\n\n{said.text('text', 'figure_events', **end)}")


@figures.command("definitions")
@click.argument("subject", default="", metavar="SUBJECT", type=click.Choice(["", *DEFINED]))
@click.pass_obj
def definitions(session: Session, subject: str) -> None:
    """The sheet that the console's reports show too."""
    texts = catalogue(session.words.language, "figure")
    rows = [
        {"subject": of, "figure": figure, "name": _named(texts["label"], of, figure), "definition": says}
        for of in ([subject] if subject else DEFINED)
        for figure, says in texts[of].items()
    ]
    session.show(rows, lambda: session.reader.table(SHEET, rows))


@figures.command("rebuild")
@click.pass_obj
def rebuild(session: Session) -> None:
    """Calls `figures.rebuild`: counts the whole ledger anew; the figures can be read meanwhile."""
    done = session.ask(JOBS, "figures.rebuild", within=REBUILD_LIMIT)
    session.done(done, "figures.rebuild", **(done or {}))


def _named(labels: Mapping[str, str], subject: str, figure: str) -> str:
    return labels.get(f"{subject}:{figure}", labels.get(figure, figure))


def _bounds(session: Session, since: datetime | None, until: datetime | None) -> dict[str, str]:
    zone = session.zone()
    today = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    begins = since.replace(tzinfo=zone) if since else today
    ends = until.replace(tzinfo=zone) if until else max(begins, today) + timedelta(days=1)
    return {"since": begins.isoformat(), "until": ends.isoformat()}


def _gathered(parts: Generator[Any, None, Any]) -> tuple[list[Any], Any]:
    """All parts of a stream as one list, and what closed it."""
    rows: list[Any] = []
    while True:
        try:
            rows += next(parts)
        except StopIteration as over:
            return rows, over.value
