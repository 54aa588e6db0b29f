"""The initial RAM file system: the order of modules, and an archive that a reader of the format takes."""

import gzip
import lzma
from pathlib import Path

from image import initramfs
from image.initramfs import FILE, FOLDER, Entry

DEPENDENCIES = """\
kernel/fs/jbd2/jbd2.ko.xz: kernel/lib/crc32c-x.ko.xz
kernel/lib/crc32c-x.ko.xz:
kernel/fs/ext4/ext4.ko.xz: kernel/fs/jbd2/jbd2.ko.xz kernel/lib/crc32c-x.ko.xz
kernel/drivers/block/virtio_blk.ko.xz:
kernel/drivers/net/veth.ko.xz:
"""


def test_modules_come_after_what_they_need_and_each_once() -> None:
    assert initramfs.order(DEPENDENCIES, ["jbd2", "ext4", "virtio_blk"]) == [
        "kernel/lib/crc32c-x.ko.xz",
        "kernel/fs/jbd2/jbd2.ko.xz",
        "kernel/fs/ext4/ext4.ko.xz",
        "kernel/drivers/block/virtio_blk.ko.xz",
    ]


def test_what_the_kernel_has_in_it_needs_no_file() -> None:
    assert initramfs.order(DEPENDENCIES, ["virtio_pci"]) == []


def test_names_are_told_by_their_underscores() -> None:
    assert initramfs.order(DEPENDENCIES, ["crc32c_x"]) == ["kernel/lib/crc32c-x.ko.xz"]


def read(archive: bytes) -> list[Entry]:
    """The files of a "new ASCII" archive, by its description and not by ours."""
    found, at = list[Entry](), 0
    while True:
        assert archive[at : at + 6] == b"070701"
        fields = [int(archive[at + 6 + 8 * place : at + 14 + 8 * place], 16) for place in range(13)]
        name_at, content_at = at + 110, -(-(at + 110 + fields[11]) // 4) * 4
        name = archive[name_at : name_at + fields[11] - 1].decode()
        if name == "TRAILER!!!":
            return found
        found.append(Entry(name, fields[1], archive[content_at : content_at + fields[6]]))
        at = -(-(content_at + fields[6]) // 4) * 4


def test_a_reader_of_archives_finds_every_file() -> None:
    entries = [Entry("bin", FOLDER), Entry("bin/odd", FILE, b"abc"), Entry("bin/even", FILE, b"abcd")]
    assert read(initramfs.archive(entries)) == entries


def test_of_a_root(tmp_path: Path) -> None:
    drivers = tmp_path / "usr/lib/modules/7.2"
    (drivers / "kernel").mkdir(parents=True)
    (drivers / "kernel/ext4.ko.xz").write_bytes(lzma.compress(b"the module"))
    (drivers / "modules.dep").write_text("kernel/ext4.ko.xz:\n")
    (tmp_path / "usr/bin").mkdir(parents=True)
    (tmp_path / "usr/bin/busybox").write_bytes(b"the box")
    made = gzip.decompress(initramfs.of(tmp_path, ["ext4"], "/sbin/first"))
    for part in (b"modules/ext4.ko\0", b"the module", b"the box", b"insmod /modules/$module", b"/root /sbin/first"):
        assert part in made
