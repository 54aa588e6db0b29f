"""A dry run in which everything happens that a path can tell of."""

from typing import Any, TypeAlias

Note: TypeAlias = dict[str, Any]


def stop(node: str, kind: str, *notes: Note, flow: str = "main", said: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"flow": flow, "node": node, "type": kind, "said": list(said), "notes": list(notes)}


def key(pressed: str, *, accepted: bool = False) -> Note:
    return {"what": "key", "key": pressed, "accepted": accepted}


PATH = {
    "flow": "main",
    "version": 3,
    "path": [
        stop("welcome", "play", said=("welcome", "notice")),
        stop("speak", "language", {"what": "language", "language": "en"}),
        stop(
            "menu",
            "menu",
            key(""),
            key("7"),
        ),
        stop("menu", "menu", key("2", accepted=True), said=("main-menu",)),
        stop(
            "ask",
            "collect",
            {"what": "collected", "variable": "account", "digits": 2, "value": "12", "accepted": False},
            {"what": "collected", "variable": "account", "digits": 6, "value": "…", "accepted": True},
            flow="account",
        ),
        stop(
            "find",
            "lookup",
            {"what": "lookup", "host": "crm", "outcome": "answered", "took_ms": 41},
            {"what": "stored", "values": {"level": "gold", "name": "李雷"}},
        ),
        stop("rate", "survey", {"what": "survey", "question": "liked", "answer": "5"}),
        stop("hours", "hours", {"what": "alarm", "reason": "calendar-unknown", "about": "gone"}),
        stop("sales", "queue", {"what": "queue", "queue": "sales", "priority": 3}),
        stop("over", "hangup", {"what": "end", "closed_hours": False}),
    ],
}
