"""The path of a dry run as a person reads it: a line for each node, and below it what was heard and what came of it."""

from collections.abc import Mapping
from typing import Any

from appliance.cli.shown import plain
from appliance.cli.words import Words


def path_text(result: Mapping[str, Any], said: Words) -> str:
    """The whole path; nodes of sub-flows are named with their flow."""
    lines: list[str] = []
    for stop in result["path"]:
        name = stop["node"] if stop["flow"] == result["flow"] else f"{stop['flow']}/{stop['node']}"
        lines.append(f"{name} ({stop['type']})")
        if stop["said"]:
            lines.append(f"  {said.text('text', 'heard', prompts=' '.join(stop['said']))}")
        lines += [f"  {_note(note, said)}" for note in stop["notes"]]
    return "\n".join(lines)


def _note(note: Mapping[str, Any], said: Words) -> str:
    what = str(note["what"])
    if what == "key" and not note["key"]:
        return said.text("path", "silence")
    if what in ("key", "collected") and not note["accepted"]:
        return said.text("path", f"{what}_wrong", **note)
    shown = {key: plain(value) for key, value in note.items()}
    return said.text("path", what, **shown)
