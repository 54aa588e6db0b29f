"""The lines, watched: each look becomes conditions, facts, alarms and counts."""

from collections.abc import Iterable
from datetime import datetime

from appliance.node.lines import events as facts
from appliance.node.lines import tally
from appliance.node.lines.condition import gone, judged
from appliance.node.lines.model import Condition, Quarter, Reading, State, Stuck
from appliance.node.lines.ports import Alarms, Calls, Record
from appliance.node.lines.quality import ERRORS, SLIPPING, complaints
from appliance.node.lines.stuck import Key, overdue, taken

BY_STATE = {State.ALARM: "span-alarm", State.SIGNALLING: "d-channel-down", State.GONE: "span-gone"}
STUCK, PORTS_OUT, BLOCKED = "channel-stuck", "ports-out", "channels-blocked"


class LineWatch:
    """`look` is called with every reading of all spans, in order of time."""

    def __init__(self, alarms: Alarms, record: Record, calls: Calls) -> None:
        self._alarms, self._record, self._calls = alarms, record, calls
        self._conditions: dict[int, Condition] = {}
        self._looked: datetime | None = None
        self._stuck: dict[Key, Stuck] = {}
        self._told: dict[Key, Stuck] = {}
        self._unsaved: dict[tuple[str, datetime], tally.Counts] = {}
        self._lately: dict[tuple[str, datetime], tally.Counts] = {}

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every span that was ever seen, in the order of their numbers."""
        return tuple(self._conditions[number] for number in sorted(self._conditions))

    def find(self, span: str) -> Condition | None:
        """The span of that number or name."""
        return next((one for one in self.conditions if span in (str(one.reading.number), one.reading.name)), None)

    @property
    def stuck(self) -> tuple[Stuck, ...]:
        """The channels that were found stuck and are so still."""
        return tuple(self._told.values())

    def look(self, readings: Iterable[Reading], now: datetime) -> None:
        """Take what was read of all spans."""
        present = {reading.number: reading for reading in readings}
        for number, before in list(self._conditions.items()):
            if number not in present:
                self._span(before, gone(before, now), now)
        for number, reading in sorted(present.items()):
            known = self._conditions.get(number)
            self._span(known, judged(known, reading, now), now)
        self._free(present.values(), now)
        self._looked = now

    def lately(self, span: str) -> tally.Counts:
        """What was counted of a span in this quarter of an hour and the one before."""
        counts: tally.Counts = {}
        for (name, _), more in self._lately.items():
            counts = tally.together(counts, more) if name == span else counts
        return counts

    def unsaved(self) -> tuple[Quarter, ...]:
        """What was counted since the last time, for the history; give it back to `again` if it cannot be kept."""
        taken_, self._unsaved = self._unsaved, {}
        return tuple(Quarter(span, start, counts) for (span, start), counts in taken_.items())

    def again(self, quarters: Iterable[Quarter]) -> None:
        for quarter in quarters:
            _put(self._unsaved, quarter)

    def _span(self, before: Condition | None, after: Condition, now: datetime) -> None:
        self._conditions[after.reading.number] = after
        self._count(before, after, now)
        if before is None or (before.state, before.reading.signals) != (after.state, after.reading.signals):
            self._record(facts.state(after, now, before))
        self._alarm(after, now)

    def _count(self, before: Condition | None, after: Condition, now: datetime) -> None:
        if before is None or self._looked is None:
            return
        quarters = [*tally.spent(before, self._looked, now), tally.counted(before.reading, after.reading, now)]
        if after.state is State.ALARM and before.state is not State.ALARM:
            quarters.append(Quarter(after.reading.name, tally.quarter_of(now), {"alarms": 1}))
        for quarter in quarters:
            _put(self._unsaved, quarter)
            _put(self._lately, quarter)

    def _alarm(self, condition: Condition, now: datetime) -> None:
        reading = condition.reading
        subject, signals = str(reading.number), ", ".join(sorted(reading.signals))
        for state, code in BY_STATE.items():
            self._tell(code, subject, condition.state is state, f"{reading.name} {signals}".strip())
        ports = ", ".join(map(str, reading.ports_out))
        self._tell(PORTS_OUT, subject, bool(ports) and condition.state is not State.GONE, ports)
        blocked = ", ".join(map(str, sorted(reading.blocked)))
        self._tell(BLOCKED, subject, bool(blocked), blocked)
        found = self._complaints(reading.name, now)
        for code in (SLIPPING, ERRORS):
            self._tell(code, subject, code in found, found.get(code, ""))

    def _complaints(self, span: str, now: datetime) -> dict[str, str]:
        """Of this quarter and the one before, so that an alarm does not go only because a new quarter begins."""
        this = tally.quarter_of(now)
        for key in [key for key in self._lately if key[1] < this - tally.QUARTER]:
            del self._lately[key]
        quarters = (self._lately.get((span, start), {}) for start in (this - tally.QUARTER, this))
        return {code: why for counts in quarters for code, why in complaints(counts).items()}

    def _tell(self, code: str, subject: str, wrong: bool, detail: str) -> None:
        if wrong:
            self._alarms.raise_(code, subject, detail)
        else:
            self._alarms.clear(code, subject)

    def _free(self, readings: Iterable[Reading], now: datetime) -> None:
        self._stuck = taken(self._stuck, readings, self._calls.has, now)
        for key, stuck in list(self._told.items()):
            if key not in self._stuck:
                del self._told[key]
                self._record(facts.freed(stuck, now))
                self._alarms.clear(STUCK, str(stuck.number))
        for stuck in overdue(self._stuck, now):
            if (key := (stuck.number, stuck.channel)) not in self._told:
                self._told[key] = stuck
                self._record(facts.found(stuck, now))
                self._alarms.raise_(STUCK, str(stuck.number), stuck.channel)
                self._calls.free(stuck)


def _put(into: dict[tuple[str, datetime], tally.Counts], quarter: Quarter) -> None:
    key = quarter.span, quarter.start
    into[key] = tally.together(into.get(key, {}), quarter.counts)
