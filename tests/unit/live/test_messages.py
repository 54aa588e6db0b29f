"""Both sides of the WebSocket speak of the same messages."""

import os
from pathlib import Path

from tests.unit.live.typescript import mirror

MIRROR = Path("manager/frontend/src/messages.ts")


def test_the_browser_knows_exactly_the_messages_that_are_sent() -> None:
    if os.environ.get("CALLSTEAD_WRITE_GOLDEN"):
        MIRROR.write_text(mirror())
    assert MIRROR.read_text() == mirror()
