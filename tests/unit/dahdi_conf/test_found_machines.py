"""Every machine that detection knows, proposed for, planned and rendered: from the kernel's words to DAHDI's files."""

from pathlib import Path

import pytest

from dahdi_conf.cards import catalogue
from dahdi_conf.detect import detect
from dahdi_conf.intent import Signalling
from dahdi_conf.model import Hardware
from dahdi_conf.plan import pinned, plan
from dahdi_conf.proposal import Answers, propose
from dahdi_conf.render import render
from dahdi_conf.scan import scan
from dahdi_conf.verify import verify
from tests.fakes.hardware import build
from tests.unit.dahdi_conf.dahdi_cfg import configured

TREES = sorted((Path(__file__).parents[2] / "data" / "hardware").glob("*.txt"))
ANSWERS = Answers("cn", Signalling.PRI, ("02161230000-02161230099",))


@pytest.fixture(params=TREES, ids=lambda tree: tree.stem)
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Hardware:
    tree = request.param.read_text("utf-8").partition("\n-----\n")[0]
    return detect(scan(build(tree, tmp_path)), catalogue())


def test_three_answers_are_enough(found: Hardware) -> None:
    intent = propose(found, ANSWERS)
    made = plan(found, intent)
    assert [item for item in verify(found, intent, made) if item.blocks] == []
    channels = configured(render(made)["dahdi/system.conf"])
    assert {channel for line in made.spans for channel in line.bearers} <= channels.keys()
    assert render(plan(found, pinned(intent, made))) == render(made)


def test_lines_that_have_their_numbers_keep_them(found: Hardware) -> None:
    made = plan(found, propose(found, ANSWERS))
    for _, span in found.spans():
        pin = made.pins.get(span.identity)
        if span.number and pin and pin.channels == span.channels:
            assert (pin.number, pin.base) == (span.number, span.base)
