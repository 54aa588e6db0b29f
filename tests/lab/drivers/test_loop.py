"""What all else in the lab stands on: a call through libpri, chan_dahdi and DAHDI, from one span to the other."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dahdi_conf.changes import SYSTEM
from dahdi_conf.render import render
from tests.lab import spans
from tests.lab.exchange import Exchange
from tests.unit.dahdi_conf.layouts import layout
from tests.unit.dahdi_conf.test_layouts import NAMES

CONFIGURATION = Path(__file__).parents[1] / "pri"


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with spans.wired(spans.ONE, spans.PRI), Exchange(tmp_path_factory.mktemp("exchange"), CONFIGURATION) as running:
        yield running


def test_dahdi_has_both_spans_without_an_alarm(exchange: Exchange) -> None:
    heads = [Path(f"/proc/dahdi/{number}").read_text("utf-8").splitlines()[0] for number in (1, 2)]
    assert [head.split()[2] for head in heads] == ["DYN/loc/1:0", "DYN/loc/1:1"]
    assert not [head for head in heads if "RED" in head]


def test_a_call_over_the_loop_arrives_with_its_numbers(exchange: Exchange) -> None:
    exchange.until("D-Channel on span 2 up")
    exchange.cli("channel originate Local/s@calls application Echo")
    arrived = re.search(r"ARRIVED (\d+) from (\d+)", exchange.until("ARRIVED"))
    assert arrived
    assert arrived.groups() == ("88881234", "2061234567")
    exchange.until("answered")
    talking = [line.split()[0] for line in exchange.cli("core show channels concise").splitlines()]
    assert sum(name.startswith("DAHDI/") for name in talking) == 2


@pytest.mark.usefixtures("exchange")
def test_dahdi_takes_the_files_of_every_layout(tmp_path: Path) -> None:
    """Its own program reads them and changes nothing: only its device must be there."""
    refused = {name: why for name in NAMES if (why := complaint(tmp_path, render(layout(name).plan)[SYSTEM]))}
    assert refused == {}
    assert "already configured" in complaint(tmp_path, "span=1,1,0,ccs,hdb3\nbchan=1-15\nbchan=15-16\n")


def complaint(folder: Path, text: str) -> str:
    file = folder / "system.conf"
    file.write_text(text, "utf-8")
    done = subprocess.run(["dahdi_cfg", "-t", "-c", str(file)], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""
