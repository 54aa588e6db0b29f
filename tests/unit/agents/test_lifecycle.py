"""Every state against every wish and every step of a call: what comes of it, as one table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from appliance.contact.agents import lifecycle
from appliance.contact.agents.errors import AgentEngaged, AgentSignedOut, PauseReasonMissing
from appliance.contact.agents.model import ENGAGED, Presence, State
from tests.unit.agents.rig import AT, CALL, at

NOW = at(60)
PRESENCES = {
    "out": Presence("8001", State.SIGNED_OUT, AT),
    "ready": Presence("8001", State.READY, AT, "p1", idle_since=AT),
    "paused": Presence("8001", State.PAUSED, AT, "p1", "lunch"),
    "wrap-up": Presence("8001", State.WRAP_UP, AT, "p1"),
    "ringing": Presence("8001", State.RINGING, AT, "p1", idle_since=AT, contact=CALL),
    "talking": Presence("8001", State.TALKING, AT, "p1", contact=CALL),
    "hold": Presence("8001", State.HOLD, AT, "p1", contact=CALL),
    "talking, then out": Presence("8001", State.TALKING, AT, "p1", contact=CALL, leaving=True),
    "talking, then paused": Presence("8001", State.TALKING, AT, "p1", contact=CALL, next_pause="lunch"),
    "ringing, then out": Presence("8001", State.RINGING, AT, "p1", idle_since=AT, contact=CALL, leaving=True),
    "ringing, then paused": Presence("8001", State.RINGING, AT, "p1", idle_since=AT, contact=CALL, next_pause="x"),
}
STEPS: dict[str, Callable[[Presence], Presence]] = {
    "sign in": lambda person: lifecycle.sign_in(person, "p1", NOW),
    "sign in elsewhere": lambda person: lifecycle.sign_in(person, "p2", NOW),
    "sign out": lambda person: lifecycle.sign_out(person, NOW),
    "ready!": lambda person: lifecycle.ready(person, NOW),
    "pause": lambda person: lifecycle.pause(person, "break", NOW),
    "ring": lambda person: lifecycle.ring(person, CALL, NOW),
    "withdraw": lambda person: lifecycle.withdraw(person, CALL, NOW),
    "miss": lambda person: lifecycle.miss(person, CALL, "busy", NOW),
    "talk": lambda person: lifecycle.talk(person, CALL, NOW),
    "release": lambda person: lifecycle.release(person, CALL, 10, NOW),
    "release, no wrap-up": lambda person: lifecycle.release(person, CALL, 0, NOW),
}
OUT = Presence("8001", State.SIGNED_OUT, NOW)
READY = Presence("8001", State.READY, NOW, "p1", idle_since=NOW)
BREAK = Presence("8001", State.PAUSED, NOW, "p1", "break")
LUNCH = Presence("8001", State.PAUSED, NOW, "p1", "lunch")
BUSY = Presence("8001", State.PAUSED, NOW, "p1", "busy")
WRAP_UP = Presence("8001", State.WRAP_UP, NOW, "p1")
TALKING = Presence("8001", State.TALKING, NOW, "p1", contact=CALL)

SAME, OUT_AFTER, BREAK_AFTER, NOTHING_AFTER = "same", {"leaving": True}, {"next_pause": "break"}, {"leaving": False}
TABLE: dict[tuple[str, str], object] = {
    ("out", "sign in"): READY,
    ("out", "sign in elsewhere"): replace(READY, phone="p2"),
    ("out", "sign out"): OUT,
    ("out", "ready!"): AgentSignedOut,
    ("out", "pause"): AgentSignedOut,
    ("out", "ring"): AgentEngaged,
    ("ready", "sign in"): SAME,
    ("ready", "sign in elsewhere"): replace(READY, phone="p2"),
    ("ready", "sign out"): OUT,
    ("ready", "ready!"): SAME,
    ("ready", "pause"): BREAK,
    ("ready", "ring"): Presence("8001", State.RINGING, NOW, "p1", idle_since=AT, contact=CALL),
    ("ready", "talk"): replace(TALKING, idle_since=AT),
    ("paused", "sign in"): READY,
    ("paused", "sign in elsewhere"): replace(READY, phone="p2"),
    ("paused", "sign out"): OUT,
    ("paused", "ready!"): READY,
    ("paused", "pause"): BREAK,
    ("paused", "ring"): AgentEngaged,
    ("paused", "talk"): replace(TALKING, next_pause="lunch"),
    ("wrap-up", "sign in"): READY,
    ("wrap-up", "sign in elsewhere"): replace(READY, phone="p2"),
    ("wrap-up", "sign out"): OUT,
    ("wrap-up", "ready!"): READY,
    ("wrap-up", "pause"): BREAK,
    ("wrap-up", "ring"): AgentEngaged,
    ("wrap-up", "talk"): TALKING,
    ("ringing", "sign in"): AgentEngaged,
    ("ringing", "sign in elsewhere"): AgentEngaged,
    ("ringing", "sign out"): OUT_AFTER,
    ("ringing", "ready!"): SAME,
    ("ringing", "pause"): BREAK_AFTER,
    ("ringing", "ring"): AgentEngaged,
    ("ringing", "withdraw"): Presence("8001", State.READY, NOW, "p1", idle_since=AT),
    ("ringing", "miss"): BUSY,
    ("ringing", "talk"): replace(TALKING, idle_since=AT),
    ("ringing, then out", "ready!"): NOTHING_AFTER,
    ("ringing, then out", "withdraw"): OUT,
    ("ringing, then out", "miss"): OUT,
    ("ringing, then out", "talk"): replace(TALKING, idle_since=AT, leaving=True),
    ("ringing, then paused", "ready!"): {"next_pause": ""},
    ("ringing, then paused", "withdraw"): Presence("8001", State.PAUSED, NOW, "p1", "x"),
    ("ringing, then paused", "miss"): BUSY,
    ("ringing, then paused", "talk"): replace(TALKING, idle_since=AT, next_pause="x"),
    ("talking", "sign in"): AgentEngaged,
    ("talking", "sign in elsewhere"): AgentEngaged,
    ("talking", "sign out"): OUT_AFTER,
    ("talking", "ready!"): SAME,
    ("talking", "pause"): BREAK_AFTER,
    ("talking", "ring"): AgentEngaged,
    ("talking", "release"): replace(WRAP_UP, after=PRESENCES["talking"].contact),
    ("talking", "release, no wrap-up"): READY,
    ("talking, then out", "ready!"): NOTHING_AFTER,
    ("talking, then out", "release"): OUT,
    ("talking, then out", "release, no wrap-up"): OUT,
    ("talking, then paused", "ready!"): {"next_pause": ""},
    ("talking, then paused", "pause"): BREAK_AFTER,
    ("talking, then paused", "release"): LUNCH,
    ("talking, then paused", "release, no wrap-up"): LUNCH,
    ("hold", "sign in"): AgentEngaged,
    ("hold", "sign out"): OUT_AFTER,
    ("hold", "ready!"): SAME,
    ("hold", "pause"): BREAK_AFTER,
    ("hold", "ring"): AgentEngaged,
    ("hold", "release"): replace(WRAP_UP, after=PRESENCES["talking"].contact),
    ("hold", "release, no wrap-up"): READY,
}


@pytest.mark.parametrize(("person", "step", "expected"), [(*key, value) for key, value in TABLE.items()])
def test_the_table(person: str, step: str, expected: object) -> None:
    before = PRESENCES[person]
    if isinstance(expected, type):
        with pytest.raises(expected):
            STEPS[step](before)
    elif isinstance(expected, dict):
        assert STEPS[step](before) == replace(before, **expected)
    else:
        assert STEPS[step](before) == (before if expected == SAME else expected)


def test_every_wish_is_in_the_table_for_every_state() -> None:
    wishes = ("sign in", "sign out", "ready!", "pause", "ring")
    states = ("out", "ready", "paused", "wrap-up", "ringing", "talking", "hold")
    assert {(state, wish) for state in states for wish in wishes} <= TABLE.keys()


@pytest.mark.parametrize("reason", ["", "  ", "\t"])
@pytest.mark.parametrize("person", ["ready", "talking"])
def test_a_pause_says_why(person: str, reason: str) -> None:
    with pytest.raises(PauseReasonMissing):
        lifecycle.pause(PRESENCES[person], reason, NOW)


def test_hold_keeps_everything_but_the_state() -> None:
    before = PRESENCES["talking, then paused"]
    assert lifecycle.hold(before, CALL, NOW) == replace(before, state=State.HOLD, since=NOW)


@pytest.mark.parametrize("person", PRESENCES)
@pytest.mark.parametrize("step", STEPS)
def test_a_call_is_in_hand_when_somebody_is_engaged(person: str, step: str) -> None:
    if step in {"withdraw", "miss"} and not person.startswith("ringing"):
        return
    try:
        after = STEPS[step](PRESENCES[person])
    except (AgentEngaged, AgentSignedOut):
        return
    assert (after.contact is not None) == (after.state in ENGAGED)
    assert (after.idle_since is not None) or after.state is not State.READY
    assert isinstance(after.since, datetime)
