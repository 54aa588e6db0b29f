"""Nothing kept names this machine, and if it did it would be found."""

import os
from pathlib import Path

import pytest

from tests.architecture.portable import Machine, kept_files, this_machine, unportable
from tests.architecture.sources import ROOT
from tests.architecture.trees import listed

PIP = [Path("/etc/pip.conf"), Path.home() / ".config" / "pip" / "pip.conf", Path.home() / ".pip" / "pip.conf"]
MACHINE = Machine(("/checkouts/", "/checkouts/x/venv"), ("mirror.example",))


def test_the_tree_names_no_machine() -> None:
    found = list(unportable(ROOT, this_machine(ROOT, os.environ, PIP)))
    assert not found, listed(found)


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("a.py", 'STATE = "/checkouts/callstead/x"', 1),
        ("a.py", 'STATE = "/var/checkouts/x"', 0),
        ("lock.json", '"resolved": "https://mirror.example/a.tgz"', 1),
        ("lock.json", '"resolved": "https://registry.npmjs.org/a.tgz"', 0),
        ("notes.md", "see /" + "home/li/notes", 1),
        ("notes.md", "the folder $ROOT/home/li/notes", 0),
        ("requirements.txt", "--extra-index" + "-url https://pypi" + ".org/simple", 1),
        ("requirements.txt", "click==8.5.1 --hash=sha256:00", 0),
    ],
)
def test_a_line_that_names_a_machine_is_found(tmp_path: Path, name: str, line: str, found: int) -> None:
    (tmp_path / name).write_text(f"\n{line}\n")
    problems = list(unportable(tmp_path, MACHINE))
    assert len(problems) == found
    assert all(problem.startswith(f"{name}:2: ") for problem in problems)


def test_what_git_ignores_and_what_is_no_text_is_passed(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("# made\nbuild/\n*.log\n")
    (tmp_path / "build").mkdir()
    for name in ("build/a", "b.log", "c.txt"):
        (tmp_path / name).write_text("mirror.example")
    (tmp_path / "d.bin").write_bytes(b"\xff mirror.example")
    assert list(unportable(tmp_path, MACHINE)) == ["c.txt:1: host mirror.example"]
    assert [file.name for file in kept_files(tmp_path)] == [".gitignore", "c.txt", "d.bin"]


@pytest.mark.parametrize(
    ("root", "path"), [("/checkouts/callstead", "/checkouts/"), ("/opt/callstead", "/opt/callstead"), ("/x", "/x")]
)
def test_what_is_true_of_a_machine(tmp_path: Path, root: str, path: str) -> None:
    pip = tmp_path / "pip.conf"
    pip.write_text(
        "[global]\nindex-url = https://mirror.example/simple\nextra-index-url = https://pypi" + ".org/simple\n"
    )
    environment = {
        "GOPROXY": "https://go.example,direct",
        "npm_config_registry": "https://npm.example/",
        "PATH": "/bin",
    }
    machine = this_machine(Path(root), environment, [pip])
    assert path in machine.paths
    assert machine.hosts == ("go.example", "mirror.example", "npm.example")
