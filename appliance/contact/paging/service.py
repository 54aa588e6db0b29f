"""Pages: one at a time for each group, from who speaks or a prompt to everybody that the group reaches."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from appliance.contact.paging import events as facts
from appliance.contact.paging.errors import (
    PageGroupUnknown,
    PageNotAllowed,
    PageNotRunning,
    PagePhoneBusy,
    PageReachesNobody,
    PageRunning,
)
from appliance.contact.paging.events import End, How
from appliance.contact.paging.model import Asker, Page, PageGroup, Reach, Speech, Use
from appliance.contact.paging.ports import Directory, Identities, Ledger, Media, Phones, Timers
from appliance.contact.paging.reaching import may, members, reach
from appliance.events import Event

LONGEST, GATHERED = "page-longest", "page-gathered"
PATIENCE = timedelta(seconds=4)
"""So long prompts wait for phones to pick up by themselves."""


class Pages:
    """The pages that run. A page is no contact, and nobody's state changes by it."""

    def __init__(
        self, ledger: Ledger, media: Media, timers: Timers, phones: Phones, directory: Directory, ids: Identities
    ) -> None:
        self._ledger, self._media, self._timers = ledger, media, timers
        self._phones, self._directory, self._ids = phones, directory, ids
        self._pages: dict[str, Page] = {}
        self._on: dict[str, Page] = {}
        self._leaving: set[str] = set()
        self._stale: set[str] = set()

    def running(self) -> tuple[Page, ...]:
        return tuple(self._pages.values())

    def holds(self, channel: str) -> bool:
        return channel in self._on

    def dialled(self, channel: str, phone: str, agent: str, number: str, now: datetime) -> None:
        """Somebody at a phone has dialled a group, and speaks on that very channel."""
        group = self._directory.page_group_of(number)
        if group is None:
            raise PageGroupUnknown(group=number)
        if not may(group, phone, agent):
            raise PageNotAllowed(group=group.name, phone=phone)
        page = self._new(group, Asker(phone, agent), Speech(phone=phone), now)
        self._keep(page, now, reach=self._reach(group, phone))
        self._seat(page, channel, phone)
        self._media.answer(channel)
        self._begin(page, now)

    def order(self, name: str, speech: Speech, by: str, now: datetime) -> Page:
        """A command pages a group, with a prompt or with whoever picks up a phone."""
        group = self._directory.page_group(name)
        if group is None:
            raise PageGroupUnknown(group=name)
        page = self._new(group, Asker(by=by), speech, now)
        if speech.phone and self._phones.use(speech.phone).use not in (Use.IDLE, Use.UNDISTURBED):
            raise PagePhoneBusy(phone=speech.phone)
        self._keep(page, now, reach=self._reach(group, speech.phone))
        if speech.phone:
            self._seat(page, str(self._ids.new(now)), speech.phone)
            self._media.ring(page.speaker, speech.phone, group.number or group.name)
        else:
            self._begin(page, now)
        return page

    def stop(self, name: str, by: str, now: datetime) -> Page:
        page = self._pages.get(name)
        if page is None:
            raise PageNotRunning(group=name, running=", ".join(sorted(self._pages)) or "-")
        self._end(page, End.STOPPED, now, by)
        return page

    def answered(self, channel: str, now: datetime) -> None:
        """A leg is up."""
        page = self._on.get(channel)
        if page is None or channel in page.up:
            return
        page.up.add(channel)
        if channel == page.speaker:
            if page.began_at is None:
                self._begin(page, now)
            return
        who = page.legs[channel]
        page.reached.append(who)
        self._media.hears(page.bridge, channel)
        self._ledger.record(facts.reached(page, who, _how(page, who), now))
        self._when_gathered(page)

    def played(self, run: str, now: datetime) -> None:
        """The tone for who speaks, or the prompts, have come to their end."""
        page = next((page for page in self._pages.values() if page.bridge == run), None)
        if page is None or not page.began_at:
            return
        if page.speech.prompts:
            self._end(page, End.SPOKEN, now)
        elif not page.speaking:
            page.speaking = True
            self._media.speaks(page.bridge, page.speaker)

    def gone(self, channel: str, now: datetime) -> None:
        """A channel has ended."""
        self._leaving.discard(channel)
        page = self._on.pop(channel, None)
        if page is None:
            return
        if channel == page.speaker:
            self._end(page, End.HUNG_UP, now)
            return
        page.legs.pop(channel)
        page.up.discard(channel)
        if not page.legs:
            self._end(page, End.NOBODY_LEFT, now)
        else:
            self._when_gathered(page)

    def due(self, kind: str, identity: str, now: datetime) -> None:
        page = next((page for page in self._pages.values() if page.bridge == identity), None)
        if page and kind == LONGEST:
            self._end(page, End.LONGEST, now)
        elif page:
            self._say(page)

    def lost(self, now: datetime) -> None:
        """The media node has died, and every page with it."""
        for page in self.running():
            self._end(page, End.MEDIA_LOST, now)
        self._forget(self._leaving)

    def restore(self, events: Iterable[Event], now: datetime) -> None:
        """Pages that ran when the engine ended are over: their channels are strangers to the new one."""
        open_: dict[str, Event] = {}
        for event in events:
            if event.kind == facts.STARTED:
                open_[event.data["page"]] = event
            else:
                open_.pop(event.data["page"], None)
        self._stale = set(open_)
        self._ledger.record(*(facts.cut_off(event, now) for event in open_.values()))

    def reconcile(self, channels: Collection[str], now: datetime) -> None:
        """What ended while nobody listened, and the bridges of a former run of the engine."""
        for channel in [channel for channel in self._on if channel not in channels]:
            self._phones.destroyed(channel)
            self.gone(channel, now)
        self._forget(self._leaving - {*channels})
        for bridge in self._stale:
            self._media.close(bridge)
        self._stale.clear()

    def _forget(self, channels: Iterable[str]) -> None:
        """Those are gone, whether or not anybody told."""
        for channel in tuple(channels):
            self._leaving.discard(channel)
            self._phones.destroyed(channel)

    def _new(self, group: PageGroup, asker: Asker, speech: Speech, now: datetime) -> Page:
        if other := self._pages.get(group.name):
            who = other.asker.agent or other.asker.phone or other.asker.by
            raise PageRunning(group=group.name, by=who)
        return Page(self._ids.new(now), group, asker, speech)

    def _reach(self, group: PageGroup, speaker: str) -> Reach:
        site = members(group, self._directory.phones)
        found = reach(group, {phone: self._phones.use(phone) for phone in site}, speaker)
        if not (found.ring or found.break_into or group.multicast):
            left = ", ".join(f"{phone} ({why})" for phone, why in found.left.items())
            raise PageReachesNobody(group=group.name, left=left or "-")
        return found

    def _keep(self, page: Page, now: datetime, *, reach: Reach) -> None:
        page.reach = reach
        self._pages[page.group.name] = page
        self._timers.arm((LONGEST, page.bridge), now + timedelta(seconds=page.group.seconds))

    def _seat(self, page: Page, channel: str, phone: str) -> None:
        page.speaker = channel
        self._on[channel] = page
        self._phones.created(channel, phone)

    def _begin(self, page: Page, now: datetime) -> None:
        """Everybody is called, as they are at this moment."""
        page.began_at = now
        page.reach = self._again(page)
        self._ledger.record(facts.started(page, now))
        self._timers.arm((LONGEST, page.bridge), now + timedelta(seconds=page.group.seconds))
        self._media.open(page.bridge)
        if page.speaker:
            self._media.tone(page.speaker, page.bridge, self._directory.own_language(page.asker.agent))
        else:
            self._timers.arm((GATHERED, page.bridge), now + PATIENCE)
        for address in page.group.multicast:
            self._media.multicast(self._leg(page, address, now), address, page.group)
        for phone, channel in page.reach.break_into.items():
            self._media.break_into(self._leg(page, phone, now), channel)
        for phone in page.reach.ring:
            leg = self._leg(page, phone, now)
            self._phones.created(leg, phone)
            self._media.summon(leg, phone, page.group)
        if not page.legs:
            self._end(page, End.NOBODY_LEFT, now)

    def _again(self, page: Page) -> Reach:
        """Between a command and its phone being picked up others may have got calls."""
        site = members(page.group, self._directory.phones)
        speaker = page.asker.phone or page.speech.phone
        return reach(page.group, {phone: self._phones.use(phone) for phone in site}, speaker)

    def _leg(self, page: Page, who: str, now: datetime) -> str:
        channel = str(self._ids.new(now))
        page.legs[channel], self._on[channel] = who, page
        return channel

    def _when_gathered(self, page: Page) -> None:
        if page.legs.keys() <= page.up:
            self._say(page)

    def _say(self, page: Page) -> None:
        """Prompts begin when everybody hears, or has had the time to."""
        if page.speech.prompts and not page.speaking:
            page.speaking = True
            self._timers.cancel((GATHERED, page.bridge))
            self._media.say(page.bridge, page.bridge, page.speech.prompts, page.speech.language)

    def _end(self, page: Page, end: End, now: datetime, by: str = "") -> None:
        for kind in (LONGEST, GATHERED):
            self._timers.cancel((kind, page.bridge))
        del self._pages[page.group.name]
        for channel in [channel for channel, whose in self._on.items() if whose is page]:
            del self._on[channel]
            self._leaving.add(channel)
            self._media.hang_up(channel)
        self._media.close(page.bridge)
        spoken = page.began_at is not None
        self._ledger.record(facts.ended(page, end, by, now) if spoken else facts.unspoken(page, now))


def _how(page: Page, who: str) -> How:
    if who in page.group.multicast:
        return How.MULTICAST
    return How.BROKEN_INTO if who in page.reach.break_into else How.PHONE
