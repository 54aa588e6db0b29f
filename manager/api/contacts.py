"""Contacts: every call with what it left behind, searched by anything, and the story of one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import Field

from appliance.contact.callback.model import written
from appliance.contact.calls.model import Direction, Result
from appliance.desk.contacts.model import Contact, Kind, Place, Question
from appliance.desk.contacts.story import Cast, Word, story
from appliance.desk.crm.model import CODES, ContactNote
from manager.api.errors import CursorInvalid
from manager.api.operation import operation
from manager.api.shapes import WRITTEN, Asked, Moment, Name, Next, Paged, Shape, cursor, number, one_of, place
from manager.errors import NotAllowed
from manager.pages.contact import contact_of
from manager.pages.contacts import DAYS, customer_names, midnight
from manager.present import me
from manager.reach import reach
from manager.wiring import console
from manager.words import t, t_or

resource = Blueprint("api-contacts", __name__, url_prefix="/api/v1/contacts")
LONGEST_SPAN = 1_000_000
SearchedNumber = r"^(\+?[0-9]{3,20})?$"


class ContactQuestion(Paged):
    """What is looked for; everything that is given must hold."""

    since: Asked | None = Field(None, description=f"Opened from then on; without it {DAYS} days back.")
    until: Asked | None = Field(None, description="Opened before then.")
    queue: Name = ""
    agent: Name = ""
    flow: Name = ""
    number: str = Field("", pattern=SearchedNumber, description="Either side's; needs the right numbers.whole.")
    outcome: str = Field("", pattern=one_of(*Result))
    direction: str = Field("", pattern=one_of(*Direction))
    kind: str = Field("", pattern=one_of(*Kind), description="What it left behind beside, or instead of, a talk.")
    code: str = Field("", pattern=one_of(*CODES), description="A wrap-up code.")
    text: str = Field("", max_length=100, pattern=f"^{WRITTEN}$", description="A part of what agents noted.")
    phrase: str = Field(
        "", max_length=100, pattern=f"^{WRITTEN}$", description="What was said; needs the right recordings.hear."
    )
    recorded: Literal["true", "false"] = Field("false", description="Only what has a recording.")
    talk_from: int = Field(0, ge=0, le=LONGEST_SPAN, description="Seconds of talk at least.")
    talk_to: int = Field(LONGEST_SPAN, ge=0, le=LONGEST_SPAN, description="Seconds of talk at most.")
    wait_from: int = Field(0, ge=0, le=LONGEST_SPAN, description="Seconds of waiting at least.")


class Noted(Shape):
    """What one agent wrote of a contact."""

    agent: str
    code: str = Field(description="A wrap-up code; empty for none.")
    text: str
    at: Moment | None


class ContactLine(Shape):
    """A contact; times are seconds, null where there was none. Numbers are masked without `numbers.whole`."""

    id: UUID
    direction: str
    caller: str
    dialled: str
    customer: str = Field(description="Whose number it is; empty for nobody, or without the right customers.see.")
    queue: str
    agent: str = Field(description="Who talked with the customer last.")
    opened_at: Moment
    answered_at: Moment | None
    closed_at: Moment | None = Field(description="null while it goes on.")
    wait_s: float | None
    talk_s: float | None
    hold_s: float | None
    wrap_s: float | None
    outcome: str
    ended_by: str
    recordings: int
    voicemail: bool
    fax: bool
    notes: list[Noted]


class ContactPage(Shape):
    """Contacts, the newest first."""

    items: list[ContactLine]
    next: Next


class StoryLine(Shape):
    """One thing that happened; `key` is stable, `text` is in the caller's language."""

    at: Moment
    key: str
    text: str


class LegTold(Shape):
    """One party's connection; times are seconds, null for one that was never together with another."""

    id: UUID
    who: str = Field(description="An agent, a number as the token may see it, or a role, in the caller's language.")
    role: str
    agent: str
    opened_at: Moment
    answered_at: Moment | None
    ended_at: Moment | None
    talk_s: float | None
    hold_s: float | None
    mos: float | None = Field(description="How it sounded, 1 to 4.5; null where nobody knows.")


