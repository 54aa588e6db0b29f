"""An agent's states and the steps between them: pure functions from a presence to the next one.

Invariant: only READY may be rung, PREVIEW for what is looked at, or with several lines whoever has calls; RINGING,
TALKING and HOLD always carry the contact in hand, PREVIEW a call-back. A step of one call leaves the person's other
calls as they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.agents.errors import AgentEngaged, AgentSignedOut, NotWrappingUp, PauseReasonMissing
from appliance.contact.agents.model import ENGAGED, Line, Presence, State
from appliance.contact.agents.several import fronted


def sign_in(person: Presence, phone: str, now: datetime) -> Presence:
    """Signed in at `phone` and ready; a person in a call cannot move."""
    if person.state in ENGAGED:
        raise AgentEngaged(agent=person.agent, state=person.state.value)
    if person.state in (State.READY, State.PREVIEW) and person.phone == phone:
        return person
    return Presence(person.agent, State.READY, now, phone, idle_since=now)


def sign_out(person: Presence, now: datetime) -> Presence:
    """Signed out now, or as soon as the last call in hand is over."""
    if person.state in ENGAGED:
        return replace(person, leaving=True)
    return Presence(person.agent, State.SIGNED_OUT, now)


def ready(person: Presence, now: datetime) -> Presence:
    """Ready now, every wrap-up over; during a call it takes back a pause or sign-out that was asked for."""
    _signed_in(person)
    if person.state in ENGAGED:
        return replace(_without(person, person.wrapping_up), next_pause="", leaving=False)
    if person.state in (State.READY, State.PREVIEW):
        return person
    return _anew(person, State.READY, now, idle_since=now)


def pause(person: Presence, reason: str, now: datetime) -> Presence:
    """Paused with a reason, now or as soon as the last call in hand is over."""
    _signed_in(person)
    if not reason.strip():
        raise PauseReasonMissing(agent=person.agent)
    if person.state in ENGAGED:
        return replace(person, next_pause=reason)
    return _anew(person, State.PAUSED, now, reason=reason)


def ring(person: Presence, contact: UUID, now: datetime, lines: int = 1) -> Presence:
    """The phone rings for `contact`; from READY and PREVIEW, and beside other calls of whoever has several lines."""
    if person.state not in (State.READY, State.PREVIEW) and (lines < 2 or not person.calls):
        raise AgentEngaged(agent=person.agent, state=person.state.value)
    return replace(fronted(person, (*_others(person, contact), Line(contact, State.RINGING, now))), preview=None)


def look(person: Presence, callback: UUID, now: datetime) -> Presence:
    """A call-back is shown before it is dialled; allowed from READY, and beside calls."""
    if person.calls:
        return replace(person, preview=callback)
    if person.state is not State.READY:
        raise AgentEngaged(agent=person.agent, state=person.state.value)
    return replace(person, state=State.PREVIEW, since=now, preview=callback)


def turn_down(person: Presence, now: datetime) -> Presence:
    """The person has decided against what was shown, and waits anew or goes on with the calls in hand."""
    return replace(person, preview=None) if person.calls else _anew(person, State.READY, now, idle_since=now)


def withdraw(person: Presence, contact: UUID, now: datetime) -> Presence:
    """The ringing or the preview stopped through no doing of the agent, who keeps the place among the idle."""
    if person.calls and contact == person.preview:
        return replace(person, preview=None)
    if others := _others(person, contact):
        return _left_with(person, others, now)
    if person.next_pause or person.leaving:
        return release(person, contact, 0, now)
    return _anew(person, State.READY, now, idle_since=person.idle_since)


def miss(person: Presence, contact: UUID, reason: str, now: datetime) -> Presence:
    """The offer was not taken: the agent is paused, at once or after the other calls in hand.

    So no further caller waits at an empty chair.
    """
    if (others := _others(person, contact)) and _engaged(others):
        return replace(fronted(person, others), next_pause=person.next_pause or reason, preview=None)
    if person.leaving:
        return Presence(person.agent, State.SIGNED_OUT, now)
    return _anew(person, State.PAUSED, now, reason=reason)


def talk(person: Presence, contact: UUID, now: datetime, lines: int = 1) -> Presence:
    """In conversation; whoever has one line only has done with every wrap-up by that."""
    after = person.reason if person.state is State.PAUSED else person.next_pause
    kept = [call for call in _others(person, contact) if call.state in ENGAGED or lines > 1]
    return replace(fronted(person, (*kept, Line(contact, State.TALKING, now))), next_pause=after, preview=None)


def hold(person: Presence, contact: UUID, now: datetime) -> Presence:
    return fronted(person, (*_others(person, contact), Line(contact, State.HOLD, now)))


def moved(person: Presence, contact: UUID, to: UUID, now: datetime) -> Presence:
    """The person talks on, as a party of another call."""
    return fronted(person, (*_others(person, contact), Line(to, State.TALKING, now)))


def release(person: Presence, contact: UUID | None, wrap_up: int, now: datetime) -> Presence:
    """The call is over: back to the others, out, paused, in wrap-up for `wrap_up` seconds, or ready, in that order."""
    others = _others(person, contact)
    due = wrap_up and not person.leaving and not person.next_pause
    if due:
        others = (*others, Line(contact, State.WRAP_UP, now))
    return _left_with(person, others, now)


def wrapped_up(person: Presence, contact: UUID | None, now: datetime) -> Presence:
    """The wrap-up of one call, of every one with None, is over; raises NotWrappingUp."""
    done = [call for call in person.wrapping_up if contact in (None, call.contact)]
    if not done:
        raise NotWrappingUp(agent=person.agent, state=person.state.value)
    if len(done) == len(person.calls):
        return _anew(person, State.READY, now, idle_since=now)
    return _without(person, done)


def undisturbed(person: Presence, wish: bool) -> Presence:
    """Whether calls may reach the person; a call in hand goes on."""
    _signed_in(person)
    return replace(person, undisturbed=wish)


def _left_with(person: Presence, others: tuple[Line, ...], now: datetime) -> Presence:
    """One call fewer: the other ones, or what follows the last call in hand."""
    if _engaged(others):
        return fronted(person, others)
    if person.leaving:
        return Presence(person.agent, State.SIGNED_OUT, now)
    if person.next_pause:
        return _anew(person, State.PAUSED, now, reason=person.next_pause)
    if others:
        return fronted(_anew(person, State.WRAP_UP, now), others)
    return _anew(person, State.READY, now, idle_since=now)


def _others(person: Presence, contact: UUID | None) -> tuple[Line, ...]:
    return tuple(call for call in person.calls if call.contact != contact)


def _without(person: Presence, done: Iterable[Line]) -> Presence:
    gone = [*done]
    return fronted(person, [call for call in person.calls if call not in gone])


def _engaged(calls: Iterable[Line]) -> bool:
    return any(call.state in ENGAGED for call in calls)


def _anew(person: Presence, state: State, now: datetime, **more: Any) -> Presence:
    """At the same phone in another state, with nothing in hand."""
    return Presence(person.agent, state, now, person.phone, undisturbed=person.undisturbed, **more)


def _signed_in(person: Presence) -> None:
    if person.state is State.SIGNED_OUT:
        raise AgentSignedOut(agent=person.agent)
