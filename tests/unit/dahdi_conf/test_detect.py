"""What is found in each machine of tests/data/hardware: the tree above the line, what must be found below it.

`CALLSTEAD_WRITE_GOLDEN=1` writes what is found into the files; the difference is then read and committed by hand.
"""

import os
from pathlib import Path

import pytest

from dahdi_conf.cards import catalogue
from dahdi_conf.detect import detect
from dahdi_conf.model import Hardware
from dahdi_conf.scan import scan
from tests.fakes.hardware import build
from tests.unit.dahdi_conf.told import told

LAYOUTS = sorted((Path(__file__).parents[2] / "data/hardware").glob("*.txt"))
LINE = "\n-----\n"


def find(text: str, root: Path) -> Hardware:
    return detect(scan(build(text, root)), catalogue())


@pytest.mark.parametrize("file", LAYOUTS, ids=lambda file: file.stem)
def test_what_is_found(file: Path, tmp_path: Path) -> None:
    tree, _, expected = file.read_text("utf-8").partition(LINE)
    found = told(find(tree, tmp_path)) or "nothing"
    if os.environ.get("CALLSTEAD_WRITE_GOLDEN"):
        file.write_text(f"{tree.rstrip()}{LINE}{found}\n", "utf-8")
    else:
        assert found == expected.strip()


def test_there_are_layouts_enough() -> None:
    assert len(LAYOUTS) >= 25


def spans(name: str, root: Path) -> dict[str, tuple[str, int]]:
    tree = next(file for file in LAYOUTS if file.stem == name).read_text("utf-8").partition(LINE)[0]
    return {span.identity: (span.kind.value, span.channels) for _, span in find(tree, root).spans()}


@pytest.mark.parametrize(("before", "after"), [("quad-e1", "quad-e1-moved"), ("switches", "switches-swapped")])
def test_spans_keep_their_identity_when_a_card_moves(before: str, after: str, tmp_path: Path) -> None:
    assert spans(before, tmp_path / "before") == spans(after, tmp_path / "after")


def test_a_card_without_a_number_keeps_its_slot_when_the_buses_are_counted_anew(tmp_path: Path) -> None:
    before, after = spans("no-serial", tmp_path / "before"), spans("no-serial-renumbered", tmp_path / "after")
    assert before.items() <= after.items()
    assert before
