"""Two E1 spans joined by an Ethernet cable that can be pulled."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.lab import spans

NEAR, FAR, STRANGER = (f"02:00:00:00:00:0{last}" for last in (1, 2, 9))
WIRED = f"dynamic=eth,veth0/{FAR}/0,31,0\ndynamic=eth,veth1/{NEAR}/0,31,0\n"


@contextmanager
def laid() -> Iterator[None]:
    """Spans 1 and 2 are the ends of the cable, with channels and D-channels as those of the loop."""
    with linked(), spans.wired(WIRED, spans.PRI, "eth"):
        yield


@contextmanager
def linked() -> Iterator[None]:
    """The cable itself, for the spans of WIRED."""
    _run("ip", "link", "add", "veth0", "type", "veth", "peer", "name", "veth1")
    for name, address in (("veth0", NEAR), ("veth1", FAR)):
        _run("ip", "link", "set", name, "address", address, "up")
    try:
        yield
    finally:
        _run("ip", "link", "delete", "veth0")


def pull() -> None:
    """The cable is out: the driver sees it when no packet has come for a while."""
    _run("ip", "link", "set", "veth1", "down")


def cut() -> None:
    """The pair on which we send is broken: the far end, which knows us by our address, hears nobody it knows."""
    _run("ip", "link", "set", "veth0", "address", STRANGER)


def cross() -> None:
    """Each end sends on the pair on which the other sends: neither hears anything."""
    for end in ("veth0", "veth1"):
        _run("ip", "link", "set", end, "address", STRANGER)


def mend() -> None:
    """Both pairs are as they should be."""
    for end, address in (("veth0", NEAR), ("veth1", FAR)):
        _run("ip", "link", "set", end, "address", address)


def plug() -> None:
    _run("ip", "link", "set", "veth1", "up")


def red(span: int) -> bool:
    """Whether the driver shows the span in alarm."""
    return "RED" in Path(f"/proc/dahdi/{span}").read_text("utf-8").splitlines()[0].split()


def _run(*words: str) -> None:
    subprocess.run(words, check=True)
