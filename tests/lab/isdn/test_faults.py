"""What test calls over an ISDN line hear, each fault named; and nothing found where there is none."""

from typing import Any

import pytest

from appliance.control.client import ControlClient
from tests.lab import exchange, site
from tests.lab.site import LONG, MAIN, Site
from tests.servers import box
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "2061234567"
SILENT, LOOP, LOW, TONE = ("139000011" + last for last in ("71", "72", "73", "16"))
TESTED = 90.0


@pytest.fixture(scope="module")
def calling(lines: Site) -> Site:
    """The line has carried a call."""
    ours, _ = lines

    async def scene() -> None:
        opened = await site.arrived(ours, lambda: exchange.call(MAIN, CALLER))
        async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)

    run(scene(), 300.0)
    return lines


async def asked(ours: box.Box, command: str, **args: Any) -> list[str]:
    """The causes that are named; a test call takes its time."""
    async with ControlClient(ours.paths.engine_socket, limit=TESTED) as engine:
        shown: dict[str, Any] = await engine.call(command, **args)
    return [found["code"] for found in shown["findings"]]


@pytest.mark.parametrize(
    ("number", "found"),
    [(TONE, []), (LOW, ["level-low"]), (LOOP, ["call-echo"]), (SILENT, [])],
)
def test_what_a_test_call_hears(calling: Site, number: str, found: list[str]) -> None:
    ours, _ = calling
    assert run(asked(ours, "span.test", span="1", number=number), 200.0) == found
