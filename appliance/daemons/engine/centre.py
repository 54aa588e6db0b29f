"""The call centre without its sockets: every live feature constructed and joined, ports open at the edge.

The engine process, the scenario tests and a simulation run this same assembly.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Protocol
from uuid import UUID

from appliance.clock import uuid7
from appliance.contact.acd.alarms import DESERTED, TIMERS
from appliance.contact.acd.demands import serves
from appliance.contact.acd.handling import Handling
from appliance.contact.acd.model import Candidate, Queue
from appliance.contact.acd.service import Distributor
from appliance.contact.acd.tally import Tally
from appliance.contact.agents.duty import Duty
from appliance.contact.agents.model import Presence, State
from appliance.contact.agents.roster import WRAP_UP, Roster
from appliance.contact.agents.service import Agents
from appliance.contact.callback.hindrance import Hindrances
from appliance.contact.callback.keeping import DUE, FORGIVEN, LATE, PREVIEW, Keeping
from appliance.contact.callback.previews import LEFT, Previews
from appliance.contact.callback.service import DONE, TALKED, CallBacks
from appliance.contact.callback.trying import Trying
from appliance.contact.callback.wishes import Wishes
from appliance.contact.calls.book import Book
from appliance.contact.calls.boxes import BoxesOfAgents
from appliance.contact.calls.clicked import Clicked
from appliance.contact.calls.comebacks import COMEBACK_TIME, Comebacks
from appliance.contact.calls.commands import HearAgain
from appliance.contact.calls.consult import Consults
from appliance.contact.calls.conversation import Conversations
from appliance.contact.calls.destinations import Destinations
from appliance.contact.calls.dials import DIAL_TIME, Dials
from appliance.contact.calls.earpiece import Earpiece
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.eviction import Evictions
from appliance.contact.calls.fax_calls import FaxCalls
from appliance.contact.calls.faxing import Faxing
from appliance.contact.calls.flash import FLASH, Flashes
from appliance.contact.calls.fullness import KINDS as FULL_KINDS
from appliance.contact.calls.fullness import Fullness
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.lines import Lines
from appliance.contact.calls.model import CallState, Purpose
from appliance.contact.calls.offers import RING_TIME, Offers
from appliance.contact.calls.outages import Outages
from appliance.contact.calls.outgoing import Outgoing
from appliance.contact.calls.parking import PARK_TIME, Parking
from appliance.contact.calls.passing import Passing
from appliance.contact.calls.phones import PhonesInUse
from appliance.contact.calls.pickups import Pickups
from appliance.contact.calls.ports import Ledger, Media, Timers
from appliance.contact.calls.preemption import Preemption
from appliance.contact.calls.presentation import Presentation
from appliance.contact.calls.recovery import Recovery
from appliance.contact.calls.referrals import Referrals
from appliance.contact.calls.returns import Returns
from appliance.contact.calls.ringing import FlowRings
from appliance.contact.calls.service import Calls, Parts
from appliance.contact.calls.speaking import PhoneVoice
from appliance.contact.calls.stage import Stage
from appliance.contact.calls.summons import PageVoice
from appliance.contact.calls.supervision import Supervision
from appliance.contact.calls.taking import Taking
from appliance.contact.calls.transfer import Transfers
from appliance.contact.calls.voice import Voice
from appliance.contact.calls.whereabouts import Whereabouts
from appliance.contact.codes.orders import Orders
from appliance.contact.codes.service import DIGITS, CodeCalls
from appliance.contact.fax.scheduling import free
from appliance.contact.fax.sending import LOOK, SentFaxes
from appliance.contact.fax.settings import Sending
from appliance.contact.ivr.fax_walks import FaxWalks
from appliance.contact.ivr.service import LISTEN
from appliance.contact.monitoring.service import Monitoring
from appliance.contact.paging.service import GATHERED, Pages
from appliance.contact.paging.service import LONGEST as PAGE_LONGEST
from appliance.contact.recording.pausing import PAUSE_LIMIT, Pauses
from appliance.contact.routes.service import CAP, Routing
from appliance.daemons.engine.configuration import Configuration, Directory
from appliance.daemons.engine.hours import SiteHours
from appliance.daemons.engine.lines import SiteLines
from appliance.daemons.engine.phones import PagedPhones, SupervisorSeats
from appliance.daemons.engine.surroundings import Surroundings
from appliance.events import Event

_NEVER = datetime.min.replace(tzinfo=UTC)
_LATER = timedelta(days=365_000)

WITH_AGENTS = frozenset({CallState.OFFERED, CallState.TALKING, CallState.HELD})


class Identities:
    """UUIDv7 from the moment it is told."""

    def new(self, now: datetime) -> UUID:
        return uuid7(now)


class _Phones:
    """The roster's view of the phones: in use by our own books, or by what the media node says of its channels."""

    def __init__(self, directory: Directory, book: Book, seen: PhonesInUse[str]) -> None:
        self._directory, self._book, self._seen = directory, book, seen

    def known(self, phone: str) -> bool:
        return self._directory.phone(phone)

    def in_use(self, phone: str) -> bool:
        return self._book.phones.in_use(phone) or self._seen.in_use(phone)

    def legs(self, phone: str) -> int:
        return len(self._book.channels_at(phone) | self._seen.on(phone))


