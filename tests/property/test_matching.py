"""Who gets whom, over random snapshots: what the rule promises holds in every one of them."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.acd.demands import demand
from appliance.contact.acd.matching import in_order, match
from appliance.contact.acd.model import Candidate, Offer, Queue, Strategy
from tests.property.snapshots import NOW, SNAPSHOTS, Snapshot

many = settings(max_examples=120)


def offers(snapshot: Snapshot) -> tuple[Offer, ...]:
    return match(snapshot.waiting, snapshot.free, snapshot.queues, NOW, snapshot.run)


@many
@given(SNAPSHOTS)
def test_no_call_and_no_agent_is_in_two_offers(snapshot: Snapshot) -> None:
    made = offers(snapshot)
    assert len({offer.contact for offer in made}) == len(made)
    assert len({offer.agent for offer in made}) == len(made)


@many
@given(SNAPSHOTS)
def test_an_offer_names_who_is_there_and_may_serve(snapshot: Snapshot) -> None:
    for offer in offers(snapshot):
        call, agent, queue = snapshot.call(offer.contact), snapshot.agent(offer.agent), snapshot.queues[offer.queue]
        assert offer.queue in call.queues
        assert not agent.queues or queue.name in agent.queues
        asked = demand(queue, call.skills, NOW - call.entered_at)
        assert all(agent.skills.get(skill, 0) >= level for skill, level in asked.items())


@many
@given(SNAPSHOTS)
def test_nobody_is_left_who_could_serve_a_call_that_is_left(snapshot: Snapshot) -> None:
    made = offers(snapshot)
    idle = [agent for agent in snapshot.free if agent.agent not in {offer.agent for offer in made}]
    left = [call for call in snapshot.waiting if call.contact not in {offer.contact for offer in made}]
    assert not [(agent, call) for agent in idle for call in left if snapshot.could_serve(agent, call)]


@many
@given(SNAPSHOTS)
def test_no_call_is_passed_over_for_a_later_one(snapshot: Snapshot) -> None:
    taken = {offer.contact: offer.agent for offer in offers(snapshot)}
    left = [call for call in snapshot.waiting if call.contact not in taken]
    for contact, number in taken.items():
        agent, place = snapshot.agent(number), snapshot.place(snapshot.call(contact))
        assert not [call for call in left if snapshot.place(call) < place and snapshot.could_serve(agent, call)]


@many
@given(SNAPSHOTS)
def test_offers_come_in_the_order_of_the_line(snapshot: Snapshot) -> None:
    places = [snapshot.place(snapshot.call(offer.contact)) for offer in offers(snapshot)]
    assert places == sorted(places)
    assert [snapshot.place(call) for call in in_order(snapshot.waiting, snapshot.queues, NOW)] == sorted(
        snapshot.place(call) for call in snapshot.waiting
    )


@many
@given(SNAPSHOTS)
def test_each_gets_whom_the_strategy_names_in_the_first_queue_that_has_anybody(snapshot: Snapshot) -> None:
    idle = {agent.agent: agent for agent in snapshot.free}
    for offer in offers(snapshot):
        call = snapshot.call(offer.contact)
        for queue in snapshot.known(call):
            fit = [agent for agent in idle.values() if snapshot.fits(agent, call, queue)]
            if queue.name == offer.queue:
                _named_by_the_strategy(queue, offer.agent, fit)
                break
            assert not fit, f"{queue.name} comes before {offer.queue} and has {fit}"
        del idle[offer.agent]


def _named_by_the_strategy(queue: Queue, agent: str, fit: list[Candidate]) -> None:
    idle, least = min((one.idle_since, one.agent) for one in fit), min(one.calls for one in fit)
    listed = [number for number in queue.order if number in {one.agent for one in fit}]
    wanted = {
        Strategy.LONGEST_IDLE: {idle[1]},
        Strategy.FEWEST_CALLS: {one.agent for one in fit if one.calls == least},
        Strategy.LINEAR: {listed[0] if listed else min(one.agent for one in fit)},
    }
    assert agent in wanted.get(queue.strategy, {one.agent for one in fit})


@many
@given(SNAPSHOTS, st.integers(0, 2**16))
def test_the_order_in_which_things_are_given_does_not_matter(snapshot: Snapshot, seed: int) -> None:
    waiting, free, queues = list(snapshot.waiting), list(snapshot.free), list(snapshot.queues.items())
    chance = Random(seed)
    for things in (waiting, free, queues):
        chance.shuffle(things)
    assert match(waiting, free, dict(queues), NOW, snapshot.run) == offers(snapshot)


@many
@given(SNAPSHOTS)
def test_agents_whom_nobody_needs_change_nothing(snapshot: Snapshot) -> None:
    needed = [agent for agent in snapshot.free if any(snapshot.could_serve(agent, call) for call in snapshot.waiting)]
    assert match(snapshot.waiting, needed, snapshot.queues, NOW, snapshot.run) == offers(snapshot)
    assert needed or not offers(snapshot)
