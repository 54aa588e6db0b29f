"""Recordings: listed, opened for a reason that is on record, and taken away in parts or whole."""

from typing import Any, Literal
from uuid import UUID

from flask import Blueprint, Response, request, stream_with_context
from pydantic import Field

from appliance.desk.contacts.model import Kept
from manager.api.contacts import after
from manager.api.errors import RangeInvalid
from manager.api.operation import operation
from manager.api.shapes import WRITTEN, Asked, Moment, Next, Paged, Shape, cursor
from manager.errors import NotThere
from manager.pages.contact import contact_of
from manager.pages.contacts import DAYS, midnight
from manager.present import actor
from manager.reach import reach
from manager.sound import LONGEST_REASON, part_of, pieces, reason_told
from manager.wiring import console

resource = Blueprint("api-recordings", __name__, url_prefix="/api/v1/recordings")
WAV = "audio/wav"


class RecordingQuestion(Paged):
    """Which recordings."""

    since: Asked | None = Field(None, description=f"Begun from then on; without it {DAYS} days back.")
    until: Asked | None = Field(None, description="Begun before then.")
    contact: UUID | None = Field(None, description="Those of one contact alone.")


class RecordingTold(Shape):
    """A sealed recording."""

    id: UUID
    contact: UUID
    started_at: Moment
    duration_s: float
    retention: str = Field(description="The class that says how long it is kept.")
    standing: str | None = Field(
        description="kept, held, moved or deleted; null in lists, where it would have to be looked up for each."
    )


class RecordingPage(Shape):
    """Recordings, the newest first."""

    items: list[RecordingTold]
    next: Next


class WhyHeard(Shape):
    """Why somebody hears a recording; `other` must be written out."""

    reason: Literal["quality", "complaint", "training", "evidence", "customer", "other"]
    text: str = Field("", max_length=LONGEST_REASON, pattern=f"^{WRITTEN}$")


class Opened(Shape):
    """A recording that may be heard for a while."""

    recording: UUID
    seconds: int = Field(description="How long it stays open to this token.")


class SecondAsked(Shape):
    """Somebody else was asked to agree."""

    recording: UUID
    request: str = Field(description="Who agrees names this.")


@resource.get("")
@operation("recordings.hear")
def listed(asked: RecordingQuestion) -> RecordingPage:
    """Recordings of contacts within the token's reach, the newest first."""
    if asked.contact:
        contact_of(asked.contact)
        ids = console().contacts.recordings(asked.contact)
        of_one = [kept for id in ids if (kept := console().contacts.recording(id, reach()))]
        newest = sorted(of_one, key=lambda kept: (kept.started_at, kept.id), reverse=True)
        return RecordingPage(items=[_told(kept) for kept in newest], next=None)
    since, place = asked.since or midnight(DAYS), after(asked.cursor)
    found = console().contacts.kept(since, asked.until, place, asked.limit + 1, reach())
    page = found[: asked.limit]
    further = cursor(page[-1].started_at.isoformat(), str(page[-1].id)) if len(found) > asked.limit else None
    return RecordingPage(items=[_told(kept) for kept in page], next=further)


@resource.get("/<uuid:id>")
@operation("recordings.hear")
def one(id: UUID) -> RecordingTold:
    """What is known of one recording."""
    kept = _kept(id)
    rows = console().ask("jobs", "recording.list", contact=str(kept.contact)) or []
    row: dict[str, Any] = next((row for row in rows if row["id"] == str(id)), {})
    return _told(kept, row.get("standing", "kept"), row.get("retention", kept.retention))


@resource.post("/<uuid:id>/access")
@operation("recordings.export")
def open_it(id: UUID, body: WhyHeard) -> Opened:
    """Open a recording for a reason, which is on record before anything is heard."""
    kept, reason = _kept(id), reason_told(body.reason, body.text.strip())
    told = console().ask("jobs", "recording.admit", id=str(kept.id), reason=reason, who=actor().who) or {}
    console().notes.note("recording.export", str(id), reason=reason)
    return Opened(recording=id, seconds=int(told.get("seconds", 0)))


@resource.post("/<uuid:id>/approval-requests")
@operation("recordings.export")
def ask_second(id: UUID, body: WhyHeard) -> SecondAsked:
    """Ask that somebody else agrees, where the policy wants two people."""
    kept, reason = _kept(id), reason_told(body.reason, body.text.strip())
    told = console().ask("jobs", "recording.request", id=str(kept.id), reason=reason, by=actor().who) or {}
    console().notes.note("recording.request", str(id), reason=reason)
    return SecondAsked(recording=id, request=str(told.get("request", "")))


@resource.get("/<uuid:id>/audio")
@operation("recordings.export", file=WAV, also=(206, 416))
def audio(id: UUID) -> Response:
    """The WAV, both sides in two channels: all of it, or the part that the header Range asks for, once it is open."""
    kept = _kept(id)
    start, end = _wished()
    first, size = part_of(kept.id, start)
    if start >= size:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = size if end is None else min(end, size)
    headers = {"Content-Length": str(end - start), "Accept-Ranges": "bytes"}
    if partly := bool(request.range):
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    rest = stream_with_context(pieces(kept.id, first, start, end))
    return Response(rest, status=206 if partly else 200, mimetype=WAV, headers=headers)


def _kept(id: UUID) -> Kept:
    """The recording, where its contact may be seen; for all others it does not exist."""
    if (kept := console().contacts.recording(id, reach())) is None:
        raise NotThere()
    return kept


def _wished() -> tuple[int, int | None]:
    """Where the answer begins and ends."""
    given = request.range
    if given is None:
        if "Range" in request.headers:
            raise RangeInvalid()
        return 0, None
    if given.units != "bytes" or len(given.ranges) != 1 or given.ranges[0][0] < 0:
        raise RangeInvalid()
    return given.ranges[0]


def _told(kept: Kept, standing: str | None = None, retention: str = "") -> RecordingTold:
    return RecordingTold(
        id=kept.id,
        contact=kept.contact,
        started_at=kept.started_at,
        duration_s=round(kept.duration_ms / 1000, 3),
        retention=retention or kept.retention,
        standing=standing,
    )
