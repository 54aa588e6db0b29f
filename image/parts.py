"""A job of the lab in parts, some side by side, each in a machine that goes on from the same one made ready."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from image.processes import say

Do = Callable[[str], int]


def failing(parts: Sequence[str], do: Do, at_once: int) -> tuple[list[str], list[str]]:
    """The parts whose exit status is never 0, and those for which only the first was not.

    A part that fails is done once more when all are done, with nothing beside it: what fails then is no matter of
    a crowded host.
    """
    with ThreadPoolExecutor(at_once) as pool:
        again = [part for part, status in zip(parts, pool.map(do, parts), strict=True) if status]
    failed = [part for part in again if do(part)]
    return failed, [part for part in again if part not in failed]


def work(parts: Sequence[str], stored: Path, checkout: Path, results: Path, at_once: int) -> int:
    """Go on from the stored machine once for each part, told its words (with commas between); 1 when one failed twice.

    What a part leaves is in a folder named after its first word. Each is a process of its own, so that Ctrl-C reaches
    all.
    """

    def do(part: str) -> int:
        command = ["setpriv", "--pdeathsig=TERM", "--", sys.executable, "-m", "image", "lab", "--into"]
        words_of_it = [str(_folder(results, part)), "--go-on", str(stored), *part.split(",")]
        return subprocess.run([*command, *words_of_it], cwd=checkout, check=False).returncode

    failed, unsteady = failing(parts, do, at_once)
    for part in unsteady:
        say(f"lab: {part} failed beside others and passed alone; see what it said the first time, above")
    for part in failed:
        say(f"lab: {part} failed twice; its logs are in {_folder(results, part)}")
    say(f"lab: {len(parts) - len(failed)} of {len(parts)} parts passed")
    return 1 if failed else 0


def _folder(results: Path, part: str) -> Path:
    return results / Path(part.partition(",")[0]).stem
