"""The audit trail: searched, and taken away as CSV, which is noted in it."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.audit.model import Act, Question
from appliance.errors import catalogue
from manager.errors import RequestMalformed
from manager.present import language
from manager.rights import needs
from manager.sheet import csv_file
from manager.wiring import console
from manager.words import TABLE

pages = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 100
ASKED = ("who", "act", "text", "since", "until")
HEAD = ("seq", "at", "who", "address", "act", "subject", "reason", "before", "after")


@pages.get("/")
@needs("audit.see")
def show() -> ResponseReturnValue:
    """What was done, the newest first."""
    acts = console().trail.search(_question())
    asked: dict[str, Any] = {name: request.args.get(name, "") for name in ASKED}
    older = url_for("audit.show", **asked, before=acts[-1].seq) if len(acts) == PAGE else None
    known = sorted(catalogue(language(), TABLE)["act"].items(), key=lambda act: act[1])
    return render_template("audit/show.html", acts=acts, asked=asked, older=older, known=known)


@pages.get("/export.csv")
@needs("audit.export")
def export() -> ResponseReturnValue:
    """Everything that is found, as CSV in UTF-8, which spreadsheets open as text."""
    question = _question()
    console().notes.note("audit.export", after={name: value for name in ASKED if (value := request.args.get(name))})
    return csv_file("audit.csv", _rows(console().trail.export(question)))


def _question() -> Question:
    asked = request.args
    return Question(
        who=asked.get("who", "").strip(),
        act=asked.get("act", "").strip(),
        text=asked.get("text", "").strip(),
        since=_midnight(asked.get("since", "")),
        until=_midnight(asked.get("until", ""), timedelta(days=1)),
        before=_place(asked.get("before", "")),
        limit=PAGE,
    )


def _midnight(text: str, later: timedelta = timedelta()) -> datetime | None:
    """The beginning of a day of the site, `later`; None for no day. What is no day raises RequestMalformed."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + later
    except (ValueError, OverflowError) as fault:
        raise RequestMalformed() from fault
    if not 2000 <= day.year < 2200:
        raise RequestMalformed()
    return datetime.combine(day, time(), ZoneInfo(console().settings.time_zone))


def _place(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise RequestMalformed()
    return int(text)


def _rows(acts: Iterator[Act]) -> Iterator[tuple[str, ...]]:
    yield HEAD
    for act in acts:
        said = [json.dumps(value, ensure_ascii=False) if value is not None else "" for value in (act.before, act.after)]
        yield str(act.seq), act.at.isoformat(), act.who, act.address, act.act, act.subject, act.reason, *said
