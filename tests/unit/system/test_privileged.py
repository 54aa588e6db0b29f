"""The one program that runs as root: it knows its verbs and its files, and nothing else."""

from pathlib import Path

import pytest

from appliance.system.privileged import lines
from appliance.system.privileged.__main__ import VERBS


def test_the_files_of_the_lines_are_read_written_and_removed(tmp_path: Path) -> None:
    lines.write({"dahdi/system.conf": "bchan=1\n", "dahdi/modules": "wcte43x\n"}, tmp_path)
    assert lines.read(tmp_path) == {"dahdi/system.conf": "bchan=1\n", "dahdi/modules": "wcte43x\n"}
    lines.write({"dahdi/modules": None}, tmp_path)
    assert lines.read(tmp_path) == {"dahdi/system.conf": "bchan=1\n"}


@pytest.mark.parametrize("name", ["passwd", "../etc/passwd", "dahdi/../shadow", "/etc/shadow", "dahdi/init.conf"])
def test_no_other_file_is_written_and_then_none_is(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not of the lines"):
        lines.write({"dahdi/system.conf": "bchan=1\n", name: "x"}, tmp_path)
    assert lines.read(tmp_path) == {}


def test_what_can_be_ordered_is_a_short_list() -> None:
    assert sorted(VERBS) == ["lines.check", "lines.configure", "lines.read", "lines.write"]
