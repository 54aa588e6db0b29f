"""The engine's watch over cards, on a machine of our own: /sys and udev's socket are umockdev's.

    umockdev-wrapper python -m tests.servers.udev_cards        machines on standard input, what is told on its output

A line of input is a machine (a JSON string in the form of tests.fakes.hardware) that takes the place of the one before,
with the kernel's words for each device that comes or goes. A line of output is what then is told: facts, and the alarms
that stand. "ready" comes first.
"""

import asyncio
import ctypes
import json
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from appliance.daemons.engine import hardware
from appliance.events import Event
from dahdi_conf.model import Hardware
from dahdi_conf.survey import survey
from tests.fakes.hardware import build

HEARD = ("pci", "usb", "dahdi_devices")
CLOCK = "pci 0000:00:00.0 8086:1237/1af4:1100 0600 - pci0000:00\n"
"""A bridge in every machine: its word comes last, when the machine is as it will be."""


class Machine:
    """The hardware of the test bed, and what of it the engine has told."""

    def __init__(self) -> None:
        self._lib = ctypes.CDLL("libumockdev.so.0")
        self._lib.umockdev_testbed_new.restype = ctypes.c_void_p
        self._lib.umockdev_testbed_get_root_dir.restype = ctypes.c_char_p
        self._lib.umockdev_testbed_get_root_dir.argtypes = [ctypes.c_void_p]
        self._lib.umockdev_testbed_uevent.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        self._bed = self._lib.umockdev_testbed_new()
        self._root = Path(os.fsdecode(self._lib.umockdev_testbed_get_root_dir(self._bed)))
        self._still, self._count = threading.Lock(), 0
        self._facts, self._standing = list[str](), dict[str, str]()
        self.become("")

    def become(self, text: str) -> None:
        """Nobody looks while one machine takes the place of the other."""
        before, new = self._devices(), self._root / f"machine-{self._count}"
        self._count += 1
        build(CLOCK + text, new)
        _speaking(new / "sys")
        for path in before.keys() - _devices(new / "sys").keys():
            self._say(path, "remove")
        with self._still:
            (self._root / "sys").rename(self._root / f"before-{self._count}")
            (new / "sys").rename(self._root / "sys")
        for path in self._devices().keys() - before.keys():
            self._say(path, "add")
        self._say(next(path for path in self._devices() if path.endswith("0000:00:00.0")), "change")

    def look(self) -> Hardware:
        with self._still:
            return survey().hardware

    def book(self, event: Event) -> None:
        self._facts.append(f"{event.data['what']} {event.data['name']}")

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None:
        self._standing[f"{code} {subject}"] = detail

    def clear(self, code: str, subject: str = "") -> None:
        self._standing.pop(f"{code} {subject}", None)

    def tell(self) -> None:
        facts, self._facts = self._facts, []
        print(json.dumps({"facts": sorted(facts), "alarms": self._standing}), flush=True)

    def _devices(self) -> dict[str, Path]:
        return _devices(self._root / "sys")

    def _say(self, path: str, act: str) -> None:
        self._lib.umockdev_testbed_uevent(self._bed, path.encode(), act.encode())


class Told(hardware.Cards):
    """Tells after each look that made a difference, when its facts are in the books."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine, machine.book, lambda: datetime.now(UTC))
        self._machine, self._first = machine, True

    def take(self, hardware: Hardware) -> None:
        super().take(hardware)
        if self._first:
            self._first = False
            print("ready", flush=True)
        else:
            self._machine.tell()


def _devices(sys_: Path) -> dict[str, Path]:
    """The devices that words are of, by their paths in /sys."""
    found = (folder.resolve() for bus in HEARD for folder in (sys_ / "bus" / bus / "devices").glob("*"))
    top = sys_.resolve().parent
    return {f"/{folder.relative_to(top)}": folder for folder in found}


def _speaking(sys_: Path) -> None:
    """What libudev wants of a device beside its attributes: its words, and the bus that it hangs on."""
    for bus in HEARD:
        for link in (sys_ / "bus" / bus / "devices").glob("*"):
            kind = "DEVTYPE=usb_device\n" if bus == "usb" else ""
            (link / "uevent").write_text(kind)
            if not (link / "subsystem").is_symlink():
                (link / "subsystem").symlink_to(os.path.relpath(sys_ / "bus" / bus, link.resolve()))


async def serve() -> None:
    """Until the input ends."""
    machine = Machine()
    listening = asyncio.create_task(hardware.listen(Told(machine), lambda: None, machine.look))
    while line := await asyncio.to_thread(sys.stdin.readline):
        machine.become(json.loads(line))
    listening.cancel()


if __name__ == "__main__":
    asyncio.run(serve())
