"""The programs of an environment's `bin`: small starters for entry points, links for compiled programs."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

OURS = EntryPoint("callstead", "appliance.cli.main:main", "console_scripts")


def starter(interpreter: Path, entry: EntryPoint) -> str:
    """A script that calls `entry`; /bin/sh starts it, since a `#!` line takes no spaces and only 127 characters."""
    module, function = entry.value.split(":")
    return (
        f"#!/bin/sh\n'''exec' \"{interpreter}\" \"$0\" \"$@\"\n' '''\n"
        f"import sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n"
    )


def write(binaries: Path, interpreter: Path, packages: Path, extra: Iterable[EntryPoint] = ()) -> None:
    """Write a starter into `binaries` for every console script of `packages` and for `extra`, but not for pip.

    What is installed is decided by the lock file; pip in one checkout would change what all of them share.
    """
    found = [entry for known in distributions(path=[str(packages)]) for entry in known.entry_points]
    programs = [entry for entry in found if entry.group == "console_scripts"]
    for entry in [*(entry for entry in programs if not entry.value.startswith("pip.")), *extra]:
        path = binaries / entry.name
        path.write_text(starter(interpreter, entry), "utf-8")
        path.chmod(0o755)


def link(binaries: Path, shared: Path) -> None:
    """Link the programs of `shared` that are not scripts and that `binaries` does not have yet, such as ruff."""
    for program in sorted(shared.iterdir()):
        if not (binaries / program.name).exists() and not program.is_symlink() and _compiled(program):
            (binaries / program.name).symlink_to(program)


def _compiled(program: Path) -> bool:
    with program.open("rb") as file:
        return file.read(4) == b"\x7fELF"
