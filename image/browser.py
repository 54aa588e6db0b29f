"""The tests' browser: Debian's Chromium in a root of its own, started like any program of the machine."""

import os
import sys
from pathlib import Path

from image import root
from image.sandbox import command

LIST = root.HERE / "mmdebstrap" / "browser.txt"
PROGRAM = "/usr/bin/chromium"


def ready() -> Path:
    return root.beside("browser", LIST, "Chromium")


def words(place: Path, shared: Path, argv: list[str]) -> list[str]:
    """The words that run Chromium; it sees the folder `shared` of the machine, and may use its network."""
    return command(place, (PROGRAM, *argv), read_only={}, writable={shared: str(shared)})


def main(argv: list[str]) -> None:
    """`python -m image.browser ROOT FOLDER ...`: become that Chromium."""
    chromium = words(Path(argv[0]), Path(argv[1]), argv[2:])
    os.execvp(chromium[0], chromium)  # noqa: S606 - a list, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
