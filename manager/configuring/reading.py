"""What is configured, as the engine tells it, for whoever asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.desk.people.rights import ROLES
from appliance.desk.settings.known import KINDS
from appliance.desk.settings.model import Field, Kind
from appliance.errors import Refusal
from manager.errors import NotAllowed, NotThere
from manager.present import me
from manager.wiring import console
from manager.words import t

ALWAYS = {"retention": ("standard", "complaint", "voicemail", "fax"), "music": ("default",)}
"""Documents that a box has without anybody having written them."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything configured that the person may see, after the change `change`; passwords are not in it.

    `hidden` are the kinds and names of what the person may not see: those names are taken all the same."""

    change: int
    bodies: Mapping[str, Mapping[str, Mapping[str, Any]]]
    hidden: frozenset[tuple[str, str]] = frozenset()

    def taken(self, kind: str, key: str) -> bool:
        """Whether there is a document of that name, seen or not."""
        return key in self.of(kind) or (kind, key) in self.hidden

    def of(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        return self.bodies.get(kind, {})

    def everything(self) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
        return ((kind, key, body) for kind, bodies in self.bodies.items() for key, body in bodies.items())


def known(name: str) -> Kind:
    """The kind of that name; raises NotThere."""
    if (kind := KINDS.get(name)) is None:
        raise NotThere()
    return kind


def documents(at: str = "") -> Documents:
    """What is configured now, or as of a change."""
    parts, result = console().gather("engine", "config.show", at=at or None)
    bodies: dict[str, dict[str, Mapping[str, Any]]] = {}
    hidden = set()
    for part in parts:
        if visible(part["kind"], part["key"], part["body"]):
            bodies.setdefault(part["kind"], {})[part["key"]] = part["body"]
        else:
            hidden.add((part["kind"], part["key"]))
    return Documents(int((result or {}).get("change", 0)), bodies, frozenset(hidden))


def visible(kind: str, key: str, body: Mapping[str, Any]) -> bool:
    """Whether a document is within the scope of who asks."""
    scope = me().person.scope
    if kind == "queue":
        return scope.queue(key)
    return scope.team(str(body.get("team", ""))) if kind == "agent" else True


def may_change(kind: Kind) -> bool:
    """Whether who asks may change documents of the kind: somebody with a scope changes queues and agents only."""
    who = me()
    scoped = who.person.scope.queues is not None or who.person.scope.teams is not None
    if scoped and kind.name not in ("queue", "agent"):
        return False
    return any(who.may(right) for right in kind.rights)


def refuse_kind(kind: Kind) -> None:
    """Raises NotAllowed for who may change nothing of the kind."""
    if not may_change(kind):
        raise NotAllowed(right=kind.rights[0])


def refuse_change(kind: Kind, key: str, body: Mapping[str, Any]) -> None:
    """Raises NotAllowed for who may not make that of a document."""
    if not may_change(kind) or not visible(kind.name, key, body):
        raise NotAllowed(right=kind.rights[0])


def options(field: Field, there: Documents, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """(name, how people call it) of what a field may name; what it names already is among them."""
    kind = KINDS.get(field.of)
    called = kind.called if kind else ""
    found = dict.fromkeys((*field.extra, *ALWAYS.get(field.of, ())), "")
    found |= {key: str(body.get(called, "")) for key, body in there.of(field.of).items()}
    if field.of == "trunk":
        found |= dict.fromkeys(there.of("trunk-group"), "")
    if field.of == "role":
        found |= role_titles()
    if field.of == "prompt":
        found |= {name: text for name, text in prompts().items() if name not in found}
    found |= {name: "" for name in chosen if name and name not in found}
    return sorted(found.items())


def role_titles() -> dict[str, str]:
    """Every role with what it is called; roles are no documents."""
    own = {name: t(f"role.{name}") for name in ROLES}
    return own | {role.name: role.title for role in console().roles.all()}


def prompts() -> dict[str, str]:
    """Every prompt there is; none while nobody answers who knows those that came with the box."""
    try:
        rows = console().ask("jobs", "prompt.list") or ()
    except Refusal:
        return {}
    return {str(row["prompt"]): str(row.get("text") or "") for row in rows if isinstance(row, dict) and "prompt" in row}
