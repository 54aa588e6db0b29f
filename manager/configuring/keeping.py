"""A change on its way: shown by the engine first, then made by it, noted, and brought to Asterisk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash

from appliance.errors import Refusal
from manager.configuring.saying import Changed, differences
from manager.present import language, me
from manager.wiring import console
from manager.words import t

WITHIN = 60.0
"""Seconds that a change of everything may take."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be put: documents (None ends one) with typed passwords, seen as of the change `since`."""

    since: int
    documents: Mapping[str, Mapping[str, Mapping[str, Any] | None]]
    passwords: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def shown(wish: Wish) -> list[Changed]:
    """What it would change; raises what the engine refuses."""
    return differences(_proposed(wish, dry_run=True)[0])


def kept(wish: Wish, reason: str) -> int:
    """Make the change; its number, 0 if nothing differed. Raises what the engine refuses."""
    parts, result = _proposed(wish, reason=reason)
    if not result or not result.get("done"):
        return 0
    follow("settings.change", parts, int(result["change"]), reason)
    return int(result["change"])


def follow(act: str, parts: list[Any], change: int, reason: str) -> None:
    """Note a change that was made, and let Asterisk have it."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one in parts:
        for name, (old, new) in (one.get("fields") or {}).items():
            before[f"{one['kind']}.{one['key']}.{name}"] = old
            after[f"{one['kind']}.{one['key']}.{name}"] = new
    console().notes.note(act, f"{change}", reason=reason, before=before, after=after)
    _apply(reason)


def _apply(reason: str) -> None:
    """Files of Asterisk follow; where they cannot, the page says so: what calls read is in force already."""
    try:
        done = console().ask("jobs", "config.apply", within=WITHIN, reason=reason, overwrite_edits=False) or {}
    except Refusal as refusal:
        said = refusal.sentence(language())
        flash(t("settings.not-in-asterisk", why=f"{said.what} {said.next}"), "warning")
        return
    if done.get("restart_needed"):
        flash(t("settings.restart-needed"), "warning")


def _proposed(wish: Wish, **more: Any) -> tuple[list[Any], Any]:
    return console().gather(
        "engine",
        "config.propose",
        within=WITHIN,
        since=wish.since,
        documents={kind: dict(bodies) for kind, bodies in wish.documents.items()},
        passwords={kind: dict(bodies) for kind, bodies in wish.passwords.items()},
        by=me().person.login,
        **more,
    )
