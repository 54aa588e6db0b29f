"""Recordings heard in the page: asked for with a reason, given in parts, and noted by whom and how long."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Range

from manager.asked import written
from manager.errors import NotThere, RequestMalformed
from manager.pages.contact import LONGEST_MS, contact_of
from manager.present import me
from manager.rights import needs
from manager.sound import LONGEST_REASON, PIECE, part_of, pieces, reason_told
from manager.wiring import console
from manager.words import t

pages = Blueprint("hearing", __name__, url_prefix="/contacts")
MOST = 4 * PIECE
"""Bytes of one answer to a player: it asks for the next ones itself, and holds no process up meanwhile."""


@pages.post("/<uuid:contact>/recordings/<uuid:id>/reason")
@needs("recordings.hear")
def give_reason(contact: UUID, id: UUID) -> ResponseReturnValue:
    """Open a recording to who asks, for a while; on record with the reason before anything is heard."""
    recording_of(contact, id)
    reason = given_reason()
    console().ask("jobs", "recording.admit", id=str(id), reason=reason, who=me().person.login)
    console().notes.note("recording.hear", str(id), reason=reason)
    at = request.form.get("at", "")
    place = at if at.isascii() and at.isdecimal() and len(at) < 10 else None
    return redirect(url_for("contact.show", id=contact, hear=id, at=place, _anchor=f"recording-{id}"))


@pages.post("/<uuid:contact>/recordings/<uuid:id>/request")
@needs("recordings.hear")
def ask_second(contact: UUID, id: UUID) -> ResponseReturnValue:
    """Ask that somebody else agrees, where the policy wants two people."""
    recording_of(contact, id)
    reason = given_reason()
    told = console().ask("jobs", "recording.request", id=str(id), reason=reason, by=me().person.login)
    console().notes.note("recording.request", str(id), reason=reason)
    flash(t("hearing.requested", request=(told or {}).get("request", "")))
    return redirect(url_for("requests.show"))


@pages.get("/<uuid:contact>/recordings/<uuid:id>/shape")
@needs("recordings.hear")
def shape(contact: UUID, id: UUID) -> ResponseReturnValue:
    """How loud it is when, on both sides."""
    recording_of(contact, id)
    return jsonify(console().ask("jobs", "recording.shape", id=str(id), who=me().person.login, within=60.0))


@pages.get("/<uuid:contact>/recordings/<uuid:id>/audio.wav")
@needs("recordings.hear")
def audio(contact: UUID, id: UUID) -> ResponseReturnValue:
    """The part of the WAV that a player asks for; a player that asks for all of it is given the beginning."""
    recording_of(contact, id)
    start, length = _wished(request.range)
    first, size = part_of(id, start, min(PIECE, length))
    if not first:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(start + length, size)
    headers = {
        "Content-Range": f"bytes {start}-{end - 1}/{size}",
        "Content-Length": str(end - start),
        "Accept-Ranges": "bytes",
    }
    rest = stream_with_context(pieces(id, first, start, end))
    return Response(rest, status=206, mimetype="audio/wav", headers=headers)


@pages.post("/<uuid:contact>/recordings/<uuid:id>/file")
@needs("recordings.hear")
def download(contact: UUID, id: UUID) -> ResponseReturnValue:
    """All of it as a file, for a reason of its own; without the right to it somebody else is asked to agree."""
    recording_of(contact, id)
    reason = given_reason()
    if not me().may("recordings.export"):
        return ask_export([id], reason)
    console().ask("jobs", "recording.admit", id=str(id), reason=reason, who=me().person.login)
    console().notes.note("recording.export", str(id), reason=reason)
    return whole_file(id)


def ask_export(ids: list[UUID], reason: str) -> ResponseReturnValue:
    """Ask that somebody else agrees to these recordings being taken away; what becomes of it stands in the list."""
    told: Any = console().ask(
        "jobs",
        "recording.ask_export",
        ids=[str(id) for id in ids],
        reason=reason,
        by=me().person.login,
        within=60.0,
    )
    request = (told or {}).get("request", "")
    console().notes.note("recording.ask-export", request, reason=reason, after={"recordings": [str(id) for id in ids]})
    flash(t("hearing.export-asked", count=len(ids)))
    return redirect(url_for("requests.show"))


def whole_file(id: UUID) -> Response:
    """A recording that was opened to the person, as a file."""
    first, size = part_of(id, 0)
    headers = {"Content-Disposition": f'attachment; filename="{id}.wav"', "Content-Length": str(size)}
    return Response(stream_with_context(pieces(id, first, 0, size)), mimetype="audio/wav", headers=headers)


@pages.post("/<uuid:contact>/recordings/<uuid:id>/heard")
@needs("recordings.hear")
def heard(contact: UUID, id: UUID) -> ResponseReturnValue:
    """How much of it was heard since the page said so last; told as the player rests or the page goes."""
    recording_of(contact, id)
    told = request.form.get("ms", "")
    if not (told.isascii() and told.isdecimal() and len(told) < 10 and int(told) <= LONGEST_MS):
        raise RequestMalformed()
    console().ask("jobs", "recording.heard", id=str(id), who=me().person.login, heard_ms=int(told))
    console().notes.note("recording.heard", str(id), after={"seconds": round(int(told) / 1000)})
    return Response(status=204)


def recording_of(contact: UUID, id: UUID) -> None:
    """Raises NotThere unless it is a recording of a contact that the person may see."""
    contact_of(contact)
    if id not in console().contacts.recordings(contact):
        raise NotThere()


def given_reason() -> str:
    """The chosen reason of the form with what was written to it; "other" must be written out."""
    return reason_told(request.form.get("reason", ""), written("text", LONGEST_REASON))


def _wished(given: Range | None) -> tuple[int, int]:
    """Where the answer begins, and how long it is at most."""
    if given is None or given.units != "bytes" or not given.ranges:
        return 0, MOST
    start, end = given.ranges[0]
    if start < 0:
        raise RequestMalformed()
    return start, min(MOST, end - start) if end is not None else MOST
