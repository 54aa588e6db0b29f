"""A second checkout on the same machine: ready at once, with programs that work."""

import subprocess
import time
from pathlib import Path

import pytest

from image import checkout, environment

pytestmark = pytest.mark.wire


def test_a_checkout_shares_the_environment(tmp_path: Path) -> None:
    shared = environment.ready()
    place = tmp_path / "a second checkout"
    (place / "appliance").mkdir(parents=True)
    (place / "appliance/__init__.py").write_text("ours = True\n")
    start = time.monotonic()
    folder = checkout.attach(place, shared)
    assert time.monotonic() - start < 20, "copying takes minutes"
    code = "import appliance, sqlalchemy; print(appliance.ours, sqlalchemy.__file__)"
    printed = subprocess.run([folder / "bin/python", "-c", code], capture_output=True, text=True, cwd="/").stdout
    assert printed.startswith(f"True {shared}/")
    for program in ("pytest", "mypy", "ruff", "alembic", "supervisord"):
        done = subprocess.run([folder / "bin" / program, "--version"], capture_output=True, text=True)
        assert (program, done.returncode, done.stderr) == (program, 0, "")


def test_an_environment_that_fits_is_left_alone_and_another_is_replaced(tmp_path: Path) -> None:
    shared = environment.ready()
    folder = checkout.attach(tmp_path, shared)
    (folder / "mark").touch()
    checkout.attach(tmp_path, shared)
    assert (folder / "mark").exists()
    (folder / checkout.STAMP).write_text("elsewhere")
    checkout.attach(tmp_path, shared)
    assert not (folder / "mark").exists()
