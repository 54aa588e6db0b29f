"""Contacts: searched by anything and taken away as CSV, within the queues and teams of who asks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.contact.callback.model import subscriber, written
from appliance.contact.calls.model import Direction, Result
from appliance.desk.contacts.model import Contact, Kind, Place, Question
from appliance.desk.crm.model import CODES
from appliance.desk.people.masking import shown
from manager import asked
from manager.errors import NotAllowed, RequestMalformed
from manager.present import me
from manager.reach import reach
from manager.rights import needs
from manager.sheet import csv_file
from manager.wiring import console
from manager.words import t, t_or

pages = Blueprint("contacts", __name__, url_prefix="/contacts")
PAGE, AT_ONCE = 50, 200
DAYS = 31
"""Without a beginning, so many days back are searched."""
FIELDS = (
    "since", "until", "number", "queue", "agent", "flow", "outcome", "direction", "kind", "code", "text", "phrase",
    "remark", "recorded", "talk-from", "talk-to", "wait-from",
)  # fmt: skip
MORE = frozenset(FIELDS) - {"since", "until", "number", "queue", "agent", "outcome"}
"""Fields that stay folded until one of them is used."""
HEAD = (
    "opened", "direction", "caller", "dialled", "customer", "queue", "agent", "outcome", "wait", "talk", "hold",
    "wrap", "code", "note", "recordings", "id",
)  # fmt: skip


@pages.get("/")
@needs("calls.see")
def show() -> ResponseReturnValue:
    """What is found, the newest first."""
    question = question_of_address()
    found = console().contacts.search(question, reach())
    given: dict[str, Any] = {name: value for name in FIELDS if (value := asked.text(name))}
    last = found[-1] if len(found) == PAGE else None
    older = url_for("contacts.show", **given, before=f"{last.opened_at.isoformat()}_{last.id}") if last else None
    return render_template(
        "contacts/show.html",
        found=found,
        given=given,
        since=question.since,
        folded=not any(name in given for name in MORE),
        names=customer_names(contact.party for contact in found),
        agents=agent_names(),
        choices=_choices(),
        older=older,
        newest=url_for("contacts.show", **given) if question.after else None,
    )


@pages.get("/export.csv")
@needs("reports.export")
def export() -> ResponseReturnValue:
    """Everything that is found, as CSV; noted in the audit trail."""
    if not me().may("calls.see"):
        raise NotAllowed(right="calls.see")
    question = replace(question_of_address(), after=None)
    console().notes.note("contacts.export", after={name: value for name in FIELDS if (value := asked.text(name))})
    return csv_file("contacts.csv", _rows(console().contacts.each(question, reach())))


def question_of_address() -> Question:
    """What the fields of the address ask for; raises RequestMalformed, or NotAllowed where a right is missing."""
    return Question(
        since=asked.moment("since") or midnight(DAYS),
        until=asked.moment("until"),
        queue=asked.text("queue"),
        agent=asked.text("agent"),
        flow=asked.text("flow"),
        numbers=_numbers(),
        outcome=asked.one_of("outcome", tuple(Result)),
        direction=asked.one_of("direction", tuple(Direction)),
        kind=Kind(kind) if (kind := asked.one_of("kind", tuple(Kind))) else None,
        code=asked.one_of("code", CODES),
        text=asked.text("text"),
        phrase=_of_recordings("phrase"),
        remark=_of_recordings("remark"),
        recorded=bool(asked.text("recorded")),
        talk_from=asked.number("talk-from"),
        talk_to=asked.number("talk-to"),
        wait_from=asked.number("wait-from"),
        after=_after(request.args.get("before", "")),
        limit=PAGE,
    )


def agent_names() -> Mapping[str, str]:
    """Every agent's name, by number."""
    return {number: mate.name for number, mate in console().roster.all().items()}


def _numbers() -> tuple[str, ...]:
    """Only whoever sees numbers whole searches by one: else it could be guessed digit by digit."""
    number = asked.text("number").replace(" ", "").replace("-", "")
    if number and not me().may("numbers.whole"):
        raise NotAllowed(right="numbers.whole")
    return written(number) if number else ()


def _of_recordings(name: str) -> str:
    """What was said, and what was noted of it, is known to those who may hear it."""
    if (words := asked.text(name)) and not me().may("recordings.hear"):
        raise NotAllowed(right="recordings.hear")
    return words


def midnight(days: int) -> datetime:
    """The beginning of the day so many days ago, where the site is."""
    zone = ZoneInfo(console().settings.time_zone)
    today = console().clock.now().astimezone(zone).date()
    return datetime.combine(today - timedelta(days=days), time(), zone)


def _after(text: str) -> Place | None:
    if not text:
        return None
    at, _, contact = text.partition("_")
    try:
        return Place(asked.local(at), UUID(contact))
    except ValueError as fault:
        raise RequestMalformed() from fault


def queues() -> list[str]:
    """The queues that any contact came past, as far as the person may see them."""
    mine = reach()
    return [name for name in console().contacts.places("queue") if mine.queues is None or name in mine.queues]


def _choices() -> dict[str, Any]:
    """What the lists of the form offer: queues and agents that the person may see."""
    mine, known = reach(), console().contacts
    return {
        "queue": queues(),
        "agent": [number for number in known.places("agent") if mine.agents is None or number in mine.agents],
        "flow": known.places("flow"),
        "outcome": tuple(Result),
        "direction": tuple(Direction),
        "kind": tuple(Kind),
        "code": CODES,
    }


def customer_names(numbers: Iterable[str]) -> Mapping[str, str]:
    """The customers of those numbers outside, as the books have the numbers; for whoever may see customers."""
    if not me().may("customers.see"):
        return {}
    parties = {number for number in numbers if number}
    known = console().contacts.names({way for party in parties for way in written(party)})
    by_own = {subscriber(number): name for number, name in known.items()}
    return {party: by_own[own] for party in parties if (own := subscriber(party)) in by_own}


def _rows(found: Iterator[Contact]) -> Iterator[tuple[str, ...]]:
    yield tuple(t(f"contacts.head-{name}") for name in HEAD)
    agents, zone = agent_names(), ZoneInfo(console().settings.time_zone)
    whole = me().may("numbers.whole")
    for one, names in _named(found):
        yield (
            one.opened_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            t(f"contacts.direction-{one.direction}"),
            shown(one.caller, whole),
            shown(one.dialled, whole),
            names.get(one.party, ""),
            one.queue,
            " ".join(filter(None, (one.agent, agents.get(one.agent, "")))),
            t_or(f"contacts.result-{one.result}", one.result),
            *(_seconds(value) for value in (one.wait_ms, one.talk_ms, one.hold_ms, one.wrap_ms)),
            t_or(f"desk.code-{one.code}", one.code),
            one.text,
            str(one.recordings),
            str(one.id),
        )


def _named(found: Iterator[Contact]) -> Iterator[tuple[Contact, Mapping[str, str]]]:
    """Each contact with the names of customers; these are looked up for many at once."""
    while some := tuple(islice(found, AT_ONCE)):
        names = customer_names(contact.party for contact in some)
        yield from ((one, names) for one in some)


def _seconds(milliseconds: int | None) -> str:
    return "" if milliseconds is None else str(round(milliseconds / 1000))
