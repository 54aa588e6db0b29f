"""What a browser must load before an agent can work."""

import gzip
import json

from tests.servers.pages import BUILT

MOST_KB = 700
DESK = ("console.css", "console.js", "desk.css", "desk.js", "icons.svg")


def test_the_desktop_is_light() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    files = [*(BUILT / manifest[name] for name in DESK), *BUILT.glob("part-*.js")]
    assert len(files) > len(DESK), "the telephone is in a part of its own"
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < MOST_KB * 1024
