"""The runtime root: a Debian file system without a kernel, in which Asterisk and the demo's phones run."""

from pathlib import Path

from image import cache
from image.bootstrap import OPTIONS, SUITE, Build, Recipe, bootstrap, packages
from image.processes import say
from image.sandbox import MOUNT_POINTS

HERE = Path(__file__).parent
PACKAGES = HERE / "mmdebstrap" / "packages.txt"
ASTERISK_MODULE = Build(
    "the Asterisk modules",
    HERE / "asterisk" / "build.sh",
    (HERE / "asterisk" / "func_frame_sequence.c", HERE / "asterisk" / "func_messages_waiting.c"),
)
FILES = ("etc/hosts", "etc/localtime", "etc/resolv.conf")


def recipe() -> Recipe:
    return Recipe("root", packages(PACKAGES.read_text("utf-8")), (ASTERISK_MODULE,))


def identity(made: Recipe) -> str:
    """The fingerprint of a root with these packages, and what is built in it."""
    return cache.fingerprint(SUITE, OPTIONS, MOUNT_POINTS, FILES, made.packages, made.texts())


def ready() -> Path:
    """The path of the complete runtime root, built if need be (about a minute, 400 MB)."""
    made = recipe()

    def build(folder: Path, hold: int) -> None:
        count = len(made.packages)
        say(f"root: building Debian {SUITE} with {count} packages and what they need (about a minute)")
        bootstrap(made, folder, hold)
        prepare(folder)

    return cache.built(made.kind, identity(made), build)


def prepare(folder: Path) -> None:
    """Make the places that the sandbox binds: folders, and plain files instead of links that lead outside."""
    for inside in MOUNT_POINTS:
        (folder / inside.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
        (folder / name).touch()


def beside(kind: str, listed: Path, what: str) -> Path:
    """The complete root of the packages in a list, for work that no box does (about a minute)."""
    made = Recipe(kind, packages(listed.read_text("utf-8")), ())

    def build(folder: Path, hold: int) -> None:
        say(f"{kind}: building Debian {SUITE} with {what} (about a minute)")
        bootstrap(made, folder, hold)
        prepare(folder)

    return cache.built(kind, identity(made), build)
