"""What must be true of the centre after every input, each rule a generator of the sentences that break it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from appliance.contact.acd.alarms import TIMERS
from appliance.contact.acd.matching import match
from appliance.contact.acd.model import Candidate
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import ENGAGED, Line, Presence, State
from appliance.contact.agents.roster import WRAP_UP, alarm
from appliance.contact.agents.several import room
from appliance.contact.calls import history
from appliance.contact.calls.ending import WAITING
from appliance.contact.calls.handover import bridge_name
from appliance.contact.calls.model import CONSULT, MAIN, Call, CallState, Direction, LegState, Result
from appliance.contact.calls.offers import RING_TIME
from appliance.contact.ivr.service import LISTEN
from tests.property.sites import AGENTS
from tests.property.world import World, contact_of

TALKING = frozenset({CallState.TALKING, CallState.HELD})


def faults(world: World) -> list[str]:
    """Everything that is not as it must be."""
    rules = (phones, people, offers, line, books, results, replayed, timers, heard, joined, unserved)
    return [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(world)]


def phones(world: World) -> Iterator[str]:
    """No phone is rung that has a leg already."""
    yield from world.faults


def people(world: World) -> Iterator[str]:
    """Who is engaged has open calls in hand, talks in one at most, and with one line is rung from READY only."""
    for person in _presences(world):
        if person.state not in ENGAGED and person.contact:
            yield f"{person.agent} is {person.state} with a call"
        for call in person.calls:
            if call.state is not State.WRAP_UP:
                yield from _in_hand(world, person.agent, call)
        if len({call.contact for call in person.calls}) < len(person.calls):
            yield f"{person.agent} has a call twice"
        if sum(call.state is State.TALKING for call in person.calls) > 1:
            yield f"{person.agent} talks in two calls"
    yield from _rung(world)


def _in_hand(world: World, agent: str, of: Line) -> Iterator[str]:
    call = world.stage.centre.book.call(of.contact) if of.contact else None
    legs = [leg for leg in call.live_legs if leg.agent == agent] if call else []
    wanted = {LegState.OPENED, LegState.RINGING} if of.state is State.RINGING else {LegState.UP, LegState.HELD}
    if not any(leg.state in wanted for leg in legs):
        yield f"{agent} is {of.state} and has {[leg.state.value for leg in legs]}"


def _rung(world: World) -> Iterator[str]:
    """Nobody is rung beside what the person's lines allow, by a queue beside what the capacity does."""
    before: dict[str, Presence] = {}
    offered: set[tuple[str, UUID | None]] = set()
    for event in world.ledger:
        if event.kind == "offer.made":
            offered.add((event.data["agent"], event.contact))
        if event.kind != agent_facts.STATE:
            continue
        person = agent_facts.presence(event)
        agent, was = AGENTS[person.agent], before.get(person.agent, Presence(person.agent))
        rings = {call.contact for call in person.calls if call.state is State.RINGING} - {*was.in_hand}
        if rings and was.state is not State.READY and agent.lines == 1:
            yield f"{person.agent} is rung while {was.state}"
        if rings and len(rings | {*was.in_hand}) > agent.lines:
            yield f"{person.agent} is rung while all lines are in use"
        for contact in rings:
            if (person.agent, contact) in offered and len(was.calls) >= agent.capacity:
                yield f"{person.agent} is offered a call while {[call.state.value for call in was.calls]}"
            offered.discard((person.agent, contact))
        before[person.agent] = person


def offers(world: World) -> Iterator[str]:
    """One end to each offer; an open one has a ringing agent, and agent and call have no other."""
    made: dict[UUID | None, tuple[UUID | None, str]] = {}
    for event in world.ledger:
        if event.kind == "offer.made":
            made[event.leg] = (event.contact, event.data["agent"])
        elif event.kind == "offer.ended" and made.pop(event.leg, None) is None:
            yield f"an offer to {event.data['agent']} ended twice"
    for contact, agent in made.values():
        person = world.stage.centre.roster.presence(agent)
        if contact is None or person.doing(contact) is not State.RINGING:
            yield f"{agent} has an open offer and is {person.state}"
    for what, of in (("call", 0), ("agent", 1)):
        if [who for who, count in Counter(pair[of] for pair in made.values()).items() if count > 1]:
            yield f"a {what} has two open offers"


def line(world: World) -> Iterator[str]:
    """Who waits by the books is in the line, nobody else is, and each entry has one departure."""
    waiting = {call.contact for call in world.stage.centre.line.waiting()}
    booked = {call.id for call in world.stage.centre.book.calls() if call.state in WAITING}
    if waiting != booked:
        yield f"{len(waiting)} in line, {len(booked)} in the books"
    entered: Counter[UUID | None] = Counter()
    for event in world.ledger:
        entered[event.contact] += {"queue.entered": 1, "queue.left": -1}.get(event.kind, 0)
        if entered[event.contact] not in (0, 1):
            yield f"{event.kind} twice"
    if {contact for contact, count in entered.items() if count} != waiting:
        yield "the ledger's line is not the line"