class _Pool:
    """The distributor's view of the agents."""

    def __init__(self, roster: Roster, book: Book, tally: Tally) -> None:
        self._roster, self._book, self._tally = roster, book, tally

    def taken(self) -> Mapping[str, int]:
        return Counter(call.served_by for call in self._book.calls() if call.state in WITH_AGENTS)

    def free(self) -> Sequence[Candidate]:
        calls = self._tally.of
        return [
            Candidate(agent.number, agent.skills, _idle_since(person), agent.queues, calls(agent.number), more)
            for agent, person, more in self._roster.free()
        ]

    def at_work(self) -> Sequence[Candidate]:
        return [
            Candidate(agent.number, agent.skills, person.idle_since or _NEVER, agent.queues, capacity=agent.capacity)
            for agent, person in self._roster.everybody()
            if person.state not in (State.SIGNED_OUT, State.PAUSED)
        ]

    def signed_in(self, queue: Queue, without: Collection[str] = ()) -> bool:
        return any(
            person.state is not State.SIGNED_OUT
            and agent.number not in without
            and serves(Candidate(agent.number, agent.skills, _NEVER, agent.queues), queue)
            for agent, person in self._roster.everybody()
        )


def _idle_since(person: Presence) -> datetime:
    """Whoever has calls in hand idles less than all who have none."""
    if person.state is State.READY:
        return person.idle_since or _NEVER
    return (person.since or _NEVER) + _LATER


class _Reader(Protocol):
    def take(self, events: Iterable[Event]) -> None: ...


class _Watched:
    """The ledger, with others who read along."""

    def __init__(self, ledger: Ledger, *readers: _Reader) -> None:
        self._ledger, self._readers = ledger, [*readers]

    def add(self, reader: _Reader) -> None:
        self._readers.append(reader)

    def record(self, *events: Event) -> None:
        self._ledger.record(*events)
        for reader in self._readers:
            reader.take(events)


