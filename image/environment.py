"""The Python environment: one virtual environment per lock file and interpreter, shared by all checkouts."""

import os
import platform
import sys
import venv
from pathlib import Path

from image import cache, scripts
from image.processes import follow, say
from image.refusal import explain
from image.sandbox import command

CHECKOUT = Path(__file__).parent.parent
LOCK = CHECKOUT / "requirements" / "lock.txt"
INSIDE = "/srv/environment"
"""Where the box's environment is bound, when it is made and ever after."""

OWN_ENVIRONMENT = ("PIP_", "SSL_", "REQUESTS_", "CURL_", "HTTP_", "HTTPS_", "NO_PROXY", "ALL_PROXY")


def packages(environment: Path) -> Path:
    """The site-packages folder of a virtual environment."""
    return next((environment / "lib").glob("python3.*")) / "site-packages"


def pins(lock: str) -> list[str]:
    """The lines of a lock file that count: no comments, no blank ones."""
    return [line.strip() for line in lock.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def identity() -> str:
    """The fingerprint of the lock file and of the interpreter that runs this."""
    return cache.fingerprint(_pins(), platform.python_version(), os.path.realpath(sys.executable))


def ready() -> Path:
    """The complete shared environment for the interpreter that runs this."""

    def build(folder: Path, hold: int) -> None:
        say(f"environment: creating it for Python {platform.python_version()}")
        venv.create(folder, with_pip=True, symlinks=True)
        _install([str(folder / "bin/python")], LOCK, hold)
        scripts.write(folder / "bin", cache.place() / f"venv-{identity()}/bin/python", packages(folder))

    return cache.built("venv", identity(), build)


def boxed_identity(root: Path) -> str:
    """The fingerprint of the lock file and of the runtime root whose Python it is installed for."""
    return cache.fingerprint(_pins(), root.name, INSIDE)


def ready_in_box(root: Path) -> Path:
    """The complete environment for the Python inside `root`, to be bound at INSIDE."""

    def build(folder: Path, hold: int) -> None:
        say("environment: creating it for the Python of the runtime root")
        binds = {LOCK: "/srv/lock.txt", **_pip_files()}
        own = {name: value for name, value in os.environ.items() if name.upper().startswith(OWN_ENVIRONMENT)}
        own["XDG_CONFIG_DIRS"] = "/srv/xdg"

        def inside(*argv: str) -> list[str]:
            return command(root, argv, read_only=binds, writable={folder: INSIDE}, environment=own)

        outcome = follow(inside("/usr/bin/python3", "-m", "venv", INSIDE), hold=hold)
        if outcome.status:
            raise explain("the environment could not be created", outcome.output)
        _install(inside(f"{INSIDE}/bin/python"), Path("/srv/lock.txt"), hold)

    return cache.built("box", boxed_identity(root), build)


def _pins() -> list[str]:
    return pins(LOCK.read_text("utf-8"))


def _pip_files() -> dict[Path, str]:
    """The host's certificates and pip settings, at the places where the box's pip looks for them."""
    places = {
        Path("/etc/ssl/certs"): "/etc/ssl/certs",
        Path("/etc/pip.conf"): "/srv/xdg/pip/pip.conf",
        Path.home() / ".pip/pip.conf": "/tmp/.pip/pip.conf",  # noqa: S108 - the box's home
        Path.home() / ".config/pip/pip.conf": "/tmp/.config/pip/pip.conf",  # noqa: S108 - of the sandbox
    }
    return {path: inside for path, inside in places.items() if path.exists()}


def _install(python: list[str], lock: Path, hold: int) -> None:
    words = ["-m", "pip", "install", "--no-input", "--progress-bar=off", "--require-hashes", "-r", str(lock)]
    outcome = follow([*python, *words], hold=hold, shown=_step)
    if outcome.status:
        raise explain("the Python packages could not be installed", outcome.output)


def _step(line: str) -> str | None:
    return f"environment: {line.partition(' (from')[0]}" if line.startswith(("Collecting", "ERROR")) else None
