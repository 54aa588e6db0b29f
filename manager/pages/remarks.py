"""Notes at a time of a recording: marked while somebody listens, or at a time that is written."""

import re
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from manager.errors import RequestMalformed
from manager.pages.hearing import recording_of
from manager.present import me
from manager.rights import needs
from manager.wiring import console

pages = Blueprint("remarks", __name__, url_prefix="/contacts")
TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?", re.ASCII)


@pages.post("/<uuid:contact>/recordings/<uuid:id>/notes")
@needs("recordings.hear")
def add(contact: UUID, id: UUID) -> ResponseReturnValue:
    """Note something at a time."""
    recording_of(contact, id)
    person = me().person
    kept = console().remarking.add(
        id, _moment(request.form.get("place", "")), request.form.get("text", ""), person.id, person.name
    )
    console().notes.note("recording.note", str(id), after={"at_ms": kept.at_ms, "text": kept.text})
    return _answer(contact, id)


@pages.post("/<uuid:contact>/recordings/<uuid:id>/notes/<uuid:note>/remove")
@needs("recordings.hear")
def remove(contact: UUID, id: UUID, note: UUID) -> ResponseReturnValue:
    """Take away a note of one's own."""
    recording_of(contact, id)
    gone = console().remarking.remove(id, note, me().person.id)
    console().notes.note("recording.note-remove", str(id), before={"at_ms": gone.at_ms, "text": gone.text})
    return _answer(contact, id)


def _answer(contact: UUID, id: UUID) -> ResponseReturnValue:
    """The list alone for a page that puts it in place, else the page."""
    if not request.form.get("part"):
        return redirect(url_for("contact.show", id=contact, _anchor=f"recording-{id}"))
    return render_template(
        "contacts/notes.html", recording=str(id), contact_id=contact, remarks=console().remarks.of([id])
    )


def _moment(text: str) -> int:
    """What is written as 83, 1:23 or 1:02:03.5, in milliseconds."""
    if (read := TIME.fullmatch(text.strip())) is None:
        raise RequestMalformed()
    hours, minutes, seconds, part = (int(piece or 0) for piece in (*read.groups()[:3], (read[4] or "").ljust(3, "0")))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + part
