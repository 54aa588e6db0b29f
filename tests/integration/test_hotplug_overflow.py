"""A real netlink socket that the kernel tells more than it holds: words are lost, we are told so, listening goes on."""

import os
from pathlib import Path

import pytest

from drivers.hotplug.model import Change
from drivers.hotplug.monitor import LOST, Lost, Udev

pytestmark = pytest.mark.wire

# Writing to it lets the kernel say what it is asked to about a device that nobody minds.
SPEAKER = Path("/sys/class/mem/null/uevent")
SMALLEST = 2048


@pytest.fixture
def source() -> Udev:
    if not os.access(SPEAKER, os.W_OK):
        pytest.fail(f"only root may write to {SPEAKER}, which lets the kernel speak: run as root", pytrace=False)
    return Udev("kernel", buffer=SMALLEST)


def read_all(source: Udev) -> list[Change | Lost]:
    words = []
    while (word := source.read()) is not None:
        words.append(word)
    return words


def test_an_overflow_is_lost_words_and_no_end(source: Udev) -> None:
    for _ in range(500):
        SPEAKER.write_text("change")
    assert LOST in read_all(source)
    SPEAKER.write_text("change")
    assert read_all(source) == []
    source.close()
