"""One command inside the runtime root, with the checkout and the root's own Python environment bound."""

from collections.abc import Sequence
from pathlib import Path

from image.environment import INSIDE
from image.sandbox import SEARCH_PATH, command

CHECKOUT = "/srv/checkout"
ENVIRONMENT = {
    "CALLSTEAD_ROOT": "/",
    "PATH": f"{INSIDE}/bin:{SEARCH_PATH}",
    "PYTHONDONTWRITEBYTECODE": "1",
    "HYPOTHESIS_STORAGE_DIRECTORY": "/tmp/hypothesis",  # noqa: S108 - the checkout is read-only there
}


def words(root: Path, environment: Path, checkout: Path, argv: Sequence[str]) -> list[str]:
    """The bubblewrap words that run `argv` in the read-only checkout under the root's Python."""
    binds = {environment: INSIDE, checkout: CHECKOUT}
    return command(root, argv, read_only=binds, writable={}, environment=ENVIRONMENT, folder=CHECKOUT)