def books(world: World) -> Iterator[str]:
    """A contact is opened once and closed once, with its last leg; legs too."""
    counts: dict[str, Counter[UUID | None]] = defaultdict(Counter)
    for event in world.ledger:
        counts[event.kind][event.leg or event.contact] += 1
    for kind in ("contact.opened", "contact.closed", "leg.opened", "leg.answered", "leg.ended"):
        if any(count > 1 for count in counts[kind].values()):
            yield f"{kind} twice"
    open_calls = {call.id for call in world.stage.centre.book.calls()}
    if counts["contact.opened"].keys() - counts["contact.closed"].keys() != open_calls:
        yield "the book's calls are not those the ledger left open"
    for call in world.stage.centre.book.calls():
        known = {world.channel_of(leg.channel) is not None for leg in call.live_legs}
        if known != {True}:
            yield f"a call in state {call.state} has no live leg, or one that does not exist"


def results(world: World) -> Iterator[str]:
    """What became of a call is what its events say, whatever happened to the engine meanwhile."""
    kinds: dict[UUID | None, set[str]] = defaultdict(set)
    for event in world.ledger:
        kinds[event.contact].add(event.kind)
        if event.kind == "contact.closed":
            result = event.data["result"]
            if result == Result.MEDIA_LOST:
                if event.contact not in world.died_with:
                    yield "a call is closed as lost with a media node that did not die"
            elif (result == Result.ANSWERED) != ("bridge.joined" in kinds[event.contact]):
                yield f"a call is closed as {result} with {sorted(kinds[event.contact])}"


def replayed(world: World) -> Iterator[str]:
    """The ledger alone gives the same picture."""
    told = {
        contact: call for contact, call in history.replay(world.ledger).items() if call.state is not CallState.CLOSED
    }
    if told != {call.id: call for call in world.stage.centre.book.calls()}:
        yield "the calls of the ledger are not those of the book"
    last = {event.data["agent"]: event for event in world.ledger if event.kind == agent_facts.STATE}
    for agent, event in last.items():
        if agent_facts.presence(event) != world.stage.centre.roster.presence(agent):
            yield f"the ledger's {agent} is {event.data}, not {world.stage.centre.roster.presence(agent)}"


def timers(world: World) -> Iterator[str]:
    """Alarms are about open things only."""
    waiting = {call.contact for call in world.stage.centre.line.waiting()}
    ringing = _ringing(world)
    wrapping = {alarm(person.agent, call.contact) for person in _presences(world) for call in person.wrapping_up}
    alarmed = {key for key in world.stage.timers.alarms if key[0] == WRAP_UP}
    if alarmed != wrapping:
        yield f"{alarmed} have a wrap-up alarm, {wrapping} are in wrap-up"
    for key in world.stage.timers.alarms:
        if (key[0] in TIMERS and contact_of(key) not in waiting) or (
            key[0] == RING_TIME and contact_of(key) not in ringing
        ):
            yield f"{key[0]} of nobody"
        if key[0] == LISTEN and world.stage.centre.book.call(contact_of(key)) is None:
            yield f"{key[0]} of a closed call"


def heard(world: World) -> Iterator[str]:
    """No caller is left in silence, none hears music over a conversation."""
    for call, caller in _callers(world):
        channel = world.channel_of(caller)
        if channel is None or channel.doomed or not channel.ours:
            continue
        listened_to = (LISTEN, str(call.id)) in world.stage.timers.alarms
        if call.state is CallState.IN_FLOW and not channel.hears and not listened_to:
            yield f"{channel.name} is in the flow at {call.node} and hears nothing"
        if call.state in WAITING and not channel.hears:
            yield f"{channel.name} waits and hears nothing"
        if call.state is CallState.TALKING and channel.hears:
            yield f"{channel.name} hears {channel.hears} over the conversation"


def joined(world: World) -> Iterator[str]:
    """Who talks is in one bridge with the others."""
    for call in world.stage.centre.book.calls():
        bridge = {CallState.TALKING: MAIN, CallState.CONSULTING: CONSULT}.get(call.state, "")
        for party in (world.channel_of(leg.channel) for leg in call.members(bridge)):
            if party and not party.doomed and party.bridge != bridge_name(call, bridge):
                yield f"{party.name} talks outside the bridge"


def unserved(world: World) -> Iterator[str]:
    """Nobody waits for an agent who is free: there is nothing left to offer."""
    centre = world.stage.centre
    called = _ringing(world)
    waiting = [call for call in centre.line.waiting() if call.contact not in called]
    free = [
        Candidate(agent.number, agent.skills, person.since or world.now, agent.queues)
        for agent, person in centre.roster.everybody()
        if room(agent, person, sum(channel.phone == person.phone for channel in world.channels.values()))
    ]
    if left := match(waiting, free, centre.directory.now.queues, world.now):
        yield f"{left[0].agent} is free and somebody waits in {left[0].queue}"


def at_rest(world: World) -> list[str]:
    """What is left over when everybody has gone and all alarms have run out."""
    engaged = [person.agent for person in _presences(world) if person.state in ENGAGED]
    opened = [str(call.id) for call in world.stage.centre.book.calls()]
    return [*engaged, *opened, *(key[0] for key in world.stage.timers.alarms)]


def _presences(world: World) -> list[Presence]:
    known = {event.data["agent"] for event in world.ledger if event.kind == agent_facts.STATE}
    return [world.stage.centre.roster.presence(agent) for agent in sorted(known)]


def _ringing(world: World) -> set[UUID | None]:
    calls = (call for person in _presences(world) for call in person.calls)
    return {call.contact for call in calls if call.state is State.RINGING}


def _callers(world: World) -> Iterator[tuple[Call, str]]:
    for call in world.stage.centre.book.calls():
        if call.direction is not Direction.OUTBOUND and (caller := call.customer):
            yield call, caller.channel
