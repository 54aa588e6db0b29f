"""A checkout's own `.venv`: nothing but the checkout and the shared environment, so it is there at once."""

import shutil
import venv
from pathlib import Path

from image import cache, environment, scripts
from image.processes import say

STAMP = "callstead-environment"


def attach(checkout: Path, shared: Path) -> Path:
    """The checkout's `.venv`, made anew unless it already leads to `shared` from this very place."""
    folder = checkout / ".venv"
    wanted = f"{checkout}\n{shared}\n"
    with cache.claimed(cache.place() / "checkout.lock"):
        if not _leads_to(folder, wanted):
            say(f"environment: setting up {folder}")
            _create(folder, checkout, shared)
            (folder / STAMP).write_text(wanted, "utf-8")
    return folder


def _leads_to(folder: Path, wanted: str) -> bool:
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == wanted and (folder / "bin/python").exists()


def _create(folder: Path, checkout: Path, shared: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=False, symlinks=True)
    site = environment.packages(folder)
    (site / "callstead.pth").write_text(f"{checkout}\n{environment.packages(shared)}\n", "utf-8")
    scripts.write(folder / "bin", folder / "bin/python", environment.packages(shared), [scripts.OURS])
    scripts.link(folder / "bin", shared / "bin")
