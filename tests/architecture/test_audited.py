"""Bandit finds nothing that nobody has judged, and what is installed is what the lock file names, by its hash."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import PRODUCT, ROOT

CHOSEN = ("B404", "B603", "B607", "B406")
"""Processes are started in one place from lists (ruff.toml says why); XML is written by saxutils, never read."""
JUDGED = re.compile(r"# noqa: .*\bS\d{3}\b.* - \S")
"""A line that was looked at, with the reason why it stays. Ruff's S rules are Bandit's, so both go by one mark."""
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+) \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)


def findings(folders: Iterator[Path] | list[Path]) -> list[dict[str, Any]]:
    """What Bandit finds below the folders, each with the lines it is about."""
    command = [sys.executable, "-m", "bandit", "--quiet", "--format", "json", "--skip", ",".join(CHOSEN), "--recursive"]
    done = subprocess.run([*command, *map(str, folders)], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert report["metrics"]["_totals"]["loc"], "nothing was read"
    return list(report["results"])


def unjudged(found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{item['filename']}:{item['line_number']}: {item['test_id']} {item['issue_text']}"
        for item in found
        if not any(JUDGED.search(line) for line in _lines(item))
    ]


def _lines(item: dict[str, Any]) -> list[str]:
    lines = Path(item["filename"]).read_text(encoding="utf-8").splitlines()
    return lines[item["line_range"][0] - 1 : item["line_range"][-1]]


@pytest.mark.timeout(300)
def test_bandit_finds_nothing_that_was_not_judged() -> None:
    there = [ROOT / folder for folder in PRODUCT if (ROOT / folder).is_dir()]
    assert unjudged(findings(there)) == []


def test_bandit_would_find_it(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("import pickle\npickle.loads(b'')\neval('1')  # noqa: S307 - drawn here\n")
    found = unjudged(findings([tmp_path]))
    assert len(found) == 2, found
    assert not any("B307" in line for line in found)


def test_what_is_installed_is_what_the_lock_file_names() -> None:
    text = (ROOT / "requirements" / "lock.txt").read_text()
    names = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
    pinned = dict(PINNED.findall(text))
    assert sorted(pinned) == sorted(names), "each has its hashes"
    there = {re.sub(r"[-_.]+", "-", item.name).lower(): item.version for item in distributions()}
    assert {name: there.get(name) for name in pinned} == pinned
    assert set(there) - set(pinned) <= {"callstead", "pip", "setuptools"}