class ContactStory(Shape):
    """A contact with everything that happened in it."""

    contact: ContactLine
    story: list[StoryLine]
    legs: list[LegTold]


@resource.get("")
@operation("calls.see")
def listed(asked: ContactQuestion) -> ContactPage:
    """Look for contacts, the newest first."""
    found = console().contacts.search(_question(asked), reach())
    page = found[: asked.limit]
    further = cursor(page[-1].opened_at.isoformat(), str(page[-1].id)) if len(found) > asked.limit else None
    names = customer_names(contact.party for contact in page)
    return ContactPage(items=[told(one, names) for one in page], next=further)


@resource.get("/<uuid:id>")
@operation("calls.see")
def one(id: UUID) -> ContactStory:
    """One contact with its story; that it was read is in the audit trail."""
    contact = contact_of(id)
    cast = Cast({agent: mate.name for agent, mate in console().roster.all().items()}, number)
    lines = story((entry.event for entry in console().ledger.of_contacts([id])), cast)
    console().notes.note("contact.see", str(id))
    return ContactStory(
        contact=told(contact, customer_names([contact.party])),
        story=[StoryLine(at=line.at, key=line.key, text=_sentence(line.key, line.values)) for line in lines],
        legs=[_leg(row, cast) for row in console().calls.legs(id)],
    )


def told(contact: Contact, names: Mapping[str, str]) -> ContactLine:
    """A contact as the token may see it."""
    same = ("id", "direction", "queue", "agent", "opened_at", "answered_at", "closed_at", "ended_by", "recordings")
    return ContactLine(
        **{name: getattr(contact, name) for name in (*same, "fax")},
        caller=number(contact.caller),
        dialled=number(contact.dialled),
        customer=names.get(contact.party, ""),
        outcome=contact.result,
        voicemail=contact.message,
        notes=[_note(note) for note in contact.notes],
        wait_s=_seconds(contact.wait_ms),
        talk_s=_seconds(contact.talk_ms),
        hold_s=_seconds(contact.hold_ms),
        wrap_s=_seconds(contact.wrap_ms),
    )


def _question(asked: ContactQuestion) -> Question:
    for given, right in ((asked.number, "numbers.whole"), (asked.phrase, "recordings.hear")):
        if given and not me().may(right):
            raise NotAllowed(right=right)
    plain = {name: getattr(asked, name) for name in ("until", "queue", "agent", "flow", "outcome", "direction")}
    return Question(
        **plain,
        since=asked.since or midnight(DAYS),
        numbers=written(asked.number) if asked.number else (),
        kind=Kind(asked.kind) if asked.kind else None,
        code=asked.code,
        text=asked.text.strip(),
        phrase=asked.phrase.strip(),
        recorded=asked.recorded == "true",
        talk_from=asked.talk_from or None,
        talk_to=asked.talk_to if asked.talk_to < LONGEST_SPAN else None,
        wait_from=asked.wait_from or None,
        after=after(asked.cursor),
        limit=asked.limit + 1,
    )


def after(given: str) -> Place | None:
    """The place in a list by time that a cursor names."""
    if not given:
        return None
    at, contact = place(given, 2)
    try:
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(at)
        return Place(moment, UUID(contact))
    except (ValueError, OverflowError) as fault:
        raise CursorInvalid() from fault


def _note(note: ContactNote) -> Noted:
    return Noted(agent=note.agent, code=note.code, text=note.text, at=note.at)


def _leg(row: Mapping[str, Any], cast: Cast) -> LegTold:
    same = {name: row[name] for name in ("id", "role", "agent", "opened_at", "answered_at", "ended_at")}
    return LegTold(
        **same,
        talk_s=_seconds(row["talk_ms"]),
        hold_s=_seconds(row["hold_ms"]),
        who=_word(cast.leg(row["id"])),
        mos=(row["audio"] or {}).get("mos"),
    )


def _sentence(key: str, values: Mapping[str, str]) -> str:
    return t(f"story.{key}", **{name: _word(value) for name, value in values.items()})


def _word(value: str) -> str:
    return t_or(f"story.{value}", value) if isinstance(value, Word) else value


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else round(milliseconds / 1000, 3)
