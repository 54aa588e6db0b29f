"""The caps hold, names say something, and every module says what it is about."""

from pathlib import Path

import pytest

from tests.architecture.shape import nameless, too_broad, too_large, undocumented
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


def test_the_classes_of_the_tree_do_one_thing() -> None:
    found = list(too_broad(read()))
    assert not found, listed(found)


def test_the_modules_of_the_tree_say_what_they_are_about() -> None:
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
    ],
)
def test_a_cap_is_exact(tmp_path: Path, text: str, large: bool) -> None:
    assert len(list(too_large(grow(tmp_path, {FILE: text})))) == large


@pytest.mark.parametrize(
    ("text", "broad"),
    [
        (methods(12), False),
        (methods(13), True),
        (methods(13).replace("    def", "    async def"), True),
        (methods(13, "_m"), False),
        (methods(13).replace("    def", "    @property\n    def"), False),
    ],
)
def test_a_broad_class_is_found(tmp_path: Path, text: str, broad: bool) -> None:
    assert len(list(too_broad(grow(tmp_path, {FILE: text})))) == broad


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
        ("# says it\nx = 1\n", 1),
    ],
)
def test_silence_is_found(tmp_path: Path, text: str, silent: int) -> None:
    assert len(list(undocumented(grow(tmp_path, {FILE: text})))) == silent
