"""The runtime root: a Debian file system without a kernel, in which Asterisk and the demo's phones run."""

import os
import re
import shlex
import shutil
from pathlib import Path

from image import cache
from image.processes import Outcome, follow, say
from image.refusal import Refused, explain
from image.sandbox import MOUNT_POINTS

PACKAGES = Path(__file__).parent / "mmdebstrap" / "packages.txt"
MODULE = tuple(Path(__file__).parent / "asterisk" / name for name in ("func_frame_sequence.c", "build.sh"))
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
FILES = ("etc/hosts", "etc/localtime", "etc/resolv.conf")


def packages(text: str) -> tuple[str, ...]:
    """The package names of a list with `#` comments, sorted, each once; refuses what cannot be a name."""
    names = {name for line in text.splitlines() for name in line.partition("#")[0].split()}
    for name in sorted(names):
        if not re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", name):
            raise Refused("the package list cannot be used", f"{name!r} is not a package name", "correct it")
    return tuple(sorted(names))


def identity(names: tuple[str, ...]) -> str:
    """The fingerprint of a root with these packages and our Asterisk module."""
    return cache.fingerprint(SUITE, OPTIONS, MOUNT_POINTS, FILES, names, [path.read_text("utf-8") for path in MODULE])


def command(names: tuple[str, ...], archive: Path, *, undated: bool = False) -> list[str]:
    """The mmdebstrap words that write the root as a tar file; `undated` accepts an index past its date."""
    extra = [UNDATED] if undated else []
    return ["mmdebstrap", *OPTIONS, *_hooks(), *extra, f"--include={','.join(names)}", SUITE, str(archive)]


def _hooks() -> list[str]:
    """Uploaded, not read in place: another user's mmdebstrap may not enter the checkout."""
    inside = [f"/tmp/{path.name}" for path in MODULE]  # noqa: S108 - of the new root
    uploads = [f"upload {shlex.quote(str(path))} {there}" for path, there in zip(MODULE, inside, strict=True)]
    return [f"--customize-hook={step}" for step in (*uploads, f'chroot "$1" sh {inside[-1]}')]


def out_of_date(output: str) -> bool:
    """Whether apt refused only because the archive's index is past its date or not valid yet."""
    return re.search(r"is expired|not valid yet|Valid-Until", output) is not None


def ready() -> Path:
    """The path of the complete runtime root, built if need be (about a minute, 400 MB)."""
    names = packages(PACKAGES.read_text("utf-8"))

    def build(folder: Path, hold: int) -> None:
        say(f"root: building Debian {SUITE} with {len(names)} packages and what they need (about a minute)")
        archive = folder / "root.tar"
        _bootstrap(names, archive, hold)
        say("root: unpacking")
        _unpack(archive, folder, hold)
        prepare(folder)

    return cache.built("root", identity(names), build)


def _bootstrap(names: tuple[str, ...], archive: Path, hold: int) -> None:
    outcome = _run(command(names, archive), archive.parent, hold)
    if outcome.status and out_of_date(outcome.output):
        say("root: warning: the archive's index is past its date; its signature is still checked; going on")
        outcome = _run(command(names, archive, undated=True), archive.parent, hold)
    if outcome.status:
        raise explain("the runtime root could not be built", outcome.output)


def _run(argv: list[str], folder: Path, hold: int) -> Outcome:
    """As root, mmdebstrap mounts things: walled off, so that its mounts and processes end with the builder.

    Another user's mmdebstrap makes such walls itself, and works in /tmp because its subordinate users may not
    enter the cache.
    """
    if os.geteuid():
        return follow(argv, hold=hold, shown=_step)
    work = folder / "work"
    work.mkdir(exist_ok=True)
    outcome = follow([*WALLS, *argv], hold=hold, shown=_step, environment={**os.environ, "TMPDIR": str(work)})
    shutil.rmtree(work, ignore_errors=True)
    return outcome


def _step(line: str) -> str | None:
    if " hook: " in line:
        return None
    if "-hook " in line:
        return "root: building the Asterisk module"
    return f"root: {line[3:]}" if re.match("I: (running|downloading|extracting|installing|creating)", line) else None


def _unpack(archive: Path, folder: Path, hold: int) -> None:
    """Every file belongs to the builder: the sandbox has no capabilities, so ownership decides what it may read."""
    unpack = ["tar", "-x", "-p", "--no-same-owner", "--exclude=./dev/*", "-C", str(folder), "-f", str(archive)]
    outcome = follow(unpack, hold=hold)
    if outcome.status:
        raise explain("the runtime root could not be unpacked", outcome.output)
    archive.unlink()


def prepare(folder: Path) -> None:
    """Make the places that the sandbox binds: folders, and plain files instead of links that lead outside."""
    for inside in MOUNT_POINTS:
        (folder / inside.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
        (folder / name).touch()
