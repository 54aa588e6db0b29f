"""No exception is swallowed unnamed and nothing sleeps, and both would be found."""

from pathlib import Path

import pytest

from tests.architecture.habits import bare_excepts, sleeps
from tests.architecture.sources import PRODUCT, read
from tests.architecture.trees import grow, listed

FILE = "drivers/watch.py"


def test_the_tree_names_what_it_catches() -> None:
    found = list(bare_excepts(read(packages=(*PRODUCT, "tests"))))
    assert not found, listed(found)


def test_the_tree_waits_for_events_not_for_time() -> None:
    found = list(sleeps(read()))
    assert not found, listed(found)


def test_a_bare_except_is_found(tmp_path: Path) -> None:
    text = "try:\n    f()\nexcept ValueError:\n    pass\ntry:\n    f()\nexcept:\n    pass\n"
    assert list(bare_excepts(grow(tmp_path, {FILE: text}))) == [f"{FILE}:7: except without naming what is caught"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import time\ntime.sleep(1)", 1),
        ("import time as t\nt.sleep(1)", 1),
        ("from time import sleep\nsleep(0.1)", 1),
        ("from time import sleep as nap\nnap(0.1)", 1),
        ("import asyncio\nasync def f():\n    await asyncio.sleep(delay)", 1),
        ("from asyncio import sleep\nasync def f():\n    await sleep(1)", 1),
        ("import asyncio\nasync def f():\n    await asyncio.sleep(0)", 0),
        ("clock.sleep(1)", 0),
        ("def sleep(seconds): ...\nsleep(1)", 0),
    ],
)
def test_a_sleep_is_found_by_whatever_name(tmp_path: Path, text: str, found: int) -> None:
    sources = grow(tmp_path, {FILE: text})
    assert len(list(sleeps(sources, {}))) == found
    assert list(sleeps(sources, {"drivers.watch": "a reason"} if found else {})) == []


def test_an_exemption_that_nobody_needs_is_found(tmp_path: Path) -> None:
    (found,) = sleeps(grow(tmp_path, {FILE: "x = 1"}), {"drivers.watch": "a reason"})
    assert found.startswith("drivers.watch no longer sleeps")
