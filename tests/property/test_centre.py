"""The whole assembly against random inputs in any order: after each of them the picture is right."""

from collections.abc import Callable

from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.property.picture import at_rest, faults
from tests.property.sites import AGENTS, AT_FIRST, SITES
from tests.property.world import Channel, World

PICK = st.integers(0, 7)
AGENT = st.sampled_from(sorted(AGENTS))
PHONE = st.sampled_from(["p1", "p2", "p3"])
CAUSE = st.sampled_from(["16", "17", "19", "20", "21", "26", "0"])
SECONDS = st.sampled_from([0.0, 1.0, 5.0, 15.0, 30.0])


class Outside(RuleBasedStateMachine):
    """Begins with a quiet centre, and at the end lets everybody go home."""

    @initialize(first=AGENT, second=AGENT)
    def open(self, first: str, second: str) -> None:
        self.world = World(AT_FIRST)
        for agent in (first, second):
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


def some(prefix: str, *, up: bool | None = None) -> Callable[[Outside], bool]:
    """Whether there are such channels."""
    return lambda machine: bool(machine.world.live(prefix, up=up))


class Callers(Outside):
    """What callers do, and what they hear comes to its end."""

    @rule()
    @precondition(lambda self: len(self.world.live("c")) < 4)
    def comes(self) -> None:
        self.world.comes("4008001000")

    @rule()
    @precondition(lambda self: len(self.world.live("c")) < 4)
    def comes_and_chooses(self) -> None:
        channel = self.world.comes("4008001000")
        self.world.do("key", channel.name, "1")
        self.world.ran_out(channel, channel.hears)

    @rule(pick=PICK, digit=st.sampled_from(["1", "1", "2", "2", "9", "0", "5", "#"]))
    @precondition(some("c"))
    def presses(self, pick: int, digit: str) -> None:
        self.world.do("key", self.one("c", pick).name, digit)

    @rule(pick=PICK)
    @precondition(lambda self: any(channel.runs for channel in self.world.live()))
    def prompts_end(self, pick: int) -> None:
        spoken_to = [channel for channel in self.world.live() if channel.runs]
        channel = spoken_to[pick % len(spoken_to)]
        self.world.ran_out(channel, channel.runs[-1])

    @rule(pick=PICK, cause=CAUSE)
    @precondition(some(""))
    def goes(self, pick: int, cause: str) -> None:
        self.world.ends(self.one("", pick), cause)

    @rule(phone=PHONE, digits=st.sampled_from(["8001", "8002", "p3", "4008001000", "777"]))
    @precondition(lambda self: len(self.world.live("i")) < 2)
    def dials(self, phone: str, digits: str) -> None:
        self.world.dials(phone, digits)

    def one(self, prefix: str, pick: int, *, up: bool | None = None) -> Channel:
        live = self.world.live(prefix, up=up)
        return live[pick % len(live)]


class People(Callers):
    """What agents do, at their phones and of themselves."""

    @rule(pick=PICK)
    @precondition(some("a", up=False))
    def rings(self, pick: int) -> None:
        self.world.do("ringing", self.one("a", pick, up=False).name)

    @rule(pick=PICK)
    @precondition(some("a", up=False))
    def answers(self, pick: int) -> None:
        channel = self.one("a", pick, up=False)
        channel.up = True
        self.world.do("answers", channel.name)

    @rule(pick=PICK, verb=st.sampled_from(["holds", "unholds"]))
    @precondition(some("a", up=True))
    def uses_the_hold_key(self, pick: int, verb: str) -> None:
        self.world.do(verb, self.one("a", pick, up=True).name)

    @rule(agent=AGENT, phone=st.sampled_from(["", "", "p1", "p2", "p3"]))
    def signs_in(self, agent: str, phone: str) -> None:
        self.world.do("login", agent, phone)

    @rule(agent=AGENT, wish=st.sampled_from(["logout", "ready", "ready", "pause"]))
    def wishes(self, agent: str, wish: str) -> None:
        self.world.do(wish, agent, *(["lunch"] if wish == "pause" else []))

    @rule(phone=PHONE, state=st.sampled_from(["online", "offline"]))
    def phone_registers(self, phone: str, state: str) -> None:
        self.world.do("phone", phone, state)


class Box(People):
    """What happens to the box, and what time and supervisors do."""

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: float) -> None:
        self.world.passes(seconds)

    @rule(pick=PICK, what=st.sampled_from(["hold", "resume", "hang-up"]))
    @precondition(lambda self: self.world.stage.calls())
    def orders(self, pick: int, what: str) -> None:
        calls = self.world.stage.calls()
        self.world.do("order", what, str(1 + pick % len(calls)))

    @rule(verb=st.sampled_from(["restart", "sees"]), lost=st.sets(PICK, max_size=3), answered=st.sets(PICK, max_size=2))
    def returns(self, verb: str, lost: set[int], answered: set[int]) -> None:
        live = self.world.live()
        survivors = [channel for place, channel in enumerate(live) if place not in lost]
        picked_up = [channel for place, channel in enumerate(live) if place in answered and channel.name[0] == "a"]
        self.world.reconnects(verb, survivors, [channel for channel in picked_up if channel in survivors])

    @rule(verb=st.sampled_from(["restart", "sees"]))
    def returns_to_a_caller_of_the_static_group(self, verb: str) -> None:
        self.world.comes("4008001000", ours=False)
        self.world.reconnects(verb, self.world.live())

    @rule(pick=PICK)
    @precondition(lambda self: any(not channel.ours for channel in self.world.live("c")))
    def comes_back_from_the_static_group(self, pick: int) -> None:
        strangers = [channel for channel in self.world.live("c") if not channel.ours]
        self.world.do("inbound", strangers[pick % len(strangers)].name)

    @rule()
    def the_media_node_dies(self) -> None:
        self.world.dies()

    @rule(number=st.integers(0, len(SITES) - 1))
    def the_configuration_changes(self, number: int) -> None:
        self.world.configures(SITES[number])


TestCentre = Box.TestCase
TestCentre.settings = settings(max_examples=int(__import__("os").environ.get("N","60")), stateful_step_count=40, deadline=None)
