"""What people wish of their own presence, and what their phones imply."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from appliance.contact.agents import lifecycle
from appliance.contact.agents.errors import NotWrappingUp, PhoneMissing, PhoneTaken, PhoneUnknown
from appliance.contact.agents.model import Agent, Presence, State
from appliance.contact.agents.roster import Roster


class Agents:
    """Signing in and out, ready and pause, asked for by people, their phones and their supervisors."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def sign_in(self, number: str, phone: str, now: datetime) -> Presence:
        """Sign a person in at `phone` ("" is their own one) and make them ready."""
        chosen = phone or self._roster.known(number).phone
        if not chosen:
            raise PhoneMissing(agent=number)
        if not self._roster.phones.known(chosen):
            raise PhoneUnknown(phone=chosen)
        other = self._roster.at_phone(chosen)
        if other and other.agent != number:
            raise PhoneTaken(phone=chosen, agent=other.agent)
        return self._become(lifecycle.sign_in(self._of(number), chosen, now), now)

    def sign_out(self, number: str, now: datetime) -> Presence:
        return self._become(lifecycle.sign_out(self._of(number), now), now)

    def ready(self, number: str, now: datetime) -> Presence:
        return self._become(lifecycle.ready(self._of(number), now), now)

    def pause(self, number: str, reason: str, now: datetime) -> Presence:
        return self._become(lifecycle.pause(self._of(number), reason, now), now)

    def undisturbed(self, number: str, wish: bool, now: datetime) -> Presence:
        """Do-not-disturb: no call from a queue, a colleague or a transfer reaches the person."""
        return self._become(lifecycle.undisturbed(self._of(number), wish), now)

    def extend_wrap_up(self, number: str, seconds: int, now: datetime, contact: UUID | None = None) -> Presence:
        """Let the wrap-up of one call, of every one with None, end so many seconds from now; raises NotWrappingUp."""
        person = self._of(number)
        extended = [call for call in person.wrapping_up if contact in (None, call.contact)]
        if not extended:
            raise NotWrappingUp(agent=number, state=person.state.value)
        for call in extended:
            self._roster.wrap_up(number, call.contact, seconds, now)
        return person

    def wrapped_up(self, number: str, now: datetime, contact: UUID | None = None) -> Presence:
        """The person has done with the wrap-up of one call, with None of every one; raises NotWrappingUp."""
        return self._become(lifecycle.wrapped_up(self._of(number), contact, now), now)

    def wrap_up_over(self, number: str, contact: UUID | None, now: datetime) -> None:
        """The alarm of a wrap-up has gone off."""
        person = self._roster.presence(number)
        if any(call.contact == contact for call in person.wrapping_up):
            self._become(lifecycle.wrapped_up(person, contact, now), now)

    def phone_state(self, phone: str, online: bool, now: datetime) -> None:
        """A phone has registered or left: those who sign in with their phone follow it."""
        for agent, person in self._roster.everybody():
            if agent.sign_in_with_phone and agent.phone == phone:
                self._follow(agent, person, online, now)

    def _follow(self, agent: Agent, person: Presence, online: bool, now: datetime) -> None:
        if online and person.state is State.SIGNED_OUT and not self._roster.at_phone(agent.phone):
            self._become(lifecycle.sign_in(person, agent.phone, now), now)
        elif online and person.leaving and person.phone == agent.phone:
            self._become(replace(person, leaving=False), now)
        elif not online and person.state is not State.SIGNED_OUT and person.phone == agent.phone:
            self._become(lifecycle.sign_out(person, now), now)

    def _of(self, number: str) -> Presence:
        return self._roster.presence(self._roster.known(number).number)

    def _become(self, person: Presence, now: datetime) -> Presence:
        before = self._roster.presence(person.agent)
        became = self._roster.become(person, now)
        if before.undisturbed and not became.undisturbed and became.state is State.READY:
            self._roster.on_free(now)
        return became
