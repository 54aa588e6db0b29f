"""The machine: the runtime root with a kernel, DAHDI's drivers and tools, on a disk that QEMU boots directly."""

import shutil
from pathlib import Path

from image import cache, initramfs, root
from image.bootstrap import OPTIONS, SUITE, Build, Recipe, bootstrap, packages
from image.processes import follow, say
from image.refusal import explain

PACKAGES = root.HERE / "mmdebstrap" / "machine.txt"
CHANNELS = Build(
    "chan_dahdi with its patch",
    root.HERE / "asterisk" / "chan_dahdi.sh",
    (root.HERE / "asterisk" / "chan_dahdi.patch",),
)
DRIVERS = Build(
    "DAHDI's drivers (some minutes)",
    root.HERE / "dahdi" / "build.sh",
    (root.HERE / "dahdi" / "dahdi_dynamic.patch",),
)
INIT = root.HERE / "boot" / "init.sh"
FOR_THE_DISK = ("virtio_blk", "ext4")
DISK, KERNEL, RAM_DISK = "disk.img", "vmlinuz", "initrd.img"
DISK_MB = 2048
INSIDE = "/sbin/lab-init"
PLACES = ("srv/lab", "srv/checkout", "srv/environment")
"""Where the lab's other disks are mounted: the root stays as it was built."""


def recipe() -> Recipe:
    runtime = root.recipe()
    own = packages(PACKAGES.read_text("utf-8"))
    return Recipe("machine", tuple(sorted({*runtime.packages, *own})), (*runtime.builds, CHANNELS, DRIVERS))


def identity(made: Recipe) -> str:
    """The fingerprint of the machine's packages, and of what is built and put in it."""
    own = (INIT, Path(initramfs.__file__), Path(__file__))
    return cache.fingerprint(SUITE, OPTIONS, made.packages, made.texts(), [path.read_text("utf-8") for path in own])


def ready() -> Path:
    """The folder of a complete machine, built if need be (about four minutes, 1.2 GB): DISK, KERNEL and RAM_DISK."""
    made = recipe()

    def build(folder: Path, hold: int) -> None:
        say(f"machine: building Debian {SUITE} with a kernel and DAHDI (about four minutes)")
        tree = folder / "tree"
        tree.mkdir()
        bootstrap(made, tree, hold)
        _finish(tree)
        (folder / RAM_DISK).write_bytes(initramfs.of(tree, FOR_THE_DISK, INSIDE))
        shutil.copy(next((tree / "boot").glob("vmlinuz-*")), folder / KERNEL)
        disk(tree, folder / DISK, DISK_MB, hold)
        shutil.rmtree(tree)

    return cache.built(made.kind, identity(made), build)


def disk(tree: Path, image: Path, megabytes: int, hold: int | None = None) -> None:
    """An ext4 disk image with the files of `tree`, made without mounting anything."""
    outcome = follow(["mke2fs", "-q", "-t", "ext4", "-d", tree, image, f"{megabytes}M"], hold=hold)
    if outcome.status:
        raise explain(f"the disk {image.name} could not be made", outcome.output)


def _finish(tree: Path) -> None:
    root.prepare(tree)
    shutil.copy(INIT, tree / INSIDE.lstrip("/"))
    for place in PLACES:
        (tree / place).mkdir(parents=True)
