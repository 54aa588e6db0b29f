"""One contact: its story in sentences, who took part and how it sounded, what was noted, what was recorded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from appliance.contact.callback.model import written
from appliance.desk.contacts.model import Contact
from appliance.desk.contacts.story import Cast, Word, path, story
from appliance.desk.crm.model import Card
from appliance.desk.recordings.model import Remark
from manager import asked
from manager.errors import NotThere
from manager.pages.contacts import agent_names
from manager.present import me
from manager.reach import reach
from manager.rights import needs
from manager.shown import number
from manager.sound import REASONS
from manager.wiring import console
from manager.words import t_or

pages = Blueprint("contact", __name__, url_prefix="/contacts")
"""Why somebody hears a recording; names are stable, their texts are in the catalogues."""
LONGEST_MS = 24 * 3600 * 1000
SOUNDS = ((4.0, "good"), (3.6, "fair"), (3.1, "poor"), (0.0, "bad"))
"""From this MOS on a leg sounds like that: the classes of satisfaction of ITU-T G.107, annex B, in four words."""


@pages.get("/<uuid:id>")
@needs("calls.see")
def show(id: UUID) -> ResponseReturnValue:
    """What happened; that it was seen is in the audit trail."""
    contact = contact_of(id)
    events = [entry.event for entry in console().ledger.of_contacts([id])]
    cast = Cast(agent_names(), number)
    told = story(events, cast)
    console().notes.note("contact.see", str(id))
    recordings = _recordings(id) if contact.recordings and me().may("recordings.hear") else []
    two = bool(recordings) and bool((console().ask("jobs", "recording.policy") or {}).get("two_person"))
    asked_for = request.args.get("hear", "")
    return render_template(
        "contacts/one.html",
        contact=contact,
        story=told,
        path=path(events),
        legs=_legs(id, cast),
        card=_card(contact),
        recordings=recordings,
        hears=asked_for if asked_for in {one["id"] for one in recordings} else "",
        at=asked.number("at", LONGEST_MS) or 0,
        two_person=two,
        may_export=me().may("recordings.export"),
        notes_of=_notes([one["id"] for one in recordings]),
        reasons=REASONS,
        agent=cast.agent(contact.agent),
        agents=cast.agents,
        said=_said,
    )


def contact_of(id: UUID) -> Contact:
    """A contact that the person may see; for all others it does not exist."""
    if (contact := console().contacts.find(id, reach())) is None:
        raise NotThere()
    return contact


def _recordings(contact: UUID) -> list[dict[str, Any]]:
    """What was recorded, the first first, as it stands now; with the pauses in it."""
    found = console().ask("jobs", "recording.list", contact=str(contact)) or []
    shown_ = [one for one in reversed(found) if one["duration_ms"]]
    return [{**one, "started_at": datetime.fromisoformat(one["started_at"])} for one in shown_]


def _notes(recordings: list[str]) -> Mapping[str, list[Remark]]:
    """What was noted at times of each of these recordings."""
    found: dict[str, list[Remark]] = {id: [] for id in recordings}
    for one in console().remarks.of([UUID(id) for id in recordings]) if recordings else ():
        found[str(one.recording)].append(one)
    return found


def _said(values: Mapping[str, str]) -> dict[str, str]:
    """The values of a sentence in the reader's language."""
    return {name: t_or(f"story.{value}", value) if isinstance(value, Word) else value for name, value in values.items()}


def _legs(contact: UUID, cast: Cast) -> list[dict[str, Any]]:
    """Who was connected, in order, and how it sounded."""
    return [{**leg, "who": cast.leg(leg["id"]), "sound": _sound(leg["audio"])} for leg in console().calls.legs(contact)]


def _sound(audio: Mapping[str, Any] | None) -> dict[str, Any]:
    """The score and its word; over a line nothing can be lost, and nothing is counted."""
    told = audio or {}
    mos = told.get("mos")
    word = next((word for least, word in SOUNDS if mos >= least), "bad") if mos is not None else ""
    return {"mos": mos, "word": word or ("line" if told.get("medium") == "tdm" else "unknown"), **_worst(told)}


def _worst(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was lost, in percent, and the jitter, of the worse direction."""
    ways = [told.get(way) or {} for way in ("received", "sent")]
    losses = [way["loss"] for way in ways if way.get("loss") is not None]
    jitters = [way["jitter_ms"] for way in ways if way.get("jitter_ms") is not None]
    return {"loss": 100 * max(losses) if losses else None, "jitter": max(jitters, default=None)}


def _card(contact: Contact) -> Card | None:
    """Who it was and the contacts before, for whoever may see customers."""
    if not contact.party or not me().may("customers.see"):
        return None
    card = console().cards.show(written(contact.party), contact.id)
    seen = console().contacts.among([past.contact for past in card.history], reach())
    return Card(card.number, card.customer, tuple(past for past in card.history if past.contact in seen))
