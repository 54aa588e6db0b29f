"""Where the running processes of a box are asked."""

from pathlib import Path

ENGINE = "engine"
JOBS = "jobs"


def socket_of(state: Path, process: str) -> Path:
    """The control socket of `process` below the state folder."""
    return state / "run" / f"{process}.sock"
