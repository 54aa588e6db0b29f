"""Supervisors in calls, whatever happens: heard by whom they should be, and nothing is left behind."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.calls import commands as the
from appliance.contact.monitoring.model import Mode
from tests.scenarios.stage import Stage
from tests.scenarios.test_monitoring import SITE

AGENTS = ("8001", "8002")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("monitor"), st.sampled_from([*Mode, "stop"]), st.sampled_from(AGENTS)),
        st.tuples(st.just("call"), st.sampled_from(["hold", "resume", "consult", "toggle", "conference", "cancel"])),
        st.tuples(st.just("answers"), st.integers(0, 9)),
        st.tuples(st.just("gone"), st.integers(0, 9)),
        st.tuples(st.just("told"), st.integers(0, 9)),
        st.just(("restart",)),
    ),
    max_size=25,
)


class Line:
    """Two agents who talk, a supervisor's phone, and what the media node was told."""

    def __init__(self) -> None:
        self.stage = Stage(SITE)
        self.up: set[str] = set()
        self.ringing: set[str] = set()
        self.doomed: set[str] = set()
        self.made: set[str] = set()
        self.muted: set[str] = set()
        for words in ("login 8001", "login 8002"):
            self.do(*words.split())
        for caller in ("c1", "c2"):
            self.up.add(caller)
            self.do("inbound", caller)
            self.do("key", caller, "1")
            self.do("answers", sorted(self.ringing)[0])

    def do(self, *words: str) -> None:
        if words[0] == "answers":
            self.ringing.discard(words[1])
            self.up.add(words[1])
        if words[0] == "gone":
            for known in (self.up, self.ringing, self.doomed):
                known.discard(words[1])
        self.stage.do(words)
        self.obey()

    def obey(self) -> None:
        for command in self.stage.written.take()[1]:
            name = self.stage.names.get(getattr(command, "channel", ""), getattr(command, "channel", ""))
            match command:
                case the.Ring() | the.Summon():
                    self.ringing.add(name)
                    self.made.add(name)
                case the.Spy():
                    self.made.add(name)
                    self.do("answers", name)
                case the.HangUp() if name in self.up | self.ringing:
                    self.doomed.add(name)
                case the.Mute():
                    self.muted.add(name)
                case the.Unmute():
                    self.muted.discard(name)

    def step(self, step: tuple[object, ...]) -> None:
        match step:
            case ("monitor", what, agent):
                self.do("monitor", str(what), str(agent), "atp9")
            case ("call", ("hold" | "resume") as what) if self.stage.calls():
                self.do("order", str(what))
            case ("call", what) if self.stage.calls():
                self.do("call", str(what), *(["agent:8003"] if what == "consult" else []))
            case ("answers", int(at)) if self.ringing:
                self.do("answers", sorted(self.ringing)[at % len(self.ringing)])
            case ("gone", int(at)) if self.up:
                self.do("gone", sorted(self.up)[at % len(self.up)])
            case ("told", int(at)) if self.doomed:
                self.do("gone", sorted(self.doomed)[at % len(self.doomed)])
            case ("restart",):
                # A dead engine has told of nothing that was to end.
                known = [
                    *(f"{name}:up" for name in sorted(self.up)),
                    *(f"{name}:ringing" for name in sorted(self.ringing)),
                ]
                self.stage.do(["restart", *known])
                self.obey()

    def holds(self) -> None:
        """What is true after every step."""
        for session in self.stage.centre.monitoring.running():
            name = self.stage.names[session.channel]
            call = self.stage.centre.book.call(session.contact)
            assert call, "a session outlives its call"
            assert call.legs[session.leg].live, "a session outlives the agent's leg"
            assert name not in self.doomed
            if session.began_at:
                assert (name in self.muted) is (session.mode is Mode.LISTEN), f"{session.mode}, heard by the wrong ones"
        agents = Counter(session.agent for session in self.stage.centre.monitoring.running())
        assert not agents or max(agents.values()) == 1


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_a_supervisor_is_heard_by_whom_the_mode_says_and_leaves_nothing_behind(steps: list[tuple[object, ...]]) -> None:
    line = Line()
    for step in steps:
        line.step(step)
        line.holds()
    for name in ("c1", "c2"):
        if name in line.up:
            line.do("gone", name)
    for _ in range(20):
        for name in sorted(line.doomed):
            line.do("gone", name)
    left = line.up | line.ringing
    assert not left & line.made, f"{left} were never told to end"
    assert line.stage.centre.monitoring.running() == ()
    story = Counter(fact.kind for fact in line.stage.written.ledger if fact.kind.startswith("monitor."))
    assert story["monitor.asked"] == story["monitor.ended"]
    assert not line.stage.centre.book.phones.in_use("p9")
