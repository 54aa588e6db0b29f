"""Flow documents: a good one of every node type, and the random kind."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from appliance.contact.ivr.calendar import Calendar
from appliance.contact.ivr.model import Flow, QueueState

GOOD: dict[str, dict[str, Any]] = {
    "play": {"type": "play", "prompts": ["notice"], "next": "bye", "whole": True},
    "menu": {
        "type": "menu",
        "prompts": ["main-menu"],
        "keys": {"1": "queue", "#": "bye"},
        "otherwise": "bye",
        "seconds": 5,
        "tries": 2,
        "wrong_key": ["wrong"],
        "no_key": ["silence"],
    },
    "hours": {"type": "hours", "spans": ["mon-fri 09:00-18:00"], "open": "menu", "closed": "bye"},
    "queue": {"type": "queue", "queue": "sales", "timed_out": "bye", "priority": 3, "prompts": ["please-wait"]},
    "message": {"type": "message", "prompts": ["greeting", "beep"], "next": "bye", "seconds": 60},
    "bye": {"type": "hangup", "prompts": ["goodbye"], "closed_hours": True},
}


@dataclass
class StillSite:
    """Surroundings of a flow that say what they are told to."""

    flows: dict[str, Flow] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    on: set[str] = field(default_factory=set)
    queues: dict[str, QueueState] = field(default_factory=dict)

    def flow(self, name: str, version: int = 0) -> Flow | None:
        return self.flows.get(name)

    def calendar(self, name: str) -> Calendar | None:
        return self.calendars.get(name)

    def listed(self, list_: str, number: str) -> bool:
        return number in self.lists.get(list_, ())

    def switch(self, name: str) -> bool:
        return name in self.on

    def queue(self, name: str, now: datetime) -> QueueState | None:
        return self.queues.get(name)


def document(start: str = "menu", /, **nodes: Any) -> dict[str, Any]:
    """A document whose nodes are the good ones, changed and added to by `nodes`; None takes one out."""
    merged = {**GOOD, **nodes}
    return {"start": start, "nodes": {name: node for name, node in merged.items() if node is not None}}


NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
PROMPTS = st.lists(st.sampled_from(["one", "two"]), max_size=2)
NODES = st.one_of(
    st.fixed_dictionaries({"type": st.just("play"), "prompts": PROMPTS, "next": NAMES, "whole": st.booleans()}),
    st.fixed_dictionaries(
        {
            "type": st.just("menu"),
            "prompts": PROMPTS,
            "keys": st.dictionaries(st.sampled_from("123#"), NAMES, min_size=1, max_size=3),
            "otherwise": NAMES,
            "tries": st.integers(1, 3),
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.just("hours"),
            "spans": st.lists(st.sampled_from(["daily 00:00-00:00", "mon 09:00-17:00", "fri-sun 22:00-02:00"])),
            "open": NAMES,
            "closed": NAMES,
        }
    ),
    st.fixed_dictionaries(
        {"type": st.just("queue"), "queue": st.just("sales"), "timed_out": NAMES, "prompts": PROMPTS}
    ),
    st.fixed_dictionaries({"type": st.just("message"), "prompts": PROMPTS, "next": NAMES}),
    st.fixed_dictionaries({"type": st.just("hangup")}, optional={"prompts": PROMPTS}),
)
DOCUMENTS = st.fixed_dictionaries({"start": NAMES, "nodes": st.fixed_dictionaries(dict.fromkeys("abcde", NODES))})
"""Documents that parse, whatever else is wrong with them."""
