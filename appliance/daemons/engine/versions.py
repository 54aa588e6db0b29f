"""States of the configuration compared, taken back, and laid out as one readable tree. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from appliance.store.documents import Body
from appliance.store.history import State, Step

SECRETS = frozenset(
    {
        ("phone", "secret"),
        ("agent", "pin"),
        ("voicemail-box", "pin"),
        ("mail-server", "password"),
        ("lookup-host", "token"),
        ("openid-provider", "secret"),
        ("ldap-directory", "password"),
        ("webhook", "secret"),
    }
)
"""Fields, by kind, whose values are sealed by the box's key."""
LINES = "lines"
Bodies = dict[tuple[str, str], Body | None]


def difference(before: State, after: State) -> list[dict[str, Any]]:
    """Each document that differs, with the fields that do; secrets only say that they differ."""
    found = []
    for kind, key in sorted(before.keys() | after.keys()):
        old, new = before.get((kind, key)), after.get((kind, key))
        if old != new:
            what = "added" if old is None else "removed" if new is None else "changed"
            found.append({"kind": kind, "key": key, "what": what, "fields": _fields(kind, old or {}, new or {})})
    return found


def undone(steps: Iterable[Step], before: State, after: State, now: State) -> tuple[Bodies, list[str]]:
    """What takes the change of those `steps` back, and which of its documents have been changed again since."""
    bodies: Bodies = {}
    again = []
    for at in ((step.kind, step.key) for step in steps):
        bodies[at] = before.get(at)
        if now.get(at) != after.get(at):
            again.append(".".join(at))
    return bodies, sorted(again)


def towards(now: State, wanted: State, *, keep: bool = False) -> Bodies:
    """What makes `wanted` of `now`; with `keep` what is not wanted stays."""
    bodies: Bodies = {at: body for at, body in wanted.items() if now.get(at) != body}
    if not keep:
        bodies |= dict.fromkeys(now.keys() - wanted.keys())
    return bodies


def without_lines(bodies: Bodies) -> tuple[Bodies, bool]:
    """What is left without the document of lines, and whether that was among them.

    What lines are in force is a matter of drivers and files too: it changes by `lines apply` and `lines undo` only.
    """
    left = {(kind, key): body for (kind, key), body in bodies.items() if kind != LINES}
    return left, len(left) < len(bodies)


def applied(now: State, bodies: Bodies) -> State:
    """`now` with the bodies in place."""
    merged: dict[tuple[str, str], Body | None] = {**now, **bodies}
    return {at: body for at, body in merged.items() if body is not None}


def numbered(bodies: Bodies, now: State) -> Bodies:
    """A flow that becomes another one counts on: the number of a flow's version is never used for two documents."""
    result = dict(bodies)
    for (kind, key), body in bodies.items():
        present = now.get((kind, key))
        if kind == "flow" and body is not None and present is not None:
            same = body.get("document") == present.get("document")
            version = int(present.get("version", 0))
            result[kind, key] = {**body, "version": version if same else max(version, int(body["version"])) + 1}
    return result


def without_secrets(kind: str, body: Body) -> Body:
    return {name: value for name, value in body.items() if (kind, name) not in SECRETS}


def with_secrets(state: State, now: State) -> State:
    """Documents whose secrets were left out keep the present ones."""
    return {(kind, key): _kept(kind, now.get((kind, key)), body) for (kind, key), body in state.items()}


def masked(kind: str, body: Body) -> Body:
    return {name: "…" if (kind, name) in SECRETS else value for name, value in body.items()}


def _kept(kind: str, present: Body | None, body: Body) -> Body:
    kept = {name: value for name, value in (present or {}).items() if (kind, name) in SECRETS}
    return {**kept, **body}


def _fields(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    shown_old, shown_new = masked(kind, old), masked(kind, new)
    return {
        name: [shown_old.get(name), shown_new.get(name)]
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }
