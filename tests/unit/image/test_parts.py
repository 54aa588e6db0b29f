import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Barrier

import pytest

from image import parts
from image.parts import failing


def outcomes(**statuses: list[int]) -> Callable[[str], int]:
    return lambda part: statuses[part].pop(0)


def test_what_passes_is_done_once() -> None:
    assert failing(["a", "b"], outcomes(a=[0], b=[0]), 2) == ([], [])


def test_what_fails_is_done_once_more() -> None:
    assert failing(["a", "b", "c"], outcomes(a=[1, 1], b=[0], c=[124, 0]), 2) == (["a"], ["c"])


def test_parts_run_side_by_side_and_a_second_try_alone() -> None:
    together = Barrier(2, timeout=10)
    order: list[str] = []

    def do(part: str) -> int:
        order.append(part)
        if len(order) < 3:
            together.wait()
        return int(len(order) < 3)

    assert failing(["a", "b"], do, 2) == ([], ["a", "b"])
    assert sorted(order[:2]) == ["a", "b"]
    assert order[2:] == ["a", "b"]


def test_the_words_of_a_part_have_commas_between(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One folder for what it leaves, named after the first."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert parts.work(["tests/a.py,tests/b.py"], tmp_path / "machine", tmp_path, tmp_path / "out", 1) == 0
    ((*_, into, _, machine, one, other),) = commands
    assert (into, machine) == (str(tmp_path / "out/a"), str(tmp_path / "machine"))
    assert (one, other) == ("tests/a.py", "tests/b.py")
