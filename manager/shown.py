"""Values as a person reads them on a page."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup, escape

from appliance.desk.contacts.model import clock
from appliance.desk.people import masking
from appliance.errors import Refusal, Sentence, explain
from manager.present import asking, language
from manager.wiring import console

OF_CALLERS = ("callback-", "call-", "number-", "route-")
"""Begins the codes of refusals that are about somebody outside."""
NUMBERS = frozenset({"number", "caller", "dialled"})


def moment(value: datetime | None) -> str:
    """A time in the site's zone, to the second; "" for none."""
    return "" if value is None else value.astimezone(_zone()).strftime("%Y-%m-%d %H:%M:%S")


def duration(milliseconds: int | None) -> str:
    """A span as 4:07 or 1:02:03; "" for none."""
    if milliseconds is None:
        return ""
    return clock(milliseconds / 1000)


def iso(value: str | None) -> str:
    """A time as our processes tell it, as `moment` shows it."""
    return moment(datetime.fromisoformat(value)) if value else ""


def code(text: str) -> Markup:
    """A text of the catalogues whose `commands` stand between backticks."""
    parts = text.split("`")
    marked = (Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))
    return Markup("").join(marked)


def number(value: str) -> str:
    """A telephone number as whoever asks may see it."""
    who = asking()
    return masking.shown(value, bool(who and who.may("numbers.whole")))


def sentence(refusal: Refusal) -> Sentence:
    """Why something was refused, in the reader's language, with telephone numbers as the reader may see them."""
    return explain(refusal.code, details(refusal), language())


def details(refusal: Refusal) -> dict[str, Any]:
    """What a refusal tells beside its code; numbers of callers are masked for whoever sees none whole."""
    if not refusal.code.startswith(OF_CALLERS):
        return refusal.details
    told = refusal.details.items()
    return {name: number(value) if name in NUMBERS and isinstance(value, str) else value for name, value in told}


def local_input(value: datetime | None) -> str:
    """A time in the site's zone as fields for times hold it; "" for none."""
    return "" if value is None else value.astimezone(_zone()).strftime("%Y-%m-%dT%H:%M")


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[tuple[str, str, str]]:
    """What an act changed: name, old and new value, of those that differ."""
    old, new = before or {}, after or {}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield name, _plain(old.get(name)), _plain(new.get(name))


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def offer(app: Flask) -> None:
    """Make these known to templates."""
    app.jinja_env.filters.update(
        moment=moment, iso=iso, duration=duration, number=number, local_input=local_input, code=code
    )
    app.jinja_env.globals.update(differences=differences)


def _zone() -> ZoneInfo:
    return ZoneInfo(console().settings.time_zone)
