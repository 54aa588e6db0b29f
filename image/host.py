"""What the machine that builds must have: named by Debian package, looked for by what it gives."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

from image.processes import follow, say
from image.refusal import Refused, explain


@dataclass(frozen=True, slots=True)
class Need:
    """A Debian package and how to tell that what it gives is there, however it came."""

    package: str
    present: Callable[[], bool]


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _file(path: str) -> Callable[[], bool]:
    return lambda: Path(path).exists()


def _module(name: str) -> Callable[[], bool]:
    return lambda: find_spec(name) is not None


def _postgresql() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


RUN = (
    Need("mmdebstrap", _program("mmdebstrap")),
    Need("bubblewrap", _program("bwrap")),
    Need("python3-venv", _module("ensurepip")),
    Need("debian-archive-keyring", _file("/usr/share/keyrings/debian-archive-keyring.gpg")),
    Need("ca-certificates", _file("/etc/ssl/certs/ca-certificates.crt")),
    Need("tzdata", _file("/usr/share/zoneinfo/Asia/Shanghai")),
)
TEST = (
    Need("postgresql", _postgresql),
    Need("umockdev", _program("umockdev-wrapper")),
    Need("tshark", _program("tshark")),
    Need("slapd", _file("/usr/sbin/slapd")),
)
LAB = (
    Need("qemu-system-x86", _program("qemu-system-x86_64")),
    Need("qemu-utils", _program("qemu-img")),
    Need("e2fsprogs", _program("mke2fs")),
)
PLAIN_USER = (Need("uidmap", _program("newuidmap")),)


def missing(needs: Sequence[Need]) -> tuple[str, ...]:
    """The packages, in the order of `needs`, whose gift is not there."""
    return tuple(need.package for need in needs if not need.present())


def install_command(packages: Sequence[str]) -> list[str]:
    """The apt-get words that install `packages` without asking."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def refusal(packages: Sequence[str]) -> Refused:
    """One line that names what is missing and the command that installs it."""
    return Refused(
        "this machine lacks " + ", ".join(packages),
        "installing needs root",
        "run: sudo " + " ".join(install_command(packages)),
    )


def ensure(*, tests: bool = False, lab: bool = False) -> None:
    """Install what is missing as root; without root, or without apt-get, refuse in one line."""
    user = os.geteuid()
    lacking = missing((*RUN, *(TEST if tests else ()), *(LAB if lab else ()), *(PLAIN_USER if user else ())))
    if not lacking:
        return
    if user or not shutil.which("apt-get"):
        raise refusal(lacking)
    _install(lacking)
    if still := missing([need for need in (*RUN, *TEST, *LAB) if need.package in lacking]):
        names = ", ".join(still)
        raise Refused(f"{names} still not found", "it was installed, but not for this Python", "use python3 of Debian")


def _install(packages: Sequence[str]) -> None:
    say("host: installing " + ", ".join(packages))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    outcome = follow(install_command(packages), environment=environment)
    if outcome.status:
        say("host: reading the package lists anew")
        follow(["apt-get", "update"], environment=environment)
        outcome = follow(install_command(packages), environment=environment)
    invalidate_caches()
    if outcome.status:
        raise explain("apt-get could not install " + ", ".join(packages), outcome.output)
