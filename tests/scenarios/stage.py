"""Plays a scenario: a text table of what happens and what must follow, against the whole assembly in still time.

    12:00:00  inbound c1 4008001000 from 13800001111
              < answer c1
              < play c1 welcome
              = contact.opened

A line with a time is one input. Lines under it that begin with `<` are the commands it must lead to and those with
`=` the facts it must book, each complete and in order, unless the block has none of that kind: then nothing of it is
looked at. A lone `< none` or `= none` says that there must be nothing. Timers that are due run by themselves, in order,
when the clock passes them; what they lead to belongs to the input that follows, `pass` being an input of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from appliance.contact.acd.model import Queue
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Agent
from appliance.contact.callback import events as callback_facts
from appliance.contact.callback.model import Outcome, Request
from appliance.contact.calls import commands as the
from appliance.contact.calls.destinations import target
from appliance.contact.calls.handover import bridge_name
from appliance.contact.calls.model import Number, Phone, Trunk
from appliance.contact.calls.outages import Reason
from appliance.contact.calls.recovery import SeenChannel
from appliance.contact.fax.settings import Sending
from appliance.contact.ivr.calendar_document import parse_calendar
from appliance.contact.ivr.callers import caller_list
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.instructions import Ask
from appliance.contact.ivr.lookup import Answer
from appliance.contact.monitoring.model import Policy as MonitoringPolicy
from appliance.contact.paging import events as page_facts
from appliance.contact.paging.model import PageGroup
from appliance.contact.recording.policy import Mode, Policy
from appliance.contact.routes.model import Rules
from appliance.contact.voicemail.model import Box
from appliance.daemons.engine.centre import Centre
from appliance.daemons.engine.configuration import Configuration
from appliance.errors import Refusal
from appliance.events import Event
from tests.scenarios.faxing import FaxSteps
from tests.scenarios.monitoring import MonitorSteps
from tests.scenarios.timers import StillTimers

DAY = datetime(2026, 5, 4, tzinfo=UTC)  # a Monday
LEGS = the.Ring | the.RingOut | the.Summon | the.Whisper | the.Spy | the.Multicast
"""What makes a leg, that scenarios call a1, a2, ..."""
QUIET = ("leg.", "recording.")

MENU: Mapping[str, Any] = {
    "start": "menu",
    "nodes": {
        "menu": {
            "type": "menu",
            "prompts": ["main-menu"],
            "keys": {"1": "sales", "2": "support", "9": "voicemail"},
            "otherwise": "bye",
            "tries": 2,
            "seconds": 5,
        },
        "sales": {"type": "queue", "queue": "sales", "timed_out": "sorry"},
        "support": {"type": "queue", "queue": "support", "timed_out": "sorry"},
        "voicemail": {"type": "message", "prompts": ["greeting", "beep"], "next": "bye", "seconds": 60},
        "sorry": {"type": "hangup", "prompts": ["no-agent-sorry"]},
        "bye": {"type": "hangup", "prompts": ["bye"]},
    },
}

QUEUES = {
    "sales": Queue("sales", skills={"sales": 1}, ring_time=20, wrap_up=10, max_wait=300, announce_every=0),
    "support": Queue("support", skills={"support": 2}, ring_time=20, wrap_up=0, max_wait=300, announce_every=0),
}

AGENTS = {
    "8001": Agent("8001", phone="p1", skills={"sales": 5}),
    "8002": Agent("8002", phone="p2", skills={"sales": 1, "support": 1}),
    "8003": Agent("8003", phone="p3", skills={"support": 3}),
}


TRUNKS = {"carrier": Trunk("carrier", ("127.0.0.9",), "127.0.0.9")}


@dataclass(frozen=True)
class Site:
    """What a scenario runs in."""

    queues: Mapping[str, Queue] = field(default_factory=lambda: QUEUES)
    agents: Mapping[str, Agent] = field(default_factory=lambda: AGENTS)
    flow: Mapping[str, Any] = field(default_factory=lambda: MENU)
    trunks: Mapping[str, Trunk] = field(default_factory=lambda: TRUNKS)
    flows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    calendars: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    boxes: Mapping[str, Box] = field(default_factory=dict)
    routes: Rules = field(default_factory=Rules)
    page_groups: Mapping[str, PageGroup] = field(default_factory=dict)
    monitoring: MonitoringPolicy = field(default_factory=MonitoringPolicy)
    faxes: Sending = field(default_factory=Sending)
    tells_numbers: bool = False
    """Whether its tables say which number a `ring-out` shows."""


class Written:
    """Ledger and media in one: keeps what a step books and sends."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.commands: list[the.Command] = []
        self.ledger: list[Event] = []

    def record(self, *events: Event) -> None:
        self.events.extend(events)
        self.ledger.extend(events)

    def send(self, *commands: the.Command) -> None:
        self.commands.extend(commands)

    def take(self) -> tuple[list[Event], list[the.Command]]:
        taken = self.events, self.commands
        self.events, self.commands = [], []
        return taken


