"""Waiters who hold and waiters who hung up: served in the order in which they came, and never dialled twice at once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as any_of

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from appliance.contact.calls import commands as the
from tests.scenarios.stage import Site, Stage

WAITERS = 50
FLOW: dict[str, Any] = {
    "start": "sales",
    "nodes": {"sales": {"type": "queue", "queue": "sales", "timed_out": "bye"}, "bye": {"type": "hangup"}},
}
QUEUE = Queue("sales", ageing=0.0, wrap_up=0, max_wait=0, announce_every=0)
ORDERS = any_of.lists(any_of.booleans(), min_size=WAITERS, max_size=WAITERS)


def number(place: int) -> str:
    return f"1380000{place:04}"


def fill(stage: Stage, hang_up: list[bool]) -> None:
    """One waiter a second; whoever hangs up asks to be called back, a second later."""
    for place, wants_back in enumerate(hang_up):
        stage.pass_to(stage.now.replace(minute=place))
        stage.do(["inbound", f"c{place}", "4008001000", "from", number(place)])
        if wants_back:
            stage.do(["wants-back", f"c{place}"])


def serve(stage: Stage) -> list[str]:
    """Whose turn it was, by number, when every phone that rings is answered and every conversation ends at once."""
    served: list[str] = []
    dialled: dict[str, str] = {}
    while commands := stage.written.take()[1]:
        for command in commands:
            if isinstance(command, the.Ring):
                served.append(command.caller)
                stage.do(["answers", stage.names[command.channel]])
            elif isinstance(command, the.RingOut):
                assert command.number not in dialled.values()
                dialled[command.channel] = command.number
                assert len(dialled) <= len(stage.site.agents)
                stage.do(["answers", stage.names[command.channel]])
            elif isinstance(command, the.Join):
                customer = command.channels[0]
                stage.do(["gone", stage.names.get(customer, customer)])
                dialled.pop(customer, None)
            elif isinstance(command, the.HangUp):
                stage.do(["gone", stage.names.get(command.channel, command.channel)])
        stage.pass_to(stage.now)
    return served


@given(ORDERS, any_of.integers(1, 3))
def test_the_order_of_answers_is_the_order_of_arrival(hang_up: list[bool], agents: int) -> None:
    people = {f"800{n}": Agent(f"800{n}", phone=f"p{n}") for n in range(1, agents + 1)}
    stage = Stage(Site({"sales": QUEUE}, people, FLOW))
    fill(stage, hang_up)
    stage.written.take()
    for agent in people:
        stage.do(["login", agent])
    assert serve(stage) == [number(place) for place in range(WAITERS)]
    assert not stage.centre.line.waiting()
    assert not list(stage.centre.callbacks.open())
