"""Cards slid in, driven, moved and pulled while a box runs: udev's library, the scan, the cards, facts and alarms."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

pytestmark = pytest.mark.wire

TREES = Path(__file__).parents[1] / "data" / "hardware"
SERIAL, SLOT = "1TE435F-S22010111", "slot:pci0000:00/1c.4/00.0"
NOTHING = ""
Told = tuple[list[str], dict[str, str]]


def machine(name: str) -> str:
    """One of the machines that detection knows."""
    return (TREES / f"{name}.txt").read_text("utf-8").partition("\n-----\n")[0]


class Slots:
    """The program `tests.servers.udev_cards`, whose hardware is ours to change."""

    def __init__(self, orders: IO[str], told: IO[str]) -> None:
        self._orders, self._told = orders, told

    def hold(self, text: str) -> Told:
        """What the engine tells when the machine has become this one: facts, and the alarms that stand."""
        self._orders.write(json.dumps(text) + "\n")
        self._orders.flush()
        told = json.loads(self._told.readline())
        return told["facts"], told["alarms"]


@contextmanager
def running() -> Iterator[Slots]:
    words = ["umockdev-wrapper", sys.executable, "-m", "tests.servers.udev_cards"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        yield Slots(program.stdin, program.stdout)
        program.stdin.close()
    assert program.returncode == 0


def test_a_card_is_known_when_it_comes_and_stays_itself_when_its_driver_does() -> None:
    with running() as slots:
        assert slots.hold(machine("driver-not-loaded")) == (
            [f"added {SLOT}"],
            {f"card-new {SLOT}": "Digium TE435/TE235"},
        )
        assert slots.hold(machine("quad-e1")) == ([f"changed {SERIAL}"], {f"card-new {SERIAL}": "Digium TE435"})
        assert slots.hold(machine("driver-not-loaded")) == ([f"changed {SLOT}"], {})


def test_a_card_is_pulled_and_comes_back_in_another_slot() -> None:
    with running() as slots:
        slots.hold(machine("quad-e1"))
        assert slots.hold(NOTHING) == ([f"removed {SERIAL}"], {f"card-removed {SERIAL}": "Digium TE435"})
        assert slots.hold(machine("quad-e1-moved")) == ([f"added {SERIAL}"], {})


def test_of_several_cards_only_the_one_that_goes_is_told() -> None:
    with running() as slots:
        both, _ = slots.hold(machine("same-card-twice"))
        assert len(both) == 2
        first = both[0].removeprefix("added ")
        text = machine("same-card-twice")
        _, one, two = text.split("\npci ")
        kept = one if first in two else two
        gone, alarms = slots.hold(f"pci {kept}\n")
        assert gone == [f"removed {first}"]
        assert [code.split()[0] for code in alarms] == ["card-new", "card-removed"]


def test_an_astribank_is_plugged_and_pulled() -> None:
    with running() as slots:
        (came,), alarms = slots.hold(machine("astribank"))
        assert list(alarms) == [came.replace("added", "card-new")]
        (gone,), alarms = slots.hold(NOTHING)
        assert list(alarms) == [gone.replace("removed", "card-removed")]
        assert slots.hold(machine("astribank")) == ([came], {})
