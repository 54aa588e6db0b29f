"""One site for all tests of this folder: it takes half a minute to come up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab import site, spans
from tests.lab.site import MAIN, Site
from tests.servers import box
from tests.servers.live import run

EXCHANGE = Path(__file__).parents[1] / "carrier_analog"
WIRES = "dynamic=loc,1:0,4,0\ndynamic=loc,1:1,4,0\n"
FAR = f"fxoks=5,7-8\nfxsks=6\n{spans.ZONE}"
GROUP, TELEPHONE = 3, "8103"


@dataclass(frozen=True)
class ByHand:
    """A line that the tests themselves play the exchange of: its channel there, and a number to which it leads."""

    group: int
    far: int
    out: str = ""


PLAIN, REVERSING = ByHand(13, 7), ByHand(14, 8, "13700001116")
DOCUMENT = f"""
[ports."{site.FIRST}/1"]
use = "line"
number = "{MAIN}"
group = {GROUP}
echo_cancel = false

[ports."{site.FIRST}/2"]
use = "phone"
number = "{TELEPHONE}"
echo_cancel = false

[ports."{site.FIRST}/3"]
use = "line"
number = "{MAIN}"
group = {PLAIN.group}
caller_id = "dtmf"
caller_id_start = "before"
echo_cancel = false

[ports."{site.FIRST}/4"]
use = "line"
number = "{MAIN}"
group = {REVERSING.group}
caller_id = "dtmf"
caller_id_start = "polarity"
answer_on_polarity = true
hangup_on_polarity = true
echo_cancel = false
"""


async def leads_out(ours: box.Box) -> None:
    """Calls to 137 leave by the line that reverses, all others by the other."""
    async with ours.engine() as engine:
        await engine.call("route.set", route="reversing", changes={"to": ["137"], "via": ["reversing"]})
        await engine.call("route.set", route="all", changes={"to": ["*"], "via": [site.TRUNK], "order": 20})


@pytest.fixture(scope="package")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A box with an analog line and a telephone, and the carrier's exchange, which also plays who sits at that."""
    with site.running(tmp_path_factory.mktemp("site"), EXCHANGE, wires=WIRES, far=FAR) as (ours, carrier):
        # A telephone is plugged in where there is a line: before that it would take the box's first bits for a ring.
        carrier.stop()
        run(site.apply(ours, DOCUMENT), site.APPLY_SECONDS)
        run(site.name_trunk(ours, group=GROUP))
        run(site.name_trunk(ours, "reversing", REVERSING.group))
        run(leads_out(ours))
        carrier.start()
        yield ours, carrier
