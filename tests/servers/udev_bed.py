"""A kernel of our own for udev (umockdev): a program that is started under `umockdev-wrapper` and told what to plug.

    python -m tests.servers.udev_bed        orders on standard input, what hot-plug tells of on standard output, as JSON

An order is a JSON list: ["add", SUBSYSTEM, NAME, {PROPERTY: VALUE}], ["remove", NAME], ["change", NAME] or ["end"].
The first line of output is "ready".
"""

import asyncio
import ctypes
import json
import sys
from typing import Any

from drivers.hotplug.model import Changes
from drivers.hotplug.monitor import Udev, changes

Words = ctypes.POINTER(ctypes.c_char_p)


class Bed:
    """umockdev's test bed: /sys and udev's socket are its own for this process."""

    def __init__(self) -> None:
        self._lib = ctypes.CDLL("libumockdev.so.0")
        self._lib.umockdev_testbed_new.restype = ctypes.c_void_p
        self._lib.umockdev_testbed_add_devicev.restype = ctypes.c_char_p
        self._lib.umockdev_testbed_add_devicev.argtypes = [ctypes.c_void_p, *[ctypes.c_char_p] * 3, Words, Words]
        for name in ("uevent", "remove_device"):
            getattr(self._lib, f"umockdev_testbed_{name}").argtypes = [ctypes.c_void_p, ctypes.c_char_p] + (
                [ctypes.c_char_p] if name == "uevent" else []
            )
        self._bed = self._lib.umockdev_testbed_new()
        self._paths: dict[str, bytes] = {}

    def add(self, subsystem: str, name: str, properties: dict[str, str]) -> None:
        none, given = _words([]), _words([word for pair in properties.items() for word in pair])
        path = self._lib.umockdev_testbed_add_devicev(self._bed, subsystem.encode(), name.encode(), None, none, given)
        self._paths[name] = path
        self._lib.umockdev_testbed_uevent(self._bed, path, b"add")

    def change(self, name: str) -> None:
        self._lib.umockdev_testbed_uevent(self._bed, self._paths[name], b"change")

    def remove(self, name: str) -> None:
        self._lib.umockdev_testbed_uevent(self._bed, self._paths[name], b"remove")
        self._lib.umockdev_testbed_remove_device(self._bed, self._paths.pop(name))


def _words(words: list[str]) -> Any:
    return (ctypes.c_char_p * (len(words) + 1))(*[word.encode() for word in words], None)


def told(what: Changes) -> str:
    """One line of JSON."""
    rows = [[item.act.value, item.part.value, item.name] for item in what.changes]
    return json.dumps({"lost": what.lost, "changes": rows})


async def serve() -> None:
    """Plugs what is ordered and tells what is heard, until the order to end."""
    bed, source = Bed(), Udev()
    listening = asyncio.create_task(_tell(source))
    print("ready", flush=True)
    while (order := json.loads(await asyncio.to_thread(sys.stdin.readline))) != ["end"]:
        getattr(bed, order[0])(*order[1:])
    listening.cancel()


async def _tell(source: Udev) -> None:
    async for what in changes(source):
        print(told(what), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
