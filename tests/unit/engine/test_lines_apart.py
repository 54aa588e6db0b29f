"""Taking the configuration back: lines that are in force stay, since drivers and files would not follow."""

from pathlib import Path
from typing import Any

import pytest

from appliance.daemons.engine.commands import lines, versions
from appliance.daemons.engine.errors import LinesApart
from appliance.daemons.lines import KEY, KIND, InForce
from appliance.store.documents import Documents
from tests.unit.engine.commanded import NOON, Commanded

FILE = "asterisk/chan_dahdi.conf"


@pytest.fixture
def box(tmp_path: Path) -> Commanded:
    """Changes 1 and 4 are trunks, 2 and 3 lines that were applied."""
    box = Commanded(tmp_path, lambda engine: {**lines.handlers(engine), **versions.handlers(engine)})
    box.ask("trunk.add", trunk="a", match=["10.0.0.1"])
    for text in ("one", "two"):
        body = InForce({}, {FILE: text}, ()).body()
        Documents(box.engine.database).put(KIND, KEY, body, author="li", reason="applied", at=NOON)
    box.ask("trunk.add", trunk="b", match=["10.0.0.2"])
    return box


def in_force(box: Commanded) -> Any:
    body = Documents(box.engine.database).get(KIND, KEY)
    return body["files"][FILE] if body else None


def trunks(box: Commanded) -> list[str]:
    return [row["trunk"] for row in box.ask("trunk.list")]


@pytest.mark.parametrize("change", [2, 3])
def test_lines_that_were_applied_are_not_undone_here(box: Commanded, change: int) -> None:
    with pytest.raises(LinesApart):
        box.follow("config.undo", change=change, reason="no")
    assert in_force(box) == "two"


def test_another_change_is_undone_as_ever(box: Commanded) -> None:
    _, done = box.follow("config.undo", change=4, reason="no b")
    assert (trunks(box), done["done"], done["lines_stay"]) == (["a"], True, False)


@pytest.mark.parametrize(("change", "stays"), [(1, True), (2, True), (3, False)])
def test_all_else_is_restored_and_it_is_said_that_the_lines_stay(box: Commanded, change: int, stays: bool) -> None:
    differences, done = box.follow("config.restore", change=change, reason="back")
    assert (trunks(box), in_force(box)) == (["a"], "two")
    assert done["lines_stay"] is stays
    assert [difference["kind"] for difference in differences] == ["trunk"]


@pytest.mark.parametrize(
    ("documents", "keep", "stays"),
    [
        ({"trunk": {"c": {"match": ["10.0.0.3"]}}}, False, True),
        ({"trunk": {"c": {"match": ["10.0.0.3"]}}}, True, False),
        ({"lines": {"site": InForce({}, {FILE: "of another box"}, ()).body()}}, True, True),
    ],
    ids=["a file without lines", "and what it does not name stays", "the lines of another box"],
)
def test_an_import_leaves_the_lines(box: Commanded, documents: Any, keep: bool, stays: bool) -> None:
    _, done = box.follow("config.import", documents=documents, reason="in", keep=keep)
    assert in_force(box) == "two"
    assert done["lines_stay"] is stays