class _Monitor:
    """The pauses' view of the media node."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def hear(self, channel: str) -> None:
        self._media.send(HearAgain(channel))


class Centre:
    """All live features, wired. Nothing here opens a socket, a file or a clock."""

    def __init__(self, ledger: Ledger, media: Media, timers: Timers, zone: tzinfo) -> None:
        tally, self.handling = Tally(zone), Handling()
        self._watched = _Watched(ledger, tally, self.handling)
        self.outages, self.book = Outages(self._watched), Book(self._watched)
        self.directory = Directory(self.outages)
        self.fullness = Fullness(self._watched, self.directory.trunks)
        self._watched.add(self.fullness)
        self.phones: PhonesInUse[str] = PhonesInUse()
        self.roster = Roster(_Phones(self.directory, self.book, self.phones), self.book, timers)
        self.agents, duty = Agents(self.roster), Duty(self.roster)
        voice = Voice(self.book, media, self.directory.language, self.directory.music)
        self.stage = stage = Stage(self.book, media, voice)
        self.pool = pool = _Pool(self.roster, self.book, tally)
        self.line = Distributor(pool, stage, self.book, timers, self.handling)
        self.surroundings = Surroundings(self.directory, pool, self.line)
        self.walks = FaxWalks(stage, self.book, timers, zone, self.surroundings)
        self.walks.taking = Taking(self.book, media, Identities())
        self.lines = Lines(self.book, media, voice, duty, self.roster)
        self.offers = Offers(self.book, media, timers, self.line, duty, self.roster, voice, Identities(), self.lines)
        self.faxing = self.walks.faxing = Faxing(
            self.book,
            self._watched,
            media,
            Identities(),
            self.walks,
            self.line,
            self.offers,
            voice,
        )
        self._watched.add(self.faxing)
        self.site_lines = SiteLines(self.directory, self.outages, self.book, zone)
        self.routing = Routing(self._watched, timers, self.site_lines, zone)
        self._watched.add(self.routing)
        shown = Presentation(self.directory, self.line)
        self.dials = Dials(self.book, media, timers, duty, self.roster, Identities(), shown, self.routing)
        handover = Handover(self.book, media, voice, duty, self.roster, self.line, self.lines)
        endings = Endings(self.book, media, self.offers, self.dials, self.line, handover, self.walks, voice)
        self._wire_faxes(media, timers, zone, endings)
        self.conversations = Conversations(self.book, media, self.lines, self.offers, self.dials, self.line)
        self.boxes = endings.boxes = BoxesOfAgents(self.book, media, voice, self.walks, self.directory)
        self.dials.preemption = Preemption(self.book, media, endings)
        self._wire_passing(media, timers, voice, handover, endings, stage)
        self._wire_codes(media, timers, voice, handover, duty)
        returns = self._wire_callbacks(media, timers, zone, handover, endings, duty)
        stage.line, stage.walks, stage.offers, stage.endings = self.line, self.walks, self.offers, endings
        self.roster.on_free, self.roster.on_left = self.line.distribute, partial(timers.arm, DESERTED)
        parts = self._parts(media, voice, endings, returns, duty)
        self.calls = Calls(parts)
        self.pauses: Pauses = Pauses(self.book, _Monitor(media), timers)
        self.recovery = Recovery(parts, self.calls)

    def _parts(self, media: Media, voice: Voice, endings: Endings, returns: Returns, duty: Duty) -> Parts:
        """What calls are handled by."""
        return Parts(
            self.book,
            media,
            voice,
            self.walks,
            self.line,
            self.offers,
            self.dials,
            endings,
            self.lines,
            self.conversations,
            self.transfers,
            returns,
            self.consults,
            self.parking,
            self.comebacks,
            self.outgoing,
            self.passing,
            self.codes,
            self.flashes,
            duty,
            self.roster,
            self.directory,
            self.boxes,
            Identities(),
            self.routing,
            self.pages,
            self.monitoring,
        )

    def _wire_callbacks(
        self, media: Media, timers: Timers, zone: tzinfo, handover: Handover, endings: Endings, duty: Duty
    ) -> Returns:
        """Call-backs, the calls that carry them out, and who hears what becomes of those."""
        hours, line = SiteHours(zone, self.surroundings.calendar), self.line
        where = Whereabouts(self.book, self.roster)
        keeping = Keeping(line, self.book, timers, duty)
        self.trying = trying = Trying(keeping, line, timers, where)
        hindrances = Hindrances(line, hours, self.surroundings, where)
        self.wishes = Wishes(keeping, hindrances, line, hours, duty, where, Identities())
        self.previews = Previews(keeping, hindrances, line, timers, duty, self.roster, self.pool, where)
        self.callbacks = CallBacks(keeping, self.previews, trying, hindrances, line, timers, where)
        self._watched.add(self.callbacks)
        returns = Returns(
            self.book,
            media,
            self.line,
            self.offers,
            self.dials,
            handover,
            endings,
            self.directory,
            where,
            Identities(),
            self.routing,
        )
        returns.trying, self.stage.callbacks, self.stage.wishes = trying, self.callbacks, self.wishes
        for each in (self.callbacks, self.previews, self.wishes, hindrances):
            each.dialler = returns
        endings.attempts = returns
        self.dials.heard = {
            **self.dials.heard,
            Purpose.CALLBACK: (returns.customer_there, returns.customer_missed),
        }
        return returns

    def _wire_passing(
        self, media: Media, timers: Timers, voice: Voice, handover: Handover, endings: Endings, stage: Stage
    ) -> None:
        """Transfers and enquiries, and who hears what becomes of the legs they ring."""
        destinations = Destinations(self.book, self.roster, self.directory, self.routing)
        self.transfers = Transfers(
            self.book,
            media,
            voice,
            self.line,
            self.walks,
            self.directory,
            destinations,
            self.dials,
            handover,
            endings,
            self.boxes,
        )
        self.consults = Consults(self.book, destinations, self.dials, handover, self.transfers)
        endings.enquiries = self.consults
        self.parking = Parking(
            self.book,
            timers,
            voice,
            self.roster,
            self.offers,
            self.dials,
            destinations,
            handover,
            self.transfers,
        )
        self._wire_comebacks(media, timers, voice, handover, endings)
        self.evictions = Evictions(self.book, media, self.roster, self.offers, self.dials, self.transfers)
        self.outgoing = Outgoing(
            self.book, media, self.roster, self.directory, Identities(), self.dials, handover, endings, self.routing
        )
        self.clicked = self._clicked(media, destinations, endings)
        self.passing = Passing(self.book, media, self.directory, self.dials, handover, endings, self.routing)
        stage.transfers = self.transfers
        stage.rings = FlowRings(self.book, voice, self.walks, self.transfers, destinations, self.dials)
        self.dials.heard = {
            Purpose.OUTBOUND: (self.outgoing.answered, self.outgoing.failed),
            Purpose.CLICKED: (self.clicked.agent_there, self.clicked.agent_missed),
            Purpose.PASSED: (self.passing.answered, self.passing.failed),
            Purpose.TRANSFER: (self.transfers.answered, self.transfers.failed),
            Purpose.COME_BACK: (self.transfers.answered, self.comebacks.failed),
            Purpose.CONSULT: (self.consults.answered, self.consults.failed),
            Purpose.FLOW: (self.transfers.answered, stage.rings.failed),
            **self._of_faxes,
        }

    def _clicked(self, media: Media, destinations: Destinations, endings: Endings) -> Clicked:
        """Calls that are asked for at a screen."""
        return Clicked(self.book, media, destinations, self.dials, endings, self.directory, self.routing, Identities())

    def _wire_comebacks(self, media: Media, timers: Timers, voice: Voice, handover: Handover, endings: Endings) -> None:
        """Calls of telephones in pages that are loaded anew."""
        self.comebacks = endings.comebacks = Comebacks(
            self.book,
            media,
            timers,
            voice,
            self.roster,
            Duty(self.roster),
            self.dials,
            handover,
            self.transfers,
        )

    def _wire_codes(self, media: Media, timers: Timers, voice: Voice, handover: Handover, duty: Duty) -> None:
        """What is dialled at desk phones, and their transfer buttons."""
        pickups = Pickups(self.book, media, self.roster, Identities(), self.offers, self.dials, handover, self.parking)
        self.referrals = Referrals(
            self.book,
            media,
            voice,
            duty,
            self.directory,
            Identities(),
            self.transfers,
            handover,
            self.parking,
        )
        self.orders = Orders(self.book, self.agents, self.roster, pickups, self.directory)
        self.codes = CodeCalls(PhoneVoice(media), self.book.phones, timers, self.book, self.orders, self.directory)
        paged = PagedPhones(self.book, self.phones, self.roster)
        self.pages = Pages(self.book, PageVoice(media), timers, paged, self.directory, Identities())
        self.orders.pager = self.pages
        self.monitoring = Monitoring(
            self._watched,
            Earpiece(media),
            Supervision(self.book, self.roster, handover, Identities()),
            SupervisorSeats(self.directory, self.book, self.phones, self.roster),
            self.directory,
            Identities(),
        )
        self._watched.add(self.monitoring)
        self.flashes = Flashes(
            self.book,
            media,
            timers,
            self.conversations,
            self.consults,
            self.transfers,
            self.parking,
            self.referrals,
        )
        self._watched.add(self.flashes)
        self.referrals.codes = self.flashes.codes = self.codes

    def _wire_faxes(self, media: Media, timers: Timers, zone: tzinfo, endings: Endings) -> None:
        """Faxes that are sent, and the calls that carry them."""

        def rule() -> Sending:
            return self.directory.now.faxes

        self.faxes = SentFaxes(self.book, timers, Identities(), rule, zone)
        carried = FaxCalls(
            self.book, media, self.dials, endings, self.routing, self.directory, self.site_lines, free, rule
        )
        self.faxes.dialler, carried.sender = carried, self.faxes
        self._watched.add(self.faxes)
        self._of_faxes = {Purpose.FAX: (carried.answered, carried.failed)}

    def configure(self, configuration: Configuration, now: datetime) -> None:
        """Take a new configuration while calls run."""
        self.directory.now = configuration
        with self.line.still():
            self.roster.configure(configuration.agents, now)
        self.line.configure(configuration.queues, now)
        self.routing.configure(configuration.routes)

    def restore_routes(self, today: Sequence[Event], now: datetime) -> None:
        """Take back what was called today and which trunks are full, after the book; `today` are events since then."""
        self.fullness.restore(self.book.calls(), [event for event in today if event.kind in FULL_KINDS], now)
        legs = (leg for call in self.book.calls() for leg in call.live_legs)
        self.routing.restore(today, [(leg.id, leg.answered_at) for leg in legs if leg.answered_at], now)

    def due(self, key: tuple[str, ...], now: datetime) -> None:
        """A timer has fired."""
        kind, *about = key
        if kind in TIMERS:
            self.line.due(kind, UUID(about[0]), now)
        else:
            self._due[kind](self, about, now)

    _due: dict[str, Callable[["Centre", list[str], datetime], None]] = {  # noqa: RUF012 - a constant table
        LISTEN: lambda self, about, now: self.walks.silent(UUID(about[0]), now),
        RING_TIME: lambda self, about, now: self.offers.expired(UUID(about[0]), UUID(about[1]), now),
        COMEBACK_TIME: lambda self, about, now: self.comebacks.due(UUID(about[0]), now),
        PARK_TIME: lambda self, about, now: self.parking.due(UUID(about[0]), now),
        LOOK: lambda self, about, now: self.faxes.look(now),
        DIAL_TIME: lambda self, about, now: self.dials.expired(UUID(about[0]), UUID(about[1]), now),
        FLASH: lambda self, about, now: self.flashes.silent(about[0], now),
        DIGITS: lambda self, about, now: self.codes.silent(about[0], now),
        DUE: lambda self, about, now: self.callbacks.due(about[0], now),
        PREVIEW: lambda self, about, now: self.previews.expired(UUID(about[0]), now),
        LEFT: lambda self, about, now: self.previews.left(UUID(about[0]), now),
        FORGIVEN: lambda self, about, now: self.callbacks.forgiven(UUID(about[0]), now),
        LATE: lambda self, about, now: self.callbacks.late(UUID(about[0]), now),
        DONE: lambda self, about, now: self.trying.done(UUID(about[0]), now),
        TALKED: lambda self, about, now: self.callbacks.talked(UUID(about[0]), now),
        DESERTED[0]: lambda self, about, now: self.line.due(DESERTED[0], UUID(int=0), now),
        PAUSE_LIMIT: lambda self, about, now: self.pauses.expired(UUID(about[0]), now),
        PAGE_LONGEST: lambda self, about, now: self.pages.due(PAGE_LONGEST, about[0], now),
        GATHERED: lambda self, about, now: self.pages.due(GATHERED, about[0], now),
        CAP: lambda self, about, now: self.routing.due(about[0], about[1], now),
        WRAP_UP: lambda self, about, now: self.agents.wrap_up_over(about[0], UUID(about[1]) if about[1] else None, now),
    }
