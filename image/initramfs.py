"""The smallest initial RAM file system: busybox, and the modules that are needed to mount the root's disk.

A `cpio` archive in the "new ASCII" format (Linux, Documentation/driver-api/early-userspace/buffer-format.rst).
"""

import gzip
import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

FOLDER, PROGRAM, FILE = 0o40755, 0o100755, 0o100644
_END = "TRAILER!!!"
_INIT = """#!/bin/busybox sh
/bin/busybox mount -t devtmpfs devtmpfs /dev
for module in {modules}; do /bin/busybox insmod /modules/$module; done
/bin/busybox mount -t ext4 /dev/vda /root
exec /bin/busybox switch_root /root {init}
"""


class Entry(NamedTuple):
    name: str
    mode: int
    content: bytes = b""


def of(root: Path, wanted: Iterable[str], init: str) -> bytes:
    """For the kernel of `root`: loads the modules `wanted`, mounts /dev/vda (ext4) and goes on with its `init`."""
    drivers = next((root / "usr/lib/modules").iterdir())
    paths = order((drivers / "modules.dep").read_text("utf-8"), wanted)
    modules = {Path(path).name.removesuffix(".xz"): _content(drivers / path) for path in paths}
    return gzip.compress(archive(_entries(root, modules, init)), 6, mtime=0)


def order(dependencies: str, wanted: Iterable[str]) -> list[str]:
    """The modules' files in the order of loading, out of a modules.dep; those in the kernel itself are left out."""
    needs = {path: rest.split() for path, _, rest in (line.partition(":") for line in dependencies.splitlines())}
    files = {Path(path).name.partition(".")[0].replace("-", "_"): path for path in needs}
    found = (files[name] for name in wanted if name in files)
    return list(dict.fromkeys(path for file in found for path in (*reversed(needs[file]), file)))


def archive(entries: Iterable[Entry]) -> bytes:
    """The entries, and the end, each padded to four bytes."""
    listed = [*entries, Entry(_END, 0)]
    return b"".join(_packed(number, entry) for number, entry in enumerate(listed, 1))


def _entries(root: Path, modules: Mapping[str, bytes], init: str) -> Iterable[Entry]:
    yield from (Entry(name, FOLDER) for name in ("bin", "dev", "modules", "root"))
    yield Entry("bin/busybox", PROGRAM, (root / "usr/bin/busybox").read_bytes())
    yield from (Entry(f"modules/{name}", FILE, content) for name, content in modules.items())
    yield Entry("init", PROGRAM, _INIT.format(modules=" ".join(modules), init=init).encode())


def _content(path: Path) -> bytes:
    return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()


def _packed(number: int, entry: Entry) -> bytes:
    name = entry.name.encode() + b"\0"
    fields = (number, entry.mode, 0, 0, 1, 0, len(entry.content), 0, 0, 0, 0, len(name), 0)
    head = b"070701" + "".join(f"{field:08x}" for field in fields).encode() + name
    return _padded(head) + _padded(entry.content)


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)
