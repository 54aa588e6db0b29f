"""Sites whose flow begins with the node that a scenario is about."""

from typing import Any

from tests.scenarios.stage import Site

BYE = {"type": "hangup", "prompts": ["bye"]}
OTHER = {"type": "hangup", "prompts": ["other"]}
QUEUE = {"type": "queue", "queue": "sales", "timed_out": "bye"}
COLLECT = {
    "type": "collect", "prompts": ["enter"], "variable": "account", "min": 4, "max": 6, "seconds": 5, "between": 3,
    "tries": 2, "pattern": "[1-9][0-9]+", "next": "bye", "otherwise": "other",
}  # fmt: skip
LOOK_UP = {
    "type": "lookup", "host": "crm", "path": "/c?n={caller}", "answers": {"level": "customer.level"}, "seconds": 2,
    "next": "bye", "missing": "other", "error": "queue",
}  # fmt: skip


def site(start: dict[str, Any], **more: Any) -> Site:
    """A site whose flow begins with a node; `nodes` are added to bye, other and queue."""
    nodes = {"first": start, "bye": BYE, "other": OTHER, "queue": QUEUE, **more.pop("nodes", {})}
    return Site(flow={"start": "first", "nodes": nodes}, **more)