class Stage(FaxSteps, MonitorSteps):
    """A centre in still time. Channels of agents' legs get the names a1, a2, ... in the order they are made."""

    def __init__(self, site: Site | None = None, now: datetime = DAY) -> None:
        super().__init__()
        self.site = site or Site()
        self.now = now
        self.written, self.timers = Written(), StillTimers()
        self.centre = Centre(self.written, self.written, self.timers, UTC)
        self.asked: dict[UUID, Ask] = {}
        self.centre.walks.lookups = self
        self.centre.orders.pins = self
        self.centre.faxing.results = self.centre.faxes.press = self
        self.centre.directory.site_language = "en"
        flows = {name: parse(name, shape) for name, shape in {"main": self.site.flow, **self.site.flows}.items()}
        phones = {agent.phone: Phone(agent.phone, "") for agent in self.site.agents.values()}
        numbers = {"4008001000": Number("4008001000", "main", "en")}
        configuration = Configuration(
            dict(self.site.agents),
            dict(self.site.queues),
            flows,
            numbers,
            dict(self.site.trunks),
            phones,
            calendars={name: parse_calendar(name, shape) for name, shape in self.site.calendars.items()},
            lists={name: caller_list(entries) for name, entries in self.site.lists.items()},
            boxes=dict(self.site.boxes),
            routes=self.site.routes,
            faxes=self.site.faxes,
            page_groups=dict(self.site.page_groups),
            monitoring=self.site.monitoring,
        )
        self.centre.configure(configuration, now)
        self.names: dict[str, str] = {}
        self.placed: dict[str, str] = {}
        self.runs: dict[str, str] = {}

    def pass_to(self, moment: datetime) -> None:
        while due := self.timers.next_due(moment):
            at, key = due
            self.timers.cancel(key)
            self.now = max(self.now, at)
            self.centre.due(key, self.now)
            self.learn()
        self.now = moment

    def do(self, words: Sequence[str]) -> str:
        """One input; the code of the refusal it met with, or ""."""
        verb, *rest = words
        try:
            getattr(self, f"_{verb.replace('-', '_')}")(*rest)
        except Refusal as refusal:
            return refusal.code
        finally:
            self.learn()
        return ""

    def channel(self, name: str) -> str:
        """The channel that a scenario calls a1; a caller's is named by the scenario itself."""
        return next((channel for channel, given in self.names.items() if given == name), name)

    def calls(self) -> list[UUID]:
        return [call.id for call in self.centre.book.calls()]

    def learn(self) -> None:
        """Give names to the channels that were made."""
        for command in self.written.commands:
            if isinstance(command, LEGS) and command.channel not in self.names:
                self.names[command.channel] = f"a{len(self.names) + 1}"
            if isinstance(command, the.Play):
                self.runs[command.channel] = command.playback
            if isinstance(command, the.Announce):
                self.runs["page"] = command.playback

    def _pass(self) -> None:
        """Only the clock moves."""

    def _inbound(
        self,
        channel: str,
        dialled: str = "4008001000",
        _from: str = "from",
        caller: str = "139",
        _by: str = "by",
        diverted_by: str = "",
    ) -> None:
        """A caller `-` withholds the number; `by` names who has diverted the call to us, `on` the trunk."""
        trunk, by = (diverted_by, "") if _by == "on" else ("carrier", diverted_by)
        self.centre.phones.created(channel, trunk)
        self.centre.calls.arrived(channel, "box", dialled, caller.removeprefix("-"), trunk, self.now, diverted_by=by)
        self.centre.calls.answered(channel, self.now)

    def _dials(self, phone: str, channel: str, digits: str) -> None:
        self.placed[channel] = phone
        self.centre.phones.created(channel, phone)
        self.centre.calls.dialled(channel, "box", phone, digits, self.now)

    def _key(self, channel: str, digit: str) -> None:
        self.centre.calls.pressed(self.channel(channel), digit, self.now)

    def _trunk_out(self, trunk: str, reason: str) -> None:
        self.centre.outages.begin(trunk, Reason(reason), "", self.now)

    def _trunk_back(self, trunk: str, reason: str) -> None:
        self.centre.outages.end(trunk, Reason(reason), self.now)

    def _types(self, channel: str, digits: str) -> None:
        for digit in digits:
            self._key(channel, digit)

    def fits(self, agent: Agent, typed: str) -> bool:
        """In a scenario PINs are not sealed."""
        return agent.pin == typed

    def ask(self, contact: UUID, question: Ask) -> None:
        """A look-up is kept until the scenario answers it."""
        self.asked[contact] = question

    def _host(self, channel: str, outcome: str, document: str = "null") -> None:
        """The host that a caller's flow asked last answers so, perhaps too late."""
        found = self.centre.book.on(channel)
        assert found, f"{channel} is in no call"
        question = self.asked[found[0].id]
        self.centre.walks.looked_up(found[0].id, question.visit, Answer(outcome, json.loads(document), 5), self.now)

    def _switch(self, name: str, state: str) -> None:
        now = self.centre.directory.now
        self.centre.configure(replace(now, switches={**now.switches, name: state == "on"}), self.now)

    def _list(self, name: str, *entries: str) -> None:
        """A list of callers is written anew while calls run."""
        now = self.centre.directory.now
        self.centre.configure(replace(now, lists={**now.lists, name: caller_list(entries)}), self.now)

    def _publish(self, flow: str, document: str) -> None:
        """A new version of a flow, as JSON without spaces, while calls run."""
        now = self.centre.directory.now
        changed = parse(flow, json.loads(document), now.flows[flow].version + 1)
        self.centre.configure(replace(now, flows={**now.flows, flow: changed}), self.now)

    def _played(self, channel: str) -> None:
        self.centre.calls.played(self.runs[self.channel(channel)], self.now)

    def _ringing(self, name: str) -> None:
        self.centre.phones.created(self.channel(name), self._phone_of(name))
        self.centre.calls.ringing(self.channel(name), self.now)

    def _answers(self, name: str) -> None:
        self.centre.calls.answered(self.channel(name), self.now)

    def _clicks(self, agent: str, number: str) -> None:
        self.centre.clicked.dial(agent, number, self.now)

    def _gone(self, name: str, cause: str = "16") -> None:
        channel = self.channel(name)
        self.centre.phones.destroyed(channel)
        self.centre.calls.gone(channel, int(cause), self.now)

    def _flashes(self, name: str) -> None:
        self.centre.flashes.flashed(self.channel(name), self.now)

    def _holds(self, name: str) -> None:
        self.centre.calls.held(self.channel(name), True, self.now)

    def _unholds(self, name: str) -> None:
        self.centre.calls.held(self.channel(name), False, self.now)

    def _refers(self, name: str, digits: str) -> None:
        """The transfer button of a phone, without asking there first."""
        self.centre.referrals.blind(self.channel(name), digits, self.now)

    def _brings(self, name: str, other: str) -> None:
        """The transfer button of a phone with two lines."""
        self.centre.referrals.attended(self.channel(name), self.channel(other), self.now)

    def _order(self, what: str, number: str = "1", agent: str = "") -> None:
        """hold, resume or hang-up of the n-th open call, as a console would; `agent` says who holds."""
        contact = self.calls()[int(number) - 1]
        if what == "hang-up":
            self.centre.conversations.hang_up(contact, self.now)
        elif what == "hold":
            self.centre.conversations.hold(contact, agent, self.now)
        else:
            getattr(self.centre.conversations, what)(contact, self.now)

    def _call(self, what: str, *about: str) -> None:
        """transfer, requeue, consult, toggle, complete, cancel, conference, drop, park or pickup, as a console would.

        A word `on2` means the second open call, else it is the first; `by8001` says who acts.
        """
        who = next((word[2:] for word in about if word.startswith("by")), "")
        words = [word for word in about if not word.startswith(("on", "by"))]
        number = next((int(word[2:]) for word in about if word.startswith("on")), 1)
        contact, centre, now = self.calls()[number - 1], self.centre, self.now
        match what:
            case "transfer":
                centre.transfers.transfer(contact, target(words[0]), who, "back" in words, now)
            case "requeue":
                centre.transfers.requeue(contact, who, now)
            case "consult":
                centre.consults.begin(contact, target(words[0]), who, now)
            case "park":
                centre.parking.park(contact, words[0] if words else "", who, now)
            case "pickup":
                centre.parking.pick_up(contact, target(words[0]), now)
            case "drop":
                centre.consults.drop(contact, words[0], now)
            case _:
                getattr(centre.consults, what)(contact, who, now)

    def _recording(self, what: str, seconds: str = "120", number: str = "1") -> None:
        """pause, resume or failed of the n-th open call's recording; failed: Asterisk did not mute it."""
        contact = self.calls()[int(number) - 1]
        if what == "pause":
            self.centre.pauses.pause(contact, "li", int(seconds), self.now)
        elif what == "resume":
            self.centre.pauses.resume(contact, "li", self.now)
        elif what == "failed":
            self.centre.pauses.failed(contact, self.now)
        else:
            policy = Policy(record=Mode(what.partition("/")[2] or "on-demand"))
            self.centre.pauses.demand(contact, "li", what.startswith("keep"), policy, self.now)

    def _login(self, number: str, phone: str = "") -> None:
        self.centre.agents.sign_in(number, phone, self.now)

    def _logout(self, number: str, force: str = "") -> None:
        self.centre.agents.sign_out(number, self.now)
        if force:
            self.centre.evictions.take_out(number, self.now)

    def _dnd(self, number: str, wish: str) -> None:
        self.centre.agents.undisturbed(number, wish == "on", self.now)

    def _extend(self, number: str, seconds: str) -> None:
        self.centre.agents.extend_wrap_up(number, int(seconds), self.now)

    def _ready(self, number: str) -> None:
        self.centre.agents.ready(number, self.now)

    def _wrapped(self, number: str, place: str) -> None:
        """The person has done with the n-th of the wrap-ups that run, by their age."""
        running = sorted(call.since or DAY for call in self.centre.roster.presence(number).wrapping_up)
        since = running[int(place) - 1]
        calls = self.centre.roster.presence(number).wrapping_up
        self.centre.agents.wrapped_up(number, self.now, next(call.contact for call in calls if call.since == since))

    def _swap(self, number: str, to: str = "") -> None:
        """The agent talks in the call on hold; `on2` names the second open call."""
        self.centre.lines.swap(number, self.calls()[int(to[2:]) - 1] if to else None, self.now)

    def _pause(self, number: str, reason: str = "") -> None:
        self.centre.agents.pause(number, reason, self.now)

    def _phone(self, phone: str, state: str) -> None:
        for step in (self.centre.agents.phone_state, self.centre.comebacks.registered):
            step(phone, state == "online", self.now)

    def _wants_back(self, channel: str, number: str = "", queue: str = "") -> None:
        """The caller keeps the place in line and hangs up."""
        found = self.centre.book.on(channel)
        if found and not self.centre.stage.call_back(found[0].id, queue, number, None, self.now):
            self._gone(channel)

    def _cancels_back(self, place: str = "1", who: str = "boss") -> None:
        """The n-th open call-back is no longer wanted."""
        self.centre.wishes.cancel(self._callback(place), who, self.now)

    def _accepts_back(self, place: str = "1") -> None:
        """The agent who looks at the n-th open call-back wants it."""
        self.centre.previews.accept(self._callback(place), "li", self.now)

    def _hands_on(self, reason: str = "", place: str = "1") -> None:
        """The agent who looks at the n-th open call-back does not want it."""
        self.centre.previews.refuse(self._callback(place), reason, "li", self.now)

    def _answered_by(self, who: str, place: str = "1") -> None:
        """The agent says who answered the n-th open call-back: reached or machine."""
        self.centre.trying.result(self._callback(place), Outcome(who), "li", self.now)

    def _postpones_back(self, at: str, until: str = "", place: str = "1") -> None:
        moments = self._moment(at), self._moment(until) if until else None
        self.centre.wishes.postpone(self._callback(place), *moments, "", "li", self.now)

    def _asks_back(self, number: str, queue: str, at: str = "", until: str = "") -> None:
        """Somebody of ours asks for a call to that number, as soon as it may be or in a window of times."""
        moments = [self._moment(each) if each else None for each in (at, until)]
        wish = Request(number, queue, self.now, at=moments[0], until=moments[1])
        self.centre.wishes.request(wish, self.now, by="li")

    def _callback(self, place: str) -> UUID:
        return list(self.centre.callbacks.open())[int(place) - 1].id

    def _moment(self, text: str) -> datetime:
        """A moment of the scenario's day, or with `1/` before it of the day after."""
        ahead, _, clock = text.rpartition("/")
        hours, minutes = clock.split(":")
        return DAY + timedelta(days=int(ahead or 0), hours=int(hours), minutes=int(minutes))

    def _lost(self) -> None:
        """Asterisk is dead."""
        self.centre.recovery.lost(self.now)
        self.centre.phones.replace(())

    def _sees(self, *channels: str) -> None:
        """The link is back; Asterisk has these channels: `c1:up` in our hands, `c9:dialplan` not."""
        self._reconcile(channels, resume=False)

    def _both_died(self) -> None:
        """A power cut: a fresh engine finds an Asterisk that is younger than its open calls."""
        self._begin_anew()
        self.centre.recovery.lost(self.now, before=self.now)
        self._reconcile((), resume=True)

    def _restart(self, *channels: str) -> None:
        """kill -9 of the engine and a new one: a fresh assembly fed with the ledger, then what Asterisk has.

        A channel may say in which bridge it is: `a1:up:main`, `a1:up:-`.
        """
        self._begin_anew()
        self._reconcile(channels, resume=True)

    def _begin_anew(self) -> None:
        ledger = list(self.written.ledger)
        fresh = Stage(self.site, self.now)
        open_calls = {event.contact for event in ledger} - {e.contact for e in ledger if e.kind == "contact.closed"}
        people = {e.data["agent"]: e for e in ledger if e.kind == "agent.state"}
        self.written, self.timers, self.centre = fresh.written, fresh.timers, fresh.centre
        self.centre.roster.restore([agent_facts.presence(event) for event in people.values()], self.now)
        self.centre.book.restore(event for event in ledger if event.contact in open_calls)
        self.centre.monitoring.restore(event for event in ledger if event.contact in open_calls)
        self.written.ledger = ledger
        self.centre.restore_routes(ledger, self.now)
        self.restore_faxes(ledger)
        self.centre.recovery.restore(self.now)
        self.centre.pages.restore([event for event in ledger if event.kind in page_facts.KINDS], self.now)
        backs = callback_facts.fold({}, ledger)
        ringing = [call.callback for call in self.centre.book.calls() if call.callback and not call.talking_since]
        self.centre.callbacks.restore([one for one in backs.values() if one.open], ringing, self.now)
        self.centre.pauses.restore(self.now)

    def _reconcile(self, channels: Sequence[str], *, resume: bool) -> None:
        seen = [self._seen(text) for text in channels]
        self.centre.phones.replace((channel.id, channel.phone) for channel in seen)
        self.centre.recovery.reconcile(seen, self.now, resume=resume)

    def _seen(self, text: str) -> SeenChannel:
        name, state, bridge = (*text.split(":"), "", "")[:3]
        known = name in self.names.values()
        entry = () if known or name in self.placed else ("inbound", "4008001000", "carrier")
        phone = self._phone_of(name) if known else self.placed.get(name, "carrier")
        where = None if not bridge else self._bridge(name, bridge)
        up, ours = state in ("up", ""), state != "dialplan"
        return SeenChannel(self.channel(name), "box", phone, up, ours, "139", entry, where)

    def _bridge(self, name: str, bridge: str) -> str:
        """What the media node calls the bridge that a scenario calls main, consult or - (none)."""
        found = self.centre.book.on(self.channel(name))
        return bridge_name(found[0], bridge) if found and bridge != "-" else ""

    def _phone_of(self, name: str) -> str:
        return found[1].phone if (found := self.centre.book.on(self.channel(name))) else ""
