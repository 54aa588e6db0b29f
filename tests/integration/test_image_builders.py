"""Two builders of the same thing, one of which dies at the worst moment."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

pytestmark = pytest.mark.wire

WAITING = "thing: another builder is at work, waiting for it to finish"
BUILDER = """
import sys
from pathlib import Path
from image import cache

def build(folder, hold):
    (folder / "half").touch()
    print("at work", flush=True)
    sys.stdin.readline()
    (folder / "half").rename(folder / "whole")

print(cache.built("thing", "1", build, folder=Path(sys.argv[1])), flush=True)
"""


def builder(folder: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", BUILDER, str(folder)]
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def line(stream: IO[str] | None) -> str:
    return stream.readline().strip() if stream else ""


def test_the_second_waits_and_takes_nothing_half_built_from_a_dead_first(tmp_path: Path) -> None:
    with builder(tmp_path) as first:
        assert line(first.stdout) == "at work"
        with builder(tmp_path) as second:
            assert line(second.stderr) == WAITING
            assert not (tmp_path / "thing-1").exists()
            first.send_signal(signal.SIGKILL)
            first.wait(10)
            assert line(second.stderr) == "thing: removing thing-1.partial, left by a builder that died"
            assert line(second.stdout) == "at work"
            output, _ = second.communicate("\n", timeout=10)
    assert output.strip() == str(tmp_path / "thing-1")
    assert [path.name for path in (tmp_path / "thing-1").iterdir()] == ["whole"]


def test_the_second_uses_what_the_first_finished(tmp_path: Path) -> None:
    with builder(tmp_path) as first:
        assert line(first.stdout) == "at work"
        with builder(tmp_path) as second:
            assert line(second.stderr) == WAITING
            first.communicate("\n", timeout=10)
            output, _ = second.communicate("\n", timeout=10)
    assert output.strip() == str(tmp_path / "thing-1")
