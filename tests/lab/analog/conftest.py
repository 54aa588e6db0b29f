"""One site for all tests of this folder: it takes half a minute to come up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab import site, spans
from tests.lab.site import MAIN, Site
from tests.servers.live import run

EXCHANGE = Path(__file__).parents[1] / "carrier_analog"
WIRES = "dynamic=loc,1:0,4,0\ndynamic=loc,1:1,4,0\n"
FAR = f"fxoks=5-8\n{spans.ZONE}"
GROUP = 3


@dataclass(frozen=True)
class ByHand:
    """A line that the tests themselves play the exchange of: its group here, its channel there."""

    group: int
    far: int


PLAIN, REVERSING = ByHand(13, 7), ByHand(14, 8)
DOCUMENT = f"""
[ports."{site.FIRST}/1"]
use = "line"
number = "{MAIN}"
group = {GROUP}
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


@pytest.fixture(scope="package")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A box with an analog line of the carrier's exchange, and two whose exchange the tests play."""
    with site.running(tmp_path_factory.mktemp("site"), EXCHANGE, wires=WIRES, far=FAR) as (ours, carrier):
        run(site.apply(ours, DOCUMENT), site.APPLY_SECONDS)
        run(site.name_trunk(ours, group=GROUP))
        yield ours, carrier
