"""A change on its way: shown by the engine first, then made by it, noted, and brought to Asterisk."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash

from appliance.errors import Refusal
from manager.asked import written
from manager.configuring.saying import Changed, differences
from manager.present import actor, language
from manager.wiring import console
from manager.words import t

WITHIN = 120.0
"""Seconds that a change of everything may take."""
LONGEST_REASON = 500
PIECE = 200_000
"""Bytes of documents in one line of the control socket, which may become three times that in the writing."""
MOST_NOTED = 400
"""Fields before and after that one entry of the audit trail holds; the history has all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be put: documents (None ends one) with typed passwords, seen as of the change `since`."""

    since: int
    documents: Mapping[str, Mapping[str, Mapping[str, Any] | None]]
    passwords: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def reason_given() -> str:
    """The reason that a form gives, "" for none; raises TextTooLong."""
    return written("reason", LONGEST_REASON)


def shown(wish: Wish) -> list[Changed]:
    """What it would change; raises what the engine refuses."""
    return differences(proposed(wish, dry_run=True)[0])


def kept(wish: Wish, reason: str, act: str = "settings.change", **about: Any) -> int:
    """Make the change; its number, 0 if nothing differed. Raises what the engine refuses."""
    parts, result = proposed(wish, reason=reason)
    if not result or not result.get("done"):
        return 0
    follow(act, parts, int(result["change"]), reason, **about)
    return int(result["change"])


def follow(act: str, parts: list[Any], change: int, reason: str, **about: Any) -> None:
    """Note a change that was made, and let Asterisk have it; the page says what does not follow at once."""
    for warning in brought(act, parts, change, reason, **about):
        flash(warning, "warning")


def brought(act: str, parts: list[Any], change: int, reason: str, **about: Any) -> list[str]:
    """The same for whoever has no page: what does not follow at once, in words."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one in parts:
        for name, (old, new) in (one.get("fields") or {}).items():
            before[f"{one['kind']}.{one['key']}.{name}"] = old
            after[f"{one['kind']}.{one['key']}.{name}"] = new
    if len(after) > MOST_NOTED:
        before, after = {}, {"documents": len(parts), "fields": len(after)}
    console().notes.note(act, f"{change}", reason=reason, before=before, after=after | about)
    return list(_applied(reason))


def _applied(reason: str) -> Iterator[str]:
    """Files of Asterisk follow; where they cannot, that is said: what calls read is in force already."""
    try:
        done = console().ask("jobs", "config.apply", within=WITHIN, reason=reason, overwrite_edits=False) or {}
    except Refusal as refusal:
        said = refusal.sentence(language())
        yield t("settings.not-in-asterisk", why=f"{said.what} {said.next}")
        return
    if done.get("restart_needed"):
        yield t("settings.restart-needed")


def proposed(wish: Wish, **more: Any) -> tuple[list[Any], Any]:
    """What the engine says of it: the differences, and what was done. Raises what it refuses."""
    *pieces, last = _pieces(wish)
    names: dict[str, Any] = {}
    for documents, passwords in pieces:
        names = console().ask("engine", "config.stage", documents=documents, passwords=passwords, **names)
    documents, passwords = last
    given = {"documents": documents, "passwords": passwords, "by": actor().who}
    return console().gather("engine", "config.propose", within=WITHIN, since=wish.since, **given, **names, **more)


def _pieces(wish: Wish) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The documents with their passwords, in pieces of which each goes into a line of the control socket."""
    pieces: list[tuple[dict[str, Any], dict[str, Any]]] = [({}, {})]
    size = 0
    for kind, bodies in wish.documents.items():
        for key, body in bodies.items():
            size += len(json.dumps(body))
            if size > PIECE:
                pieces, size = [*pieces, ({}, {})], 0
            pieces[-1][0].setdefault(kind, {})[key] = body
            if typed := wish.passwords.get(kind, {}).get(key):
                pieces[-1][1].setdefault(kind, {})[key] = dict(typed)
    return pieces
