"""The whole assembly against random inputs in any order: after each of them the picture is right."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from appliance.contact.calls.model import Call
from appliance.contact.calls.transfer import IN_HAND
from tests.property.picture import at_rest, faults
from tests.property.sites import AGENTS, AT_FIRST, SITES
from tests.property.world import Channel, World

PICK = st.integers(0, 7)
AGENT = st.sampled_from(sorted(AGENTS))
PHONE = st.sampled_from(["p1", "p2", "p3"])
DIALLED = ["8001", "8002", "p3", "4008001000", "777", "*8", "*8p1", "*7", "*7701", "*841", "*83", "*818001"]
CAUSE = st.sampled_from(["16", "17", "19", "20", "21", "26", "0"])
MOST = 4


class Outside(RuleBasedStateMachine):
    """Begins with a quiet centre, and at the end lets everybody go home."""

    @initialize(away=st.sets(AGENT, max_size=1))
    def open(self, away: set[str]) -> None:
        self.world = World(AT_FIRST)
        for agent in sorted(AGENTS.keys() - away):
            self.world.do("login", agent)

    @invariant()
    def the_picture_is_right(self) -> None:
        if hasattr(self, "world"):
            self.hold_against(faults(self.world))

    def hold_against(self, found: list[str]) -> None:
        for line in self.world.story if found else ():
            note(line)
        assert not found

    def teardown(self) -> None:
        if hasattr(self, "world"):
            while live := self.world.live():
                self.world.ends(live[0], "16")
            self.hold_against(faults(self.world))
            self.world.passes(600)
            self.hold_against(faults(self.world) + at_rest(self.world))

    def one(self, pick: int, prefix: str = "", *, up: bool | None = None) -> Channel:
        live = self.world.live(prefix, up=up)
        return live[pick % len(live)]


def some(prefix: str = "", *, up: bool | None = None) -> Callable[[Outside], bool]:
    """Whether there are such channels."""
    return lambda machine: bool(machine.world.live(prefix, up=up))


class Callers(Outside):
    """What callers do, and what they hear comes to its end."""

    @rule(digit=st.sampled_from(["", "1", "1", "2"]))
    @precondition(lambda self: len(self.world.live("c")) < MOST)
    def comes(self, digit: str) -> None:
        channel = self.world.comes("4008001000")
        self.world.ran_out(channel, channel.hears)
        if digit:
            self.world.do("key", channel.name, digit)

    @rule(pick=PICK, digit=st.sampled_from(["1", "1", "2", "9", "0", "5", "#"]))
    @precondition(some("c"))
    def presses(self, pick: int, digit: str) -> None:
        self.world.do("key", self.one(pick, "c").name, digit)

    @rule(pick=PICK)
    @precondition(lambda self: any(channel.runs for channel in self.world.live()))
    def prompts_end(self, pick: int) -> None:
        spoken_to = [channel for channel in self.world.live() if channel.runs]
        channel = spoken_to[pick % len(spoken_to)]
        self.world.ran_out(channel, channel.runs[-1])

    @rule(pick=PICK, cause=CAUSE)
    @precondition(some())
    def goes(self, pick: int, cause: str) -> None:
        self.world.ends(self.one(pick), cause)

    @rule(pick=PICK)
    @precondition(lambda self: any(channel.doomed for channel in self.world.live()))
    def goes_as_told(self, pick: int) -> None:
        doomed = [channel for channel in self.world.live() if channel.doomed]
        self.world.ends(doomed[pick % len(doomed)], "16")

    @rule(phone=PHONE, digits=st.sampled_from(DIALLED))
    @precondition(lambda self: len(self.world.live("i")) < MOST / 2)
    def dials(self, phone: str, digits: str) -> None:
        self.world.dials(phone, digits)


class People(Callers):
    """What agents do, at their phones and of themselves."""

    def in_hand(self) -> list[Call]:
        return [call for call in self.world.stage.centre.book.calls() if call.state in IN_HAND]

    def orders_in_hand(self, pick: int, by: int, *what: str) -> None:
        """An order for a call in hand, by somebody who is in it."""
        call = self.in_hand()[pick % len(self.in_hand())]
        people = sorted({leg.agent for leg in call.live_legs})
        number = self.world.stage.calls().index(call.id) + 1
        self.world.do("call", *what, f"by{people[by % len(people)]}", f"on{number}")

    def newly_rung_answer(self, before: set[str]) -> None:
        for channel in self.world.live("a", up=False):
            if channel.name not in before:
                self.world.answers(channel)

    @rule(pick=PICK)
    @precondition(some("a", up=False))
    def rings(self, pick: int) -> None:
        self.world.do("ringing", self.one(pick, "a", up=False).name)

    @rule(pick=PICK)
    @precondition(some("a", up=False))
    def answers(self, pick: int) -> None:
        self.world.answers(self.one(pick, "a", up=False))

    @rule()
    @precondition(some("a", up=False))
    def everybody_answers(self) -> None:
        for channel in self.world.live("a", up=False):
            self.world.answers(channel)

    @rule(pick=PICK, verb=st.sampled_from(["holds", "unholds"]))
    @precondition(some("a", up=True))
    def uses_the_hold_key(self, pick: int, verb: str) -> None:
        self.world.do(verb, self.one(pick, "a", up=True).name)

    @rule(pick=PICK, verb=st.sampled_from(["holds", "unholds"]))
    @precondition(some("i"))
    def uses_the_hold_key_where_they_dialled(self, pick: int, verb: str) -> None:
        self.world.do(verb, self.one(pick, "i").name)

    @rule(agent=AGENT)
    def swaps(self, agent: str) -> None:
        self.world.do("swap", agent)

    @rule(pick=PICK, digits=st.sampled_from(["8001", "8003", "p2", "13800001111", "4008001000", "*7", "99"]))
    @precondition(some("a"))
    def uses_the_transfer_button(self, pick: int, digits: str) -> None:
        self.world.do("refers", self.one(pick, "a").name, digits)

    @rule(pick=PICK, digits=st.sampled_from(["8001", "8003", "p2", "13800001111", "4008001000", "*7"]))
    @precondition(some("i"))
    def uses_the_transfer_button_where_they_dialled(self, pick: int, digits: str) -> None:
        self.world.do("refers", self.one(pick, "i").name, digits)

    @rule(phone=PHONE, agent=AGENT)
    @precondition(lambda self: len(self.world.live("i")) < MOST / 2)
    def talks_to_a_colleague(self, phone: str, agent: str) -> None:
        before = set(self.world.channels)
        self.world.dials(phone, agent)
        self.newly_rung_answer(before)

    @rule(pick=PICK, by=PICK, to=st.sampled_from(["agent:8001", "agent:8002", "agent:8003", "number:13800001111"]))
    @precondition(lambda self: self.in_hand())
    def asks_somebody(self, pick: int, by: int, to: str) -> None:
        before = set(self.world.channels)
        self.orders_in_hand(pick, by, "consult", to)
        self.newly_rung_answer(before)

    @rule(
        pick=PICK,
        by=PICK,
        what=st.sampled_from(["transfer", "consult", "consult", "toggle", "complete", "cancel", "conference", "park"]),
        to=st.sampled_from(["agent:8001", "agent:8003", "phone:p2", "phone:p3", "queue:sales", "flow:main"]),
    )
    @precondition(lambda self: self.in_hand())
    def passes_on_by_order(self, pick: int, by: int, what: str, to: str) -> None:
        self.orders_in_hand(pick, by, what, *([to] if what in ("transfer", "consult") else []))

    @rule(pick=PICK, other=PICK)
    @precondition(some("i"))
    def brings_two_lines_together(self, pick: int, other: int) -> None:
        self.world.do("brings", self.one(pick).name, self.one(other, "i").name)

    @rule(pick=PICK, verb=st.sampled_from(["holds", "unholds", "answers", "gone"]))
    @precondition(lambda self: self.world.departed)
    def is_heard_of_too_late(self, pick: int, verb: str) -> None:
        """The picture of a reconnect has shown already that the channel is gone; what it did before is told after."""
        self.world.do(verb, self.world.departed[-1 - pick % len(self.world.departed)])

    @rule(agent=AGENT, phone=st.sampled_from(["", "", "p1", "p2", "p3"]))
    def signs_in(self, agent: str, phone: str) -> None:
        self.world.do("login", agent, phone)

    @rule(agent=AGENT, wish=st.sampled_from(["ready", "ready", "ready", "logout", "pause"]))
    def wishes(self, agent: str, wish: str) -> None:
        self.world.do(wish, agent, *(["lunch"] if wish == "pause" else []))


class Box(People):
    """What happens to the box, and what time and supervisors do."""

    @rule(seconds=st.sampled_from([1.0, 5.0, 15.0, 30.0]))
    def time_passes(self, seconds: float) -> None:
        self.world.passes(seconds)

    @rule(pick=PICK, what=st.sampled_from(["hold", "hold", "resume", "hang-up"]), agent=st.sampled_from(["", *AGENTS]))
    @precondition(lambda self: self.world.stage.calls())
    def orders(self, pick: int, what: str, agent: str) -> None:
        calls = self.world.stage.calls()
        self.world.do("order", what, str(1 + pick % len(calls)), agent)

    @rule(number=st.integers(0, len(SITES) - 1), phone=PHONE, online=st.booleans())
    def surroundings_change(self, number: int, phone: str, online: bool) -> None:
        if number:
            self.world.configures(SITES[number])
        else:
            self.world.do("phone", phone, "online" if online else "offline")

    @rule(verb=st.sampled_from(["restart", "sees"]), lost=st.sets(PICK, max_size=2), answered=st.sets(PICK, max_size=2))
    def returns(self, verb: str, lost: set[int], answered: set[int]) -> None:
        live = list(enumerate(self.world.live()))
        survivors = [channel for place, channel in live if place not in lost]
        picked_up = [channel for place, channel in live if place in answered - lost and channel.name[0] == "a"]
        self.world.reconnects(verb, survivors, picked_up)

    @rule(verb=st.sampled_from(["restart", "sees", "inbound", "inbound", "lost"]))
    def is_hard_hit(self, verb: str) -> None:
        """A caller whom the static group took meanwhile, who may come back to us; or the media node dies."""
        strangers = [channel.name for channel in self.world.live("c") if not channel.ours]
        if verb == "lost":
            self.world.dies()
        elif strangers:
            self.world.do("inbound", strangers[0])
        elif len(self.world.live("c")) < MOST:
            self.world.comes("4008001000", ours=False)
            self.world.reconnects("sees" if verb == "sees" else "restart", self.world.live())


# To shrink what fails can take Hypothesis five minutes.
pytestmark = pytest.mark.timeout(400)
TestCentre = Box.TestCase
TestCentre.settings = settings(
    max_examples=300,
    stateful_step_count=50,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
)
