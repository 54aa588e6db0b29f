"""Who sees what of the picture: by rights, queues and teams, with numbers masked where the right to them lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appliance.contact.notices.model import Notice
from appliance.daemons.live.messages import AGENT, QUEUE, Entry, Key
from appliance.desk.people.masking import masked

BOARD, WATCH, MISSED, HEALTH, LINES = "boards.see", "live.see", "missed.see", "health.see", "lines.see"
"""Rights: figures of queues and states of agents; beside them who talks with whom, and who waits; who was missed; how
the box is; its lines."""
MINDED: Mapping[str, str] = {"missed": MISSED, "alarms": HEALTH, "calls": HEALTH, "lines": LINES}
"""The right with which one is told that something has changed."""

HIDDEN: Mapping[str, Any] = {
    "calls": (),
    "monitor": None,
    "today": None,
    "skills": {},
    "phone": "",
    "next_pause": "",
    "leaving": False,
}
"""What a board shows of an agent's entry in the place of what is nobody's business there."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A reader: None as queues or teams is all of them. `agent` is the reader's own number, "" for none."""

    person: str
    session: str = ""
    agent: str = ""
    rights: frozenset[str] = frozenset()
    queues: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    masked: bool = True
    language: str = "zh"

    def sees(self, key: Key, entry: Entry) -> Entry | None:
        """The entry as this reader may see it; None for what is to be hidden."""
        what, _ = key
        if what == QUEUE:
            return entry if self._board and self._queue(entry["queue"]) else None
        if what == AGENT:
            return self._agent(entry)
        if WATCH not in self.rights or not self._queue(entry["queue"]):
            return None
        return {**entry, "number": masked(entry["number"])} if self.masked else entry

    def hears(self, notice: Notice) -> bool:
        """Whether a notice is for this reader: as an agent, or as who watches agents."""
        return not notice.agents or self.agent in notice.agents or WATCH in self.rights

    def minds(self, what: str) -> bool:
        """Whether this reader is told that something of that kind has changed."""
        return MINDED[what] in self.rights

    @property
    def _board(self) -> bool:
        return BOARD in self.rights or WATCH in self.rights

    def _queue(self, name: str) -> bool:
        return self.queues is None or name in self.queues

    def _agent(self, entry: Entry) -> Entry | None:
        own = bool(self.agent) and entry["agent"] == self.agent
        if not own and not (self._board and (self.teams is None or entry["team"] in self.teams)):
            return None
        if not own and WATCH not in self.rights:
            return {**entry, **HIDDEN, "calls": []}
        seen = {**entry, "monitor": _to_the_agent(entry["monitor"])} if own else entry
        return {**seen, "calls": [self._call(call) for call in entry["calls"]]} if self.masked else seen

    def _call(self, call: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**call, "number": masked(call["number"])}


def _to_the_agent(monitor: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """As much of a supervisor in the own call as the rule lets the agent know."""
    if monitor is None or not monitor["shown"] or monitor["since"] is None:
        return None
    return {**monitor, "person": "", "phone": ""}
