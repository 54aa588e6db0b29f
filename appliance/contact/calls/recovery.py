"""After every (re)connect: what exists on the media node against what we believe, repaired, nothing dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from appliance.contact.acd.model import Departure, Waiting
from appliance.contact.calls import events as facts
from appliance.contact.calls.commands import HangUp, Join, StopTaking
from appliance.contact.calls.ending import WAITING
from appliance.contact.calls.handover import bridge_name
from appliance.contact.calls.model import CONSULT, MAIN, Call, CallState, Direction, Leg, LegState, Result, Role
from appliance.contact.calls.service import SPOOL_SUFFIX, Calls, Parts
from appliance.contact.calls.transfer import IN_HAND

UNKNOWN_CAUSE = 0
MUSIC = frozenset({CallState.HELD, CallState.CONSULTING, CallState.TRANSFERRING, CallState.PARKED})
ALONE = frozenset({CallState.TRANSFERRING, CallState.PARKED})


@dataclass(frozen=True, slots=True)
class SeenChannel:
    """A channel as the media node shows it. `ours` means that it waits in our application for orders.

    `entry` is what it brought when it entered: ("inbound", dialled, trunk), ("phone", dialled, phone) or ().
    `bridge` is the bridge it is in, "" for none; None where nobody has looked.
    """

    id: str
    node: str
    phone: str
    up: bool
    ours: bool
    caller: str = ""
    entry: tuple[str, ...] = ()
    bridge: str | None = None


class Recovery:
    """Repairs the picture of one media node."""

    def __init__(self, parts: Parts, calls: Calls) -> None:
        self._the, self._calls = parts, calls
        self._dismissed: set[str] = set()

    def restore(self, now: datetime) -> None:
        """Once after a restart of the engine, before the media node is heard: lines and offers as the books say."""
        for call in self._the.book.calls():
            if call.state in WAITING or call.state in MUSIC:
                self._the.voice.hears_music(call.id)
            self._the.dials.restore(call, now)
            self._the.parking.restore(call, now)
            self._the.comebacks.restore(call, now)
            if call.state in IN_HAND:
                self._the.walks.stand(call.id, call.trail)
            if call.in_line:
                self._back_in_line(call, now)
            elif call.callback and call.state is CallState.OFFERED and (leg := call.leg(Role.AGENT)):
                self._the.offers.restore(call, leg, now)

    def reconcile(self, seen: Iterable[SeenChannel], now: datetime, *, resume: bool) -> None:
        """Bring belief and truth together; `resume` after `restore`: callers in our hands are spoken to again."""
        channels = {channel.id: channel for channel in seen}
        self._forget_others(channels)
        self._the.pages.reconcile(channels.keys(), now)
        with self._the.line.still():
            for call in self._the.book.calls():
                self._check(call, channels, now)
        for call in self._the.book.calls() if resume else ():
            self._take_up(call, now)
        for call in self._the.book.calls():
            self._mend(call, channels)
        self._the.monitoring.reconcile({channel.id: channel.up for channel in channels.values()}, now)
        for channel in channels.values():
            if self._the.book.on(channel.id) is None:
                self._strange(channel, now)
        self._release_the_idle(now)
        self._the.line.distribute(now)

    def lost(self, now: datetime, *, before: datetime | None = None) -> None:
        """The media node died: every call of it, or every one opened `before` it came back, is over."""
        self._forget_others({})
        self._the.pages.lost(now)
        if before is None:
            self._the.monitoring.lost(now)
        calls = [call for call in self._the.book.calls() if before is None or call.opened_at < before]
        for call in calls:
            self._the.endings.intend(call.id, Result.MEDIA_LOST)
            self._the.line.leave(call.id, Departure.MEDIA_LOST, now)
        for call in calls:
            for leg in call.live_legs:
                if latest := self._the.book.on(leg.channel):
                    self._the.endings.leg_gone(*latest, UNKNOWN_CAUSE, now)

    def _forget_others(self, channels: Mapping[str, SeenChannel]) -> None:
        """Channels that were in no call and are gone."""
        for channel in {*self._dismissed, *self._the.codes.channels()} - channels.keys():
            self._dismissed.discard(channel)
            self._the.codes.gone(channel)
            self._the.book.phones.destroyed(channel)

    def _check(self, call: Call, channels: Mapping[str, SeenChannel], now: datetime) -> None:
        """Legs that ended and legs that were answered while nobody was listening."""
        for leg in call.live_legs:
            there = channels.get(leg.channel)
            if there is None:
                self._calls.gone(leg.channel, UNKNOWN_CAUSE, now)
            elif there.up:
                self._calls.answered(leg.channel, now)

    def _take_up(self, call: Call, now: datetime) -> None:
        """Carry on with a call that a former run of the engine had in hand."""
        if self._the.book.caller(call.id) is None:
            return
        if call.state in WAITING or call.state in ALONE:
            self._the.voice.music(call.id)
        elif call.faxing:
            self._the.walks.stand(call.id, call.trail)
        elif call.state is CallState.IN_FLOW:
            if call.message:
                # Asterisk plays nothing to a channel that it still takes down.
                self._the.media.send(StopTaking(call.message))
            self._the.walks.resume(call.id, call.trail, now)

    def _mend(self, call: Call, channels: Mapping[str, SeenChannel]) -> None:
        """Bring together who should hear each other and does not, and send away whose part in the call is over."""
        bridge = {CallState.TALKING: MAIN, CallState.CONSULTING: CONSULT}.get(call.state, "")
        name, legs = bridge_name(call, bridge), [leg for leg in call.members(bridge) if leg.live]
        seen = [channels[leg.channel].bridge for leg in legs if leg.channel in channels]
        if len(seen) == len(legs) > 1 and any(where not in (None, name) for where in seen):
            self._the.media.send(Join(name, tuple(leg.channel for leg in legs)))
        for leg in call.live_legs:
            if call.talking_since and leg.answered_at and leg != call.customer and not call.bridge_of(leg.id):
                self._the.media.send(HangUp(leg.channel))

    def _back_in_line(self, call: Call, now: datetime) -> None:
        rung = (leg for leg in call.live_legs if leg.role is Role.AGENT and not leg.answered_at)
        agents = [leg for leg in rung if not leg.purpose]
        offered = bool(agents) and call.state is CallState.OFFERED
        waiting = Waiting(call.id, (call.queue, *call.overflow), call.priority, call.entered_at or now)
        waiting = replace(waiting, stays_since=call.waits_since, without=call.own_agents).wishing(call.wish)
        aside = call.state is CallState.IN_FLOW
        self._the.line.restore(waiting, offered=offered, now=now, aside=aside)
        self._the.walks.stand(call.id, call.trail)
        for leg in agents if offered else ():
            if leg.id in call.offers:
                self._the.offers.restore(call, leg, now)

    def _release_the_idle(self, now: datetime) -> None:
        """Nobody stays engaged with a call that is no longer open."""
        for person in self._the.seats.people():
            for contact in person.in_hand:
                if contact is None or self._the.book.call(contact) is None:
                    self._the.duty.released(person.agent, contact, 0, now)

    def _strange(self, channel: SeenChannel, now: datetime) -> None:
        """A channel that no open call knows."""
        if channel.ours and channel.entry[:1] == ("inbound",):
            _, dialled, trunk = channel.entry
            self._calls.arrived(channel.id, channel.node, dialled, channel.caller, trunk, now)
        elif channel.ours and not self._beside_calls(channel.id):
            self._dismissed.add(channel.id)
            self._the.book.phones.created(channel.id, channel.phone)
            self._the.media.send(HangUp(channel.id))
        elif channel.entry[:1] == ("inbound",):
            self._adopt(channel, now)

    def _beside_calls(self, channel: str) -> bool:
        """Whether it is a phone's that has dialled a code, of a page, or a supervisor's."""
        the = self._the
        return the.codes.holds(channel) or the.pages.holds(channel) or the.monitoring.holds(channel)

    def _adopt(self, channel: SeenChannel, now: datetime) -> None:
        """The dialplan's static group has this caller: keep its books until it ends or comes to us."""
        _, dialled, trunk = channel.entry
        call = Call(self._the.ids.new(now), Direction.INBOUND, dialled, channel.caller, trunk, now)
        leg = Leg(self._the.ids.new(now), Role.CALLER, channel.id, channel.node, "", "", LegState.OPENED, now)
        self._the.book.record(
            facts.opened(call),
            facts.leg_opened(call.id, leg),
            facts.recording(call.id, leg.id, channel.id + SPOOL_SUFFIX, now),
            facts.adopted(call.id, now),
        )
