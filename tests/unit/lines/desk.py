"""A watched machine in still time: readings in, facts and alarms out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from appliance.events import Event
from appliance.node.lines.model import DChannel, Reading, Signal, Stuck
from appliance.node.lines.service import LineWatch

START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
E1 = Reading(
    1, "TE4/0/1", channels=31, d_channel=DChannel.UP, busy={}, groups={1: frozenset({*range(1, 16), *range(17, 32)})}
)


class Desk:
    """What the watch tells, and the calls that are ours."""

    def __init__(self) -> None:
        self.now, self.events, self.standing = START, list[Event](), dict[tuple[str, str], str]()
        self.ours, self.freed = set[str](), list[Stuck]()
        self.watch = LineWatch(self, self.events.append, self)

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None:
        self.standing[code, subject] = detail

    def clear(self, code: str, subject: str = "") -> None:
        self.standing.pop((code, subject), None)

    def has(self, channel: str) -> bool:
        return channel in self.ours

    def free(self, stuck: Stuck) -> None:
        self.freed.append(stuck)

    def after(self, seconds: float, *readings: Reading) -> list[str]:
        """Look `seconds` later; the facts that this led to."""
        self.now += timedelta(seconds=seconds)
        done = len(self.events)
        self.watch.look(readings, self.now)
        return [f"{event.kind} {event.data.get('state', event.data.get('channel'))}" for event in self.events[done:]]

    def each_second(self, seconds: int, readings: Iterable[Reading]) -> list[str]:
        given = tuple(readings)
        return [fact for _ in range(seconds) for fact in self.after(1, *given)]


def e1(*signals: Signal, d: DChannel = DChannel.UP) -> Reading:
    """The span with these signals; its D-channel as given."""
    return replace(E1, signals=frozenset(signals), d_channel=d)
