"""What Asterisk keeps in memory survives a power cut as it was copied last, and is nobody else's."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from appliance.system import memory
from appliance.system.paths import Paths


class Box:
    def __init__(self, folder: Path) -> None:
        self.paths, self.shared = Paths(folder / "state"), folder / "shared"
        (self.paths.asterisk / "lib").mkdir(parents=True)
        self.shared.mkdir()

    @property
    def folder(self) -> Path:
        return memory.folder(self.paths, self.shared)

    def put(self, value: str) -> None:
        with closing(sqlite3.connect(self.folder / memory.DATABASE)) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS astdb (key TEXT PRIMARY KEY, value TEXT)")
            database.execute("INSERT OR REPLACE INTO astdb VALUES ('contact', ?)", (value,))

    def kept(self) -> str:
        with closing(sqlite3.connect(self.folder / memory.DATABASE)) as database:
            return str(database.execute("SELECT value FROM astdb").fetchone()[0])

    def save(self) -> bool:
        return memory.save(self.paths, self.shared)

    def power_cut(self) -> None:
        memory.remove(self.paths, self.shared)

    def restore(self) -> None:
        memory.restore(self.paths, self.shared)


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def test_what_was_copied_is_there_after_a_power_cut(box: Box) -> None:
    box.put("one")
    assert box.save()
    box.put("two")
    box.power_cut()
    box.restore()
    assert box.kept() == "one"


def test_what_is_in_memory_is_newer_than_the_copy(box: Box) -> None:
    box.put("one")
    box.save()
    box.put("two")
    box.restore()
    assert box.kept() == "two"


def test_only_what_has_changed_is_copied(box: Box) -> None:
    assert not box.save()
    box.put("one")
    assert box.save()
    assert not box.save()


def test_a_copy_that_does_not_fit_leaves_the_last_one(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.put("one")
    box.save()
    box.put("two")
    fresh = box.paths.asterisk / "lib" / "astdb.new"
    fresh.mkdir()
    with pytest.raises(OSError, match=r"."):
        box.save()
    fresh.rmdir()
    box.power_cut()
    box.restore()
    assert box.kept() == "one"


def test_nobody_else_sees_it_and_a_name_that_is_taken_is_not_used(box: Box) -> None:
    assert box.folder.stat().st_mode & 0o777 == 0o700
    name = box.folder.name
    box.power_cut()
    (box.shared / name).symlink_to(box.shared)
    assert box.folder == box.paths.asterisk / "memory"


def test_without_shared_memory_the_disk_has_to_do(tmp_path: Path) -> None:
    box = Box(tmp_path)
    assert memory.folder(box.paths, tmp_path / "nowhere") == box.paths.asterisk / "memory"
