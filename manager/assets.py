"""Files for browsers: what the build has left, by the names in its manifest, and what is committed, by its hash."""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for

BUILT = "built"
MANIFEST = "manifest.json"


class Assets:
    """Addresses of files below the static folder, each with a mark that changes with its content."""

    def __init__(self, static: Path) -> None:
        self._static = static
        self._hash = cache(self._digest)

    def built(self, name: str) -> str | None:
        """The address of something the build makes, such as `console.js`; None when it was not built."""
        file = self._names().get(name)
        return url_for("static", filename=f"{BUILT}/{file}") if file else None

    def kept(self, name: str) -> str:
        """The address of a committed file."""
        return url_for("static", filename=name, v=self._hash(name))

    def _names(self) -> dict[str, str]:
        path = self._static / BUILT / MANIFEST
        try:
            stamp = path.stat().st_mtime_ns
        except FileNotFoundError:
            return {}
        return _manifest(path, stamp)

    def _digest(self, name: str) -> str:
        return hashlib.sha256((self._static / name).read_bytes()).hexdigest()[:12]


@cache
def _manifest(path: Path, stamp: int) -> dict[str, str]:
    """The manifest as it was at `stamp`; a new build is a new stamp."""
    names: dict[str, str] = json.loads(path.read_text("utf-8"))
    return names


def offer(app: Flask) -> None:
    """Make `built` and `kept` known to templates."""
    assets = Assets(Path(app.static_folder or ""))
    app.jinja_env.globals.update(built=assets.built, kept=assets.kept)
