"""The caps hold, names say something, and what is public says what it promises."""

from pathlib import Path

import pytest

from tests.architecture.shape import nameless, too_large, undocumented
from tests.architecture.sources import PRODUCT, read
from tests.architecture.trees import grow, listed

FILE = "appliance/system/run.py"


def body(lines: int) -> str:
    return "".join(f"    x = {number}\n" for number in range(lines))


def methods(count: int, prefix: str = "m") -> str:
    return "class Many:\n" + "".join(f"    def {prefix}{number}(self): ...\n" for number in range(count))


def test_the_tree_keeps_the_caps() -> None:
    found = list(too_large(read(packages=(*PRODUCT, "tests"))))
    assert not found, listed(found)


def test_the_tree_names_what_it_holds() -> None:
    found = list(nameless(read(packages=(*PRODUCT, "tests"))))
    assert not found, listed(found)


def test_the_tree_documents_what_is_public() -> None:
    found = list(undocumented(read()))
    assert not found, listed(found)


@pytest.mark.parametrize(
    ("text", "large"),
    [
        ("x = 1\n" * 500, False),
        ("x = 1\n" * 501, True),
        ("def f():\n" + body(49), False),
        ("def f():\n" + body(50), True),
        ("async def f():\n" + body(50), True),
        ("class C:\n    def f(self):\n" + body(50).replace("    ", "        "), True),
        (methods(12), False),
        (methods(13), True),
        (methods(13, "_m"), False),
    ],
)
def test_a_cap_is_exact(tmp_path: Path, text: str, large: bool) -> None:
    assert len(list(too_large(grow(tmp_path, {FILE: text})))) == large


@pytest.mark.parametrize("name", ["utils", "helpers", "common"])
def test_a_name_that_says_nothing_is_found(tmp_path: Path, name: str) -> None:
    assert len(list(nameless(grow(tmp_path, {f"appliance/system/{name}.py": ""})))) == 1
    assert len(list(nameless(grow(tmp_path, {f"appliance/{name}/run.py": ""})))) == 3


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("", 0),
        ('"""Says it."""\nx = 1\n', 0),
        ("x = 1\n", 1),
        ('"""Says it."""\ndef f(): ...\nclass C: ...\nasync def g(): ...\n', 3),
        ('"""Says it."""\ndef _f(): ...\nclass _C: ...\n', 0),
        ('"""Says it."""\nclass C:\n    """Says it."""\n    def m(self): ...\n', 0),
    ],
)
def test_silence_is_found(tmp_path: Path, text: str, silent: int) -> None:
    assert len(list(undocumented(grow(tmp_path, {FILE: text})))) == silent


def test_a_migration_needs_its_module_documented_only(tmp_path: Path) -> None:
    sources = grow(tmp_path, {"appliance/store/migrations/versions/a.py": '"""Adds x."""\ndef upgrade(): ...\n'})
    assert list(undocumented(sources)) == []
