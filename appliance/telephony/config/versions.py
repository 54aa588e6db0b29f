"""Rendered configurations on disk: `versions/<hash>/`, and `current`, a link that is switched in one step."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from appliance.system.files import sync_folder, write_atomic

KEPT = 20
MANIFEST = "written.json"
FILE_MODE = 0o640


class Versions:
    """The folder Asterisk sees as /etc/asterisk. The link is relative: it holds inside a sandbox too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._versions = folder / "versions"
        self._link = folder / "current"

    @property
    def current(self) -> str | None:
        """The version in force; None before the first."""
        return self._link.readlink().name if self._link.is_symlink() else None

    def files(self, version: str) -> dict[str, str]:
        """What the version's folder holds now, the manifest left out."""
        found = sorted((self._versions / version).glob("*"))
        return {path.name: path.read_text("utf-8", "replace") for path in found if path.name != MANIFEST}

    def written(self, version: str) -> dict[str, str]:
        """What was written to the version's folder, whatever has been done to it since."""
        path = self._versions / version / MANIFEST
        known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return known

    def write(self, files: Mapping[str, str]) -> str:
        """Store `files` durably and return their version; a version that is there already is made whole."""
        version = _version(files)
        place = self._versions / version
        fresh = place if place.exists() else self._versions / f".{version}"
        for name, text in files.items():
            write_atomic(fresh / name, text, mode=FILE_MODE)
        write_atomic(fresh / MANIFEST, json.dumps(dict(files), indent=1), mode=FILE_MODE)
        for path in fresh.iterdir():
            if path.name != MANIFEST and path.name not in files:
                path.unlink()
        if fresh is not place:
            fresh.rename(place)
            sync_folder(self._versions)
        return version

    def switch(self, version: str | None) -> None:
        """Make `version` the current one in one step, None none; what nobody needs any more is removed."""
        if version is None:
            self._link.unlink(missing_ok=True)
        else:
            os.utime(self._versions / version)
            temporary = self._folder / ".current"
            temporary.unlink(missing_ok=True)
            temporary.symlink_to(Path("versions") / version)
            temporary.replace(self._link)
        sync_folder(self._folder)
        self._prune()

    def keep_aside(self, version: str) -> Path:
        """Copy the version as it is now to `edited/`, named after its content; the same edit is kept once."""
        content = self.files(version)
        place = self._folder / "edited" / f"{version}-{_version(content)}"
        for name, text in content.items():
            write_atomic(place / name, text, mode=FILE_MODE)
        return place

    def _prune(self) -> None:
        by_age = sorted(self._versions.glob("[!.]*"), key=lambda place: place.stat().st_mtime_ns, reverse=True)
        for place in by_age[KEPT:]:
            if place.name != self.current:
                shutil.rmtree(place)


def _version(files: Mapping[str, str]) -> str:
    whole = "".join(f"{name} {_digest(text)}\n" for name, text in sorted(files.items()))
    return _digest(whole)[:12]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
