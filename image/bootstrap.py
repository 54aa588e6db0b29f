"""A root file system out of Debian packages, with what is built in it: mmdebstrap, walled off."""

import os
import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from image.processes import Outcome, follow, say
from image.refusal import Refused, explain

SUITE = "forky"
LEFT_OUT = ("man", "doc", "info", "locale")
OPTIONS = (
    "--variant=apt",
    "--format=tar",
    '--aptopt=APT::Install-Recommends "false"',
    *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT),
)
UNDATED = '--aptopt=Acquire::Check-Valid-Until "false"'
WALLS = (
    *("bwrap", "--die-with-parent", "--unshare-pid", "--cap-add", "ALL"),
    *("--dev-bind", "/", "/", "--proc", "/proc", "--"),
)


@dataclass(frozen=True, slots=True)
class Build:
    """A shell script that runs in the new root after its packages came, and the files it wants beside it in /tmp."""

    what: str
    script: Path
    sources: tuple[Path, ...] = ()

    def texts(self) -> list[str]:
        return [path.read_text("utf-8") for path in (*self.sources, self.script)]

    def hooks(self) -> list[str]:
        """Uploaded, not read in place: another user's mmdebstrap may not enter the checkout."""
        files = [(path, f"/tmp/{path.name}") for path in (*self.sources, self.script)]  # noqa: S108 - of the new root
        steps = [f"upload {shlex.quote(str(path))} {inside}" for path, inside in files]
        return [f"--customize-hook={step}" for step in (*steps, f'chroot "$1" sh {files[-1][1]} # {self.what}')]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a root is made of; `kind` is how it is called in what the builder says."""

    kind: str
    packages: tuple[str, ...]
    builds: tuple[Build, ...]

    def texts(self) -> list[str]:
        return [text for build in self.builds for text in build.texts()]


def packages(text: str) -> tuple[str, ...]:
    """The package names of a list with `#` comments, sorted, each once; refuses what cannot be a name."""
    names = {name for line in text.splitlines() for name in line.partition("#")[0].split()}
    for name in sorted(names):
        if not re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", name):
            raise Refused("the package list cannot be used", f"{name!r} is not a package name", "correct it")
    return tuple(sorted(names))


def command(recipe: Recipe, archive: Path, *, undated: bool = False) -> list[str]:
    """The mmdebstrap words that write the root as a tar file; `undated` accepts an index past its date."""
    extra = [*(hook for build in recipe.builds for hook in build.hooks()), *([UNDATED] if undated else [])]
    return ["mmdebstrap", *OPTIONS, *extra, f"--include={','.join(recipe.packages)}", SUITE, str(archive)]


def out_of_date(output: str) -> bool:
    """Whether apt refused only because the archive's index is past its date or not valid yet."""
    return re.search(r"is expired|not valid yet|Valid-Until", output) is not None


def bootstrap(recipe: Recipe, folder: Path, hold: int) -> None:
    """Fill `folder` with the root; every file belongs to the builder.

    The sandbox has no capabilities, so ownership decides what it may read.
    """
    archive = folder / "root.tar"
    _make(recipe, archive, hold)
    say(f"{recipe.kind}: unpacking")
    unpack = ["tar", "-x", "-p", "--no-same-owner", "--exclude=./dev/*", "-C", str(folder), "-f", str(archive)]
    outcome = follow(unpack, hold=hold)
    if outcome.status:
        raise explain(f"the {recipe.kind} could not be unpacked", outcome.output)
    archive.unlink()


def _make(recipe: Recipe, archive: Path, hold: int) -> None:
    outcome = _run(recipe.kind, command(recipe, archive), archive.parent, hold)
    if outcome.status and out_of_date(outcome.output):
        say(f"{recipe.kind}: warning: the archive's index is past its date; its signature is still checked; going on")
        outcome = _run(recipe.kind, command(recipe, archive, undated=True), archive.parent, hold)
    if outcome.status:
        raise explain(f"the {recipe.kind} could not be built", outcome.output)


def _run(kind: str, argv: Sequence[str], folder: Path, hold: int) -> Outcome:
    """As root, mmdebstrap mounts things: walled off, so that its mounts and processes end with the builder.

    Another user's mmdebstrap makes such walls itself, and works in /tmp because its subordinate users may not
    enter the cache. A kernel's package makes no initial RAM file system: ours is enough.
    """
    environment = {**os.environ, "INITRD": "No"}

    def shown(line: str) -> str | None:
        return step(kind, line)

    if os.geteuid():
        return follow(argv, hold=hold, shown=shown, environment=environment)
    work = folder / "work"
    work.mkdir(exist_ok=True)
    outcome = follow([*WALLS, *argv], hold=hold, shown=shown, environment={**environment, "TMPDIR": str(work)})
    shutil.rmtree(work, ignore_errors=True)
    return outcome


def step(kind: str, line: str) -> str | None:
    """What is said of a line that mmdebstrap wrote."""
    if " hook: " in line:
        return None
    if built := re.search(r"-hook in shell: .* # ([^'\"]*)", line):
        return f"{kind}: building {built[1].strip()}"
    return f"{kind}: {line[3:]}" if re.match("I: (running|downloading|extracting|installing|creating)", line) else None
