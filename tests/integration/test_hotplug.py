"""Cards and spans that come and go, by udev's own library on a /sys and a socket of umockdev's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import pytest

pytestmark = pytest.mark.wire

QUAD = ("pci", "0000:05:00.0", {"PCI_ID": "D161:800E"})
DEVICE = ("dahdi_devices", "pci:0000:05:00.0", {"DAHDI_DEVICE_HWID": "1TE435F-S22010111"})


class Machine:
    """The program `tests.servers.udev_bed`, whose devices are ours to plug."""

    def __init__(self, orders: IO[str], told: IO[str]) -> None:
        self._orders, self._told = orders, told

    def do(self, *orders: Any) -> None:
        for order in orders:
            self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()

    def hears(self) -> list[list[str]]:
        """The changes that are told next, in the order of their names."""
        told = json.loads(self._told.readline())
        assert told["lost"] is False
        return sorted(told["changes"])


@contextmanager
def running() -> Iterator[Machine]:
    words = ["umockdev-wrapper", sys.executable, "-m", "tests.servers.udev_bed"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        machine = Machine(program.stdin, program.stdout)
        try:
            yield machine
        finally:
            machine.do(["end"])
    assert program.returncode == 0


def test_a_card_with_its_spans_comes_and_goes_as_one() -> None:
    with running() as machine:
        machine.do(["add", *QUAD], ["add", *DEVICE], *(["add", "dahdi_spans", f"span-{n}", {}] for n in (1, 2)))
        assert machine.hears() == [
            ["added", "dahdi_devices", "pci:0000:05:00.0"],
            ["added", "dahdi_spans", "span-1"],
            ["added", "dahdi_spans", "span-2"],
            ["added", "pci", "0000:05:00.0"],
        ]
        machine.do(["remove", "span-2"], ["remove", "span-1"], ["remove", DEVICE[1]], ["remove", QUAD[1]])
        assert [words[0] for words in machine.hears()] == ["removed"] * 4


def test_what_came_back_in_the_same_moment_has_changed_and_what_flickered_is_not_told() -> None:
    with running() as machine:
        machine.do(["add", *DEVICE])
        machine.hears()
        machine.do(["remove", DEVICE[1]], ["add", *DEVICE], ["add", *QUAD], ["remove", QUAD[1]])
        assert machine.hears() == [["changed", "dahdi_devices", "pci:0000:05:00.0"]]
        machine.do(["change", DEVICE[1]])
        assert machine.hears() == [["changed", "dahdi_devices", "pci:0000:05:00.0"]]


def test_an_astribank_is_one_device_and_nothing_is_heard_of_other_hardware() -> None:
    with running() as machine:
        machine.do(
            ["add", "net", "eth7", {}],
            ["add", "usb", "1-3", {"DEVTYPE": "usb_device"}],
            ["add", "usb", "1-3:1.0", {"DEVTYPE": "usb_interface"}],
            ["add", "sound", "card1", {}],
        )
        assert machine.hears() == [["added", "usb", "1-3"]]
