"""The box's own copy of every anchor, and which place was told of which: files of one folder."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from appliance.contact.recording.anchor import Anchor, decode, encode
from appliance.system.files import write_atomic

Told = dict[str, dict[str, str]]
"""When each place was told, by the anchor's name."""

_PRIVATE = 0o600


class Shelf:
    """Written by one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, anchor: Anchor) -> None:
        write_atomic(self._folder / f"{anchor.name}.json", encode(anchor), mode=_PRIVATE)

    def last(self) -> Anchor | None:
        """The newest that can be read."""
        return next(self.newest_first(), None)

    def newest_first(self) -> Iterator[Anchor]:
        for path in sorted(self._folder.glob("*-*.json"), reverse=True):
            if anchor := read(path):
                yield anchor

    def told(self) -> Told:
        try:
            told: Told = json.loads((self._folder / "told.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return told

    def note(self, anchor: Anchor, place: str, at: str, receipt: bytes) -> None:
        """`place` was told; a receipt is kept beside the anchor."""
        if receipt:
            write_atomic(self._folder / f"{anchor.name}.tsr", receipt, mode=_PRIVATE)
        told = self.told()
        told.setdefault(anchor.name, {})[place] = at
        write_atomic(self._folder / "told.json", json.dumps(told, indent=0), mode=_PRIVATE)

    def receipt(self, name: str) -> bytes | None:
        path = self._folder / f"{name}.tsr"
        return path.read_bytes() if path.exists() else None


def read(path: Path) -> Anchor | None:
    """The anchor in a file; None when it holds none."""
    try:
        return decode(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def read_all(folder: Path) -> Mapping[str, Anchor]:
    """Every anchor in a folder outside, by its file's name without the ending."""
    found = {path.stem: read(path) for path in sorted(folder.glob("*.json"))}
    return {name: anchor for name, anchor in found.items() if anchor}
