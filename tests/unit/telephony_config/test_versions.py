"""Versions on disk: switched in one step, kept for a while, whole after a crash."""

import os
from pathlib import Path

from appliance.telephony.config.versions import KEPT, Versions


def test_the_link_is_relative_and_switches(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    one, two = versions.write({"a.conf": "1"}), versions.write({"a.conf": "2"})
    versions.switch(one)
    versions.switch(two)
    assert (tmp_path / "current").readlink() == Path("versions") / two
    assert versions.current == two
    assert versions.files(one) == {"a.conf": "1"}


def test_nobody_else_reads_the_files(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    place = tmp_path / "versions" / versions.write({"a.conf": "1"})
    assert {path.stat().st_mode & 0o007 for path in place.iterdir()} == {0}


def test_the_newest_are_kept_and_the_current_always(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    first = versions.write({"a.conf": "first"})
    versions.switch(first)
    for number in range(KEPT + 5):
        name = versions.write({"a.conf": str(number)})
        os.utime(tmp_path / "versions" / name, ns=(number + 10**18 * 3, number + 10**18 * 3))
    os.utime(tmp_path / "versions" / first, ns=(1, 1))
    versions.switch(first)
    kept = {place.name for place in (tmp_path / "versions").iterdir()}
    assert first in kept
    assert len(kept) in {KEPT, KEPT + 1}
    assert versions.files(first) == {"a.conf": "first"}


def test_a_half_written_version_is_made_whole(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    name = versions.write({"a.conf": "1", "b.conf": "2"})
    left_over = tmp_path / "versions" / f".{name}"
    (tmp_path / "versions" / name).rename(left_over)
    (left_over / "b.conf").unlink()
    (left_over / "junk").write_text("x")
    assert versions.write({"a.conf": "1", "b.conf": "2"}) == name
    assert versions.files(name) == versions.written(name) == {"a.conf": "1", "b.conf": "2"}


def test_the_first_time_there_is_no_current(tmp_path: Path) -> None:
    assert Versions(tmp_path).current is None
