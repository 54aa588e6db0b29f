"""Supervisors in agents' calls: one at a time for each agent, and each in one call at a time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from appliance.contact.calls import events as call_facts
from appliance.contact.monitoring import events as facts
from appliance.contact.monitoring.admission import admitted, own, within
from appliance.contact.monitoring.errors import MonitorNoPhone, MonitorNotRunning, MonitorPhoneBusy
from appliance.contact.monitoring.events import End
from appliance.contact.monitoring.model import Heard, Mode, Session, Supervisor, Tone
from appliance.contact.monitoring.ports import Calls, Identities, Ledger, Media, Rule, Seats
from appliance.errors import Refusal
from appliance.events import Event


class Monitoring:
    """Follows the agent's leg: where that goes the supervisor goes, and with it the session ends."""

    def __init__(self, ledger: Ledger, media: Media, calls: Calls, seats: Seats, rule: Rule, ids: Identities) -> None:
        self._ledger, self._media, self._calls = ledger, media, calls
        self._seats, self._rule, self._ids = seats, rule, ids
        self._sessions: dict[UUID, Session] = {}
        self._leaving: set[str] = set()
        self._stale: tuple[Session, ...] = ()

    def running(self) -> tuple[Session, ...]:
        return tuple(self._sessions.values())

    def holds(self, channel: str) -> bool:
        """Whether it is a supervisor's, or what hears for one."""
        return self._on(channel) is not None

    def start(self, agent: str, who: Supervisor, mode: Mode, now: datetime) -> Session:
        """Call the supervisor's phone into the agent's call; whoever is there already changes only the mode."""
        within(who, agent, self._seats.team(agent))
        found = self._with(agent)
        if found and found.who.same(who):
            return self._change(found, mode, now)
        phone = self._phone(who)
        heard = admitted(who, phone, agent, self._calls.heard(agent), self.running())
        before = next((one for one in self.running() if one.who.phone == phone), None)
        if before is None and self._seats.in_use(phone):
            raise MonitorPhoneBusy(phone=phone)
        if before:
            own(before, who)
        if mode is Mode.TAKE_OVER:
            self._calls.check_take(heard.contact, heard.leg)
        channel = before.channel if before and before.began_at else str(self._ids.new(now))
        session = self._new(agent, heard, replace(who, phone=phone), mode, channel, now)
        self._come(session, before, now)
        return self._sessions.get(session.id, session)

    def change(self, agent: str, who: Supervisor, mode: Mode, now: datetime) -> Session:
        """Another way to be in the call, without a gap for anybody."""
        return self._change(self._theirs(agent, who), mode, now)

    def stop(self, agent: str, who: Supervisor, now: datetime) -> Session:
        session = self._theirs(agent, who)
        self._end(session, End.STOPPED, now, who.by)
        return session

    def answered(self, channel: str, now: datetime) -> None:
        """A supervisor's phone is picked up, or what hears for one is there."""
        session = self._on(channel)
        if session and channel == session.channel and session.began_at is None:
            self._begin(session, now)
        elif session and channel == session.snoop:
            self._media.enter(session.bridge, channel)
            if session.policy.tone is Tone.AGENT:
                self._media.tone(channel, self._rule.own_language(session.agent))

    def gone(self, channel: str, now: datetime) -> None:
        """A channel has ended."""
        session = self._on(channel)
        if session and channel == session.channel:
            end = End.HUNG_UP if session.began_at else End.UNANSWERED
            self._end(session, end, now, gone=channel)
        elif session:
            self._end(session, End.CALL_ENDED, now, gone=channel)
        self._forget((channel,))

    def take(self, events: Iterable[Event]) -> None:
        """Follow the agents' legs."""
        for event in events:
            for session in self.running() if event.contact else ():
                if event.contact == session.contact:
                    self._follow(session, event)

    def lost(self, now: datetime) -> None:
        """The media node has died, and everybody's channels with it."""
        for session in self.running():
            self._end(session, End.MEDIA_LOST, now)
        self._forget(tuple(self._leaving))

    def restore(self, events: Iterable[Event]) -> None:
        """Take back the sessions of a former run of the engine, from the events of open calls."""
        self._sessions = facts.fold({}, events)
        for session in self.running():
            self._seats.created(session.channel, session.who.phone)

    def reconcile(self, channels: Mapping[str, bool], now: datetime) -> None:
        """What ended, was picked up or is missing after nobody listened; channels by whether they are up."""
        for session in self.running():
            if session.channel not in channels:
                self.gone(session.channel, now)
            elif session.began_at and session.snoop not in channels:
                self._end(session, End.CALL_ENDED, now)
            elif session.began_at is None and channels[session.channel]:
                self._begin(session, now)
            elif session.began_at:
                # What an engine that died between two orders has left half done.
                self._media.open(session.bridge)
                self._media.enter(session.bridge, session.snoop)
                self._be(session)
        self._forget(self._leaving - {*channels})

    def _new(self, agent: str, heard: Heard, who: Supervisor, mode: Mode, channel: str, now: datetime) -> Session:
        identity, snoop = self._ids.new(now), str(self._ids.new(now))
        into, rule = heard.channel, self._rule.monitoring
        return Session(identity, heard.contact, heard.leg, agent, who, mode, channel, snoop, into, now, rule)

    def _come(self, session: Session, before: Session | None, now: datetime) -> None:
        """Whoever is in another agent's call already goes from there to here on the same channel."""
        there = bool(before and before.channel == session.channel)
        if before:
            self._end(before, End.MOVED, now, keep=there)
        self._sessions[session.id] = session
        self._ledger.record(facts.asked(session))
        if there:
            self._begin(session, now)
        else:
            self._seats.created(session.channel, session.who.phone)
            self._media.summon(session.channel, session.who.phone, session.agent)

    def _begin(self, session: Session, now: datetime) -> None:
        if session.mode is Mode.TAKE_OVER:
            self._take_over(session, now)
            return
        session = self._put(replace(session, began_at=now))
        self._ledger.record(facts.started(session, now))
        self._media.open(session.bridge)
        self._be(session)
        self._media.spy(session.snoop, session.into)
        bridge = self._calls.bridge(session.contact, session.leg)
        if session.policy.tone is Tone.ALL and bridge:
            self._media.tone_to_all(bridge, self._rule.own_language(session.agent))

    def _change(self, session: Session, mode: Mode, now: datetime) -> Session:
        if mode is session.mode:
            return session
        if mode is Mode.TAKE_OVER:
            self._calls.check_take(session.contact, session.leg)
            if session.began_at:
                self._take_over(session, now)
                return replace(session, mode=mode)
        before, session = session.mode, self._put(replace(session, mode=mode))
        self._ledger.record(facts.changed(session, before, now))
        if session.began_at:
            self._be(session)
        return session

    def _be(self, session: Session) -> None:
        """Heard by whoever the mode says: muted before it comes where somebody hears it, and not muted after."""
        bridge = self._calls.bridge(session.contact, session.leg) if session.mode is Mode.BARGE else ""
        if session.mode is Mode.LISTEN:
            self._media.mute(session.channel)
        if bridge:
            self._media.join(bridge, session.channel)
        else:
            self._media.enter(session.bridge, session.channel)
        if session.mode is not Mode.LISTEN:
            self._media.unmute(session.channel)

    def _follow(self, session: Session, event: Event) -> None:
        if (event.kind == call_facts.LEG_ENDED and event.leg == session.leg) or event.kind == call_facts.CLOSED:
            self._end(session, End.CALL_ENDED, event.at)
        elif event.kind == call_facts.JOINED and str(session.leg) in event.data["legs"] and _is_heard(session):
            self._media.join(self._calls.named(session.contact, event.data.get("bridge", "")), session.channel)

    def _take_over(self, session: Session, now: datetime) -> None:
        """The supervisor's channel becomes a leg of the call, and the agent's leaves it."""
        try:
            self._calls.take(session.contact, session.leg, session.channel, session.who.phone, now)
        except Refusal:
            if session.began_at:
                raise
            self._end(session, End.REFUSED, now)
            return
        self._media.unmute(session.channel)
        self._end(session, End.TAKEN_OVER, now, keep=True)
        self._seats.destroyed(session.channel)

    def _end(
        self, session: Session, end: End, now: datetime, by: str = "", *, keep: bool = False, gone: str = ""
    ) -> None:
        """With `keep` the supervisor's phone stays connected, for whatever comes next; `gone` has ended by itself."""
        if self._sessions.pop(session.id, None) is None:
            return
        if not keep:
            self._leaving.add(session.channel)
        made = (*(() if keep else (session.channel,)), *((session.snoop,) if session.began_at else ()))
        for channel in made:
            if channel != gone:
                self._media.hang_up(channel)
        if session.began_at:
            self._media.close(session.bridge)
        self._ledger.record(facts.ended(session, end, by, now))

    def _phone(self, who: Supervisor) -> str:
        phone = who.phone or (self._seats.phone_of(who.agent) if who.agent else "")
        if not phone or not self._seats.known(phone):
            raise MonitorNoPhone(phone=phone or "-")
        return phone

    def _theirs(self, agent: str, who: Supervisor) -> Session:
        within(who, agent, self._seats.team(agent))
        if (session := self._with(agent)) is None:
            raise MonitorNotRunning(agent=agent)
        return own(session, who)

    def _with(self, agent: str) -> Session | None:
        return next((one for one in self.running() if one.agent == agent), None)

    def _on(self, channel: str) -> Session | None:
        return next((one for one in self.running() if channel in (one.channel, one.snoop)), None)

    def _put(self, session: Session) -> Session:
        self._sessions[session.id] = session
        return session

    def _forget(self, channels: Collection[str]) -> None:
        """Those are gone, whether or not anybody told."""
        for channel in tuple(channels):
            self._leaving.discard(channel)
            self._seats.destroyed(channel)


def _is_heard(session: Session) -> bool:
    """Whether the supervisor is in the bridge of the call."""
    return session.mode is Mode.BARGE and session.began_at is not None
