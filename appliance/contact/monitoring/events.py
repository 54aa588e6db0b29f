"""Facts about supervisors in calls, each with the call and the leg of the agent."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from appliance.contact.monitoring.model import Mode, Policy, Session, Supervisor, Tone
from appliance.events import Event

ASKED, STARTED, CHANGED, ENDED = "monitor.asked", "monitor.started", "monitor.changed", "monitor.ended"
KINDS = (ASKED, STARTED, CHANGED, ENDED)


class End(StrEnum):
    """Why a supervisor is no longer there."""

    STOPPED = "stopped"
    HUNG_UP = "hung-up"
    UNANSWERED = "unanswered"
    CALL_ENDED = "call-ended"
    MOVED = "moved"
    TAKEN_OVER = "taken-over"
    REFUSED = "refused"
    MEDIA_LOST = "media-lost"


def asked(session: Session) -> Event:
    """The supervisor's phone is called; the channels are kept for whoever goes on after a restart."""
    who, policy = session.who, session.policy
    more = {
        "person": who.person,
        "supervisor": who.agent,
        "phone": who.phone,
        "shown": policy.shown,
        "tone": policy.tone.value,
        "channel": session.channel,
        "snoop": session.snoop,
        "into": session.into,
    }
    return _about(ASKED, session, session.asked_at, {"mode": session.mode.value, **more})


def started(session: Session, now: datetime) -> Event:
    """The supervisor hears the call from now on."""
    return _about(STARTED, session, now, {"mode": session.mode.value, "phone": session.who.phone})


def changed(session: Session, before: Mode, now: datetime) -> Event:
    return _about(CHANGED, session, now, {"mode": session.mode.value, "before": before.value})


def ended(session: Session, end: End, by: str, now: datetime) -> Event:
    """`by` is who stopped it, if somebody did; who was never there heard for 0 milliseconds."""
    began = session.began_at or now
    lasted = int((now - began).total_seconds() * 1000)
    more = {"mode": session.mode.value, "end": end.value, "stopped_by": by, "duration_ms": max(0, lasted)}
    return _about(ENDED, session, now, more)


def fold(sessions: Mapping[UUID, Session], events: Iterable[Event]) -> dict[UUID, Session]:
    """The sessions that run after these events, by identity."""
    running = dict(sessions)
    for event in events:
        if event.kind not in KINDS or event.contact is None or event.leg is None:
            continue
        identity = UUID(event.data["session"])
        before = running.get(identity)
        if event.kind == ASKED:
            running[identity] = _asked(identity, event.contact, event.leg, event)
        elif event.kind == ENDED:
            running.pop(identity, None)
        elif before:
            began = event.at if event.kind == STARTED else before.began_at
            running[identity] = replace(before, mode=Mode(event.data["mode"]), began_at=began)
    return running


def unfold(session: Session) -> tuple[Event, ...]:
    """The facts that `fold` makes the session of again."""
    began = (started(session, session.began_at),) if session.began_at else ()
    return (asked(session), *began)


def _asked(identity: UUID, contact: UUID, leg: UUID, event: Event) -> Session:
    data = event.data
    who = Supervisor(data["by"], data["person"], data["supervisor"], data["phone"])
    policy = Policy(data["shown"], Tone(data["tone"]))
    channels = (data["channel"], data["snoop"], data["into"])
    return Session(identity, contact, leg, data["agent"], who, Mode(data["mode"]), *channels, event.at, policy)


def _about(kind: str, session: Session, now: datetime, more: Mapping[str, object]) -> Event:
    data = {"session": str(session.id), "agent": session.agent, "by": session.who.by, **more}
    return Event(kind, now, session.contact, session.leg, data)
