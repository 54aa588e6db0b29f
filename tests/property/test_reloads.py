"""A hundred agents, twenty queues, five calls a second and other rules every minute, for five minutes in still time."""

from dataclasses import replace
from random import Random

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from appliance.contact.calls import events as call_facts
from tests.property.world import World
from tests.scenarios.stage import Site

AGENTS, QUEUES, SECONDS, PER_SECOND = 100, 20, 300, 5
NODES = {f"q{n}": {"type": "queue", "queue": f"q{n}", "timed_out": "bye"} for n in range(QUEUES)}
MENUS = {
    "menu": {
        "type": "menu",
        "prompts": ["main-menu"],
        "keys": {"1": "first", "2": "second"},
        "otherwise": "bye",
    },
    "first": {"type": "menu", "prompts": ["a"], "keys": {str(n): f"q{n}" for n in range(10)}, "otherwise": "bye"},
    "second": {"type": "menu", "prompts": ["b"], "keys": {str(n): f"q{n + 10}" for n in range(10)}, "otherwise": "bye"},
    "bye": {"type": "hangup"},
}


def site(minute: int) -> Site:
    """Skills, wrap-up, overflow and announcements differ from minute to minute."""
    queues = {
        f"q{n}": Queue(
            f"q{n}",
            skills={f"s{n % 10}": 1 + minute % 2},
            wrap_up=2 + (n + minute) % 5,
            announce_every=10 + minute,
            announce_wait=bool(minute % 2),
            overflow_to=f"q{(n + 1) % QUEUES}",
            overflow_after=10 + minute,
        )
        for n in range(QUEUES)
    }
    agents = {
        str(8000 + n): Agent(str(8000 + n), phone=f"p{n}", skills={f"s{n % 10}": 1 + n % 3, f"s{(n + minute) % 10}": 2})
        for n in range(AGENTS)
    }
    return Site(queues, agents, {"start": "menu", "nodes": {**MENUS, **NODES}})


def offered_twice(world: World) -> list[str]:
    """Agents or calls that were offered while another offer of theirs was open."""
    open_offers: dict[str, str] = {}
    found: list[str] = []
    for event in world.ledger:
        if event.kind not in (call_facts.OFFER_MADE, call_facts.OFFER_ENDED):
            continue
        for who in (event.data["agent"], str(event.contact)):
            if event.kind == call_facts.OFFER_ENDED:
                open_offers.pop(who, None)
            elif who in open_offers:
                found.append(f"{who}: {open_offers[who]} and {event.leg}")
            else:
                open_offers[who] = str(event.leg)
    return found


def rung_in_wrap_up(world: World) -> list[str]:
    """Agents who were offered a call in another state than ready."""
    state: dict[str, str] = {}
    found: list[str] = []
    for event in world.ledger:
        if event.kind == "agent.state":
            state[event.data["agent"]] = event.data["state"]
        elif event.kind == call_facts.OFFER_MADE and state.get(event.data["agent"]) != "ready":
            found.append(f"{event.data['agent']} in {state.get(event.data['agent'])}")
    return found


def second_of_life(world: World, chance: Random) -> None:
    """Calls come and choose; of the phones that ring most are answered, of those who talk some hang up."""
    for _ in range(PER_SECOND):
        caller = world.comes("4008001000")
        world.do("key", caller.name, chance.choice("12"))
        world.do("key", caller.name, chance.choice("0123456789"))
    for leg in world.live("a", up=False):
        if leg.doomed or chance.random() < 0.05:
            world.ends(leg, "21" if not leg.doomed else "26")
        elif chance.random() < 0.6:
            world.answers(leg)
    for channel in world.live():
        if channel.doomed or (channel.bridge and chance.random() < 0.06):
            world.ends(channel, "16")
    for number in chance.sample(range(AGENTS), 5):
        world.do("ready", str(8000 + number))
    world.passes(0.5)


def test_no_double_offer_and_no_ring_in_wrap_up() -> None:
    world, chance = World(site(0)), Random(1)
    for number in range(AGENTS):
        world.do("login", str(8000 + number))
    for second in range(SECONDS):
        if second % 60 == 59:
            world.configures(replace(site(second // 60 + 1)))
        second_of_life(world, chance)
    made = sum(event.kind == call_facts.OFFER_MADE for event in world.ledger)
    joined = sum(event.kind == call_facts.JOINED for event in world.ledger)
    assert made > 500
    assert joined > 500
    assert world.faults == []
    assert offered_twice(world) == []
    assert rung_in_wrap_up(world) == []
