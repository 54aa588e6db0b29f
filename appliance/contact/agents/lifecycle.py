"""An agent's states and the steps between them: pure functions from a presence to the next one.

Invariant: only READY may be rung, and PREVIEW for what is looked at; RINGING, TALKING and HOLD always carry the contact
in hand, PREVIEW and nothing else a call-back.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.agents.errors import AgentEngaged, AgentSignedOut, PauseReasonMissing
from appliance.contact.agents.model import ENGAGED, Presence, State


def sign_in(person: Presence, phone: str, now: datetime) -> Presence:
    """Signed in at `phone` and ready; a person in a call cannot move."""
    if person.state in ENGAGED:
        raise AgentEngaged(agent=person.agent, state=person.state.value)
    if person.state in (State.READY, State.PREVIEW) and person.phone == phone:
        return person
    return Presence(person.agent, State.READY, now, phone, idle_since=now)


def sign_out(person: Presence, now: datetime) -> Presence:
    """Signed out now, or as soon as the call in hand is over."""
    if person.state in ENGAGED:
        return replace(person, leaving=True)
    return Presence(person.agent, State.SIGNED_OUT, now)


def ready(person: Presence, now: datetime) -> Presence:
    """Ready now; during a call it takes back a pause or sign-out that was asked for."""
    _signed_in(person)
    if person.state in ENGAGED:
        return replace(person, next_pause="", leaving=False)
    if person.state in (State.READY, State.PREVIEW):
        return person
    return _anew(person, State.READY, now, idle_since=now)


def pause(person: Presence, reason: str, now: datetime) -> Presence:
    """Paused with a reason, now or as soon as the call in hand is over."""
    _signed_in(person)
    if not reason.strip():
        raise PauseReasonMissing(agent=person.agent)
    if person.state in ENGAGED:
        return replace(person, next_pause=reason)
    return _anew(person, State.PAUSED, now, reason=reason)


def ring(person: Presence, contact: UUID, now: datetime) -> Presence:
    """The phone rings for `contact`; allowed from READY, and from PREVIEW."""
    if person.state not in (State.READY, State.PREVIEW):
        raise AgentEngaged(agent=person.agent, state=person.state.value)
    return replace(person, state=State.RINGING, since=now, contact=contact, preview=None)


def look(person: Presence, callback: UUID, now: datetime) -> Presence:
    """A call-back is shown before it is dialled; allowed from READY only."""
    if person.state is not State.READY:
        raise AgentEngaged(agent=person.agent, state=person.state.value)
    return replace(person, state=State.PREVIEW, since=now, preview=callback)


def turn_down(person: Presence, now: datetime) -> Presence:
    """The person has decided against what was shown, and waits anew."""
    return _anew(person, State.READY, now, idle_since=now)


def withdraw(person: Presence, now: datetime) -> Presence:
    """The ringing or the preview stopped through no doing of the agent, who keeps the place among the idle."""
    if person.next_pause or person.leaving:
        return release(person, 0, now)
    return replace(person, state=State.READY, since=now, contact=None, preview=None)


def miss(person: Presence, reason: str, now: datetime) -> Presence:
    """The offer was not taken: the agent is paused so that no further caller waits at an empty chair."""
    if person.leaving:
        return Presence(person.agent, State.SIGNED_OUT, now)
    return _anew(person, State.PAUSED, now, reason=reason)


def talk(person: Presence, contact: UUID, now: datetime) -> Presence:
    after = person.reason if person.state is State.PAUSED else person.next_pause
    return replace(person, state=State.TALKING, since=now, contact=contact, reason="", next_pause=after, preview=None)


def hold(person: Presence, now: datetime) -> Presence:
    return replace(person, state=State.HOLD, since=now)


def release(person: Presence, wrap_up: int, now: datetime) -> Presence:
    """The call is over: out, paused, in wrap-up for `wrap_up` seconds, or ready, in that order of claim."""
    if person.leaving:
        return Presence(person.agent, State.SIGNED_OUT, now)
    if person.next_pause:
        return _anew(person, State.PAUSED, now, reason=person.next_pause)
    if wrap_up:
        return _anew(person, State.WRAP_UP, now, after=person.contact)
    return _anew(person, State.READY, now, idle_since=now)


def undisturbed(person: Presence, wish: bool) -> Presence:
    """Whether calls may reach the person; a call in hand goes on."""
    _signed_in(person)
    return replace(person, undisturbed=wish)


def _anew(person: Presence, state: State, now: datetime, **more: Any) -> Presence:
    """At the same phone in another state, with nothing in hand."""
    return Presence(person.agent, state, now, person.phone, undisturbed=person.undisturbed, **more)


def _signed_in(person: Presence) -> None:
    if person.state is State.SIGNED_OUT:
        raise AgentSignedOut(agent=person.agent)
