"""What state a span is in: pure, time comes in as an argument."""

from dataclasses import replace
from datetime import datetime, timedelta

from appliance.node.lines.model import IMPAIRING, Condition, DChannel, Reading, State

CLEAN = timedelta(seconds=10)
"""How long a line must be well before calls are sent over it again: one with a loose contact stays out."""


def judged(before: Condition | None, reading: Reading, now: datetime, clean: timedelta = CLEAN) -> Condition:
    """The condition after a reading. A span that has not yet been seen well has nothing to settle from."""
    state, proven = _seen(reading), bool(before and before.proven)
    if state is not State.UP:
        return Condition(reading, state, _since(before, state, now), proven=proven)
    # Whether a D-channel is up that nobody can tell of is left open: the span stays what it was.
    sure = reading.d_channel is not DChannel.UNKNOWN
    if before is None or before.state is State.UP or not proven:
        return Condition(reading, State.UP, _since(before, State.UP, now), proven=proven or sure)
    clean_since = before.clean_since or now
    if now - clean_since >= clean:
        return Condition(reading, State.UP, now, proven=True)
    return Condition(reading, State.SETTLING, _since(before, State.SETTLING, now), clean_since, proven=True)


def gone(before: Condition, now: datetime) -> Condition:
    """The span is there no more, as when its card was pulled."""
    bare = replace(before.reading, signals=frozenset(), d_channel=DChannel.NONE, busy=None, blocked=frozenset())
    return Condition(bare, State.GONE, _since(before, State.GONE, now), proven=before.proven)


def _since(before: Condition | None, state: State, now: datetime) -> datetime:
    return before.since if before and before.state is state else now


def _seen(reading: Reading) -> State:
    if reading.digital and reading.signals & IMPAIRING:
        return State.ALARM
    if reading.d_channel is DChannel.DOWN:
        return State.SIGNALLING
    channels = frozenset[int]().union(*reading.groups.values())
    return State.BLOCKED if channels and channels <= reading.blocked else State.UP
