"""The recordings of a search taken away as a ZIP, with a list and hashes; by right, or once somebody else agreed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from appliance.desk.contacts.model import Contact
from appliance.desk.recordings.model import Sealed
from manager import asked
from manager.errors import NotAllowed, NothingToTake, TooMuchToTake
from manager.packing import Item, packed
from manager.pages.contacts import FIELDS, question_of_address
from manager.pages.hearing import ask_export, given_reason
from manager.present import me
from manager.reach import reach
from manager.rights import needs
from manager.shown import number
from manager.sound import REASONS, whole
from manager.wiring import console
from manager.words import t, t_or

pages = Blueprint("taking", __name__, url_prefix="/recordings/export")
MOST = 200
"""Recordings of one ZIP."""
AT_ONCE = 100
HEAD = (
    "recording", "contact", "begun", "seconds", "direction", "caller", "dialled", "queue", "agent", "outcome",
    "register", "sealed-sha256", "link",
)  # fmt: skip


@pages.get("/")
@needs("recordings.hear")
def show() -> ResponseReturnValue:
    """What the search would take away, and why it is wanted."""
    found = _found()
    return render_template(
        "requests/export.html",
        count=len(found),
        ms=sum(one.duration_ms for one in found),
        given={name: value for name in FIELDS if (value := asked.text(name))},
        reasons=REASONS,
        by_right=_by_right(),
    )


@pages.post("/")
@needs("recordings.hear")
def take() -> ResponseReturnValue:
    """Take them away, or ask that somebody else agrees."""
    found, reason = _found(), given_reason()
    ids = [one.id for one in found]
    if not _by_right():
        return ask_export(ids, reason)
    console().ask("jobs", "recording.take", ids=list(map(str, ids)), reason=reason, who=me().person.login, within=60.0)
    after = {"recordings": list(map(str, ids)), **{name: value for name in FIELDS if (value := asked.text(name))}}
    console().notes.note("recording.export", reason=reason, after=after)
    return packed_file(ids)


def packed_file(ids: Sequence[UUID]) -> Response:
    """Recordings that were opened to the person, as a ZIP."""
    head = tuple(t(f"requests.list-{name}") for name in HEAD)
    name = f"recordings-{console().clock.now().astimezone(_zone()):%Y%m%d-%H%M%S}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(packed(head, _items(ids))), mimetype="application/zip", headers=headers)


def _by_right() -> bool:
    """Whether the person takes recordings away without anybody else's word."""
    two = me().may("recordings.export") and (console().ask("jobs", "recording.policy") or {}).get("two_person")
    return me().may("recordings.export") and not two


def _found() -> list[Sealed]:
    """The recordings of what the address asks for; raises NothingToTake or TooMuchToTake."""
    if not me().may("calls.see"):
        raise NotAllowed(right="calls.see")
    question, found = replace(question_of_address(), after=None, recorded=True), list[Sealed]()
    contacts = console().contacts.each(question, reach())
    while some := [one.id for one in islice(contacts, AT_ONCE)]:
        found += [one for one in console().register.of_contacts(some) if one.duration_ms]
        if len(found) > MOST:
            raise TooMuchToTake(most=MOST)
    if not found:
        raise NothingToTake()
    return found


def _items(ids: Sequence[UUID]) -> Iterator[Item]:
    sealed = console().register.find(ids)
    for id in ids:
        if one := sealed.get(id):
            contact = console().contacts.find(one.contact, reach()) if one.contact else None
            begun = one.started_at.astimezone(_zone())
            yield Item(f"{begun:%Y%m%d-%H%M%S}_{id}.wav", _told(one, contact), partial(whole, id))


def _told(one: Sealed, contact: Contact | None) -> tuple[str, ...]:
    of_contact = (
        (
            t(f"contacts.direction-{contact.direction}"),
            number(contact.caller),
            number(contact.dialled),
            contact.queue,
            contact.agent,
            t_or(f"contacts.result-{contact.result}", contact.result),
        )
        if contact
        else ("",) * 6
    )
    begun = one.started_at.astimezone(_zone()).isoformat(timespec="seconds")
    register = f"{one.node}-{one.seq}"
    return (
        str(one.id), str(one.contact or ""), begun, str(round(one.duration_ms / 1000)), *of_contact,
        register, one.sha256, one.hash,
    )  # fmt: skip


def _zone() -> ZoneInfo:
    return ZoneInfo(console().settings.time_zone)
