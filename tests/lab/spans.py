"""E1 spans wired to each other, two and two, of DAHDI's own driver for that."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM = Path("/etc/dahdi/system.conf")
ONE, TWO = "dynamic=loc,1:0,31,0\ndynamic=loc,1:1,31,0\n", "dynamic=loc,2:0,31,0\ndynamic=loc,2:1,31,0\n"
ZONE = "loadzone=cn\ndefaultzone=cn\n"
PRI = f"bchan=1-15,17-31\ndchan=16\nbchan=32-46,48-62\ndchan=47\n{ZONE}"
FAR = f"bchan=32-46,48-62\ndchan=47\nbchan=94-108,110-124\ndchan=109\n{ZONE}"
"""The ends of the carrier with two loops, signalling as ISDN PRI does; next as MFC/R2 does, then as SS7 does on one."""
FAR_R2 = f"cas=32-46,48-62:1101\ncas=94-108,110-124:1101\n{ZONE}"
FAR_SS7 = f"bchan=32-46,48-62\nmtp2=47\n{ZONE}"


@contextmanager
def wired(wires: str, channels: str, driver: str = "loc") -> Iterator[None]:
    """The spans of `wires`, with `channels` configured; gone after the block, by when nobody may use them.

    Made and configured in two passes: in one, DAHDI knows no channels yet to configure.
    """
    load(driver)
    for text in (wires, channels):
        configure(text)
    try:
        yield
    finally:
        configure(wires, "-s", status=1)
    assert not list(Path("/proc/dahdi").iterdir()), "spans are still in use"


def load(driver: str) -> None:
    """DAHDI and the driver of spans of that kind; spans get their numbers as they come."""
    subprocess.run(["modprobe", "dahdi", "auto_assign_spans=1"], check=True)
    subprocess.run(["modprobe", f"dahdi_dynamic_{driver}"], check=True)


@contextmanager
def bare(wires: str, far: str) -> Iterator[None]:
    """The spans as a box finds those of a new card, nothing configured but `far`, the carrier's ends."""
    SYSTEM.unlink(missing_ok=True)
    with wired(wires, far):
        yield


def configure(text: str, *options: str, status: int = 0) -> None:
    """What a system.conf says, of any spans. DAHDI's program ends with 1 when it has taken spans away."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".conf") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(["dahdi_cfg", "-c", file.name, *options], capture_output=True, text=True)
    assert done.returncode == status, done.stderr
