"""Facts about what was said in recordings."""

from datetime import datetime
from uuid import UUID

from appliance.contact.speech.model import Mark, Transcript
from appliance.events import Event

TRANSCRIBED, MARKED = "recording.transcribed", "recording.marked"


def transcribed(contact: UUID | None, transcript: Transcript, duration_ms: int, took_ms: int, at: datetime) -> Event:
    """How much, by which model and how fast; what was said is in no event."""
    words = sum(len(line.words) for line in transcript.lines)
    about = {"recording": str(transcript.recording), "model": transcript.model, "language": transcript.language}
    return Event(
        TRANSCRIBED, at, contact, data={**about, "words": words, "duration_ms": duration_ms, "took_ms": took_ms}
    )


def marked(contact: UUID | None, mark: Mark, at: datetime) -> Event:
    """`heard` is false for a required phrase that was not said; the phrase is the list's, not the caller's words."""
    data = {
        "recording": str(mark.recording),
        "list": mark.list,
        "phrase": mark.phrase,
        "side": mark.side.value,
        "from_ms": mark.from_ms,
        "to_ms": mark.to_ms,
        "heard": mark.heard,
    }
    return Event(MARKED, at, contact, data=data)
