"""The journal file: what is in it after every way of ending."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.model import Batch, Mark
from appliance.events import Event

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
SOURCE = UUID("01950000-0000-7000-8000-000000000001")


def batch(position: int) -> Batch:
    return Batch(Mark(SOURCE, position), (Event("leg.opened", AT, SOURCE, None, {"n": position, "名": "值"}),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.journal"


def test_it_gives_back_what_it_was_given(path: Path) -> None:
    assert JournalFile(path).load() == []
    JournalFile(path).append([batch(1), batch(2)])
    JournalFile(path).append([batch(3)])
    assert JournalFile(path).load() == [batch(1), batch(2), batch(3)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_cleared_it_is_gone(path: Path) -> None:
    journal = JournalFile(path)
    journal.append([batch(1)])
    journal.clear()
    assert not path.exists()
    journal.clear()
    journal.append([batch(2)])
    assert journal.load() == [batch(2)]


def test_every_cut_leaves_the_whole_lines_and_can_go_on(path: Path) -> None:
    JournalFile(path).append([batch(1), batch(2)])
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        journal = JournalFile(path)
        kept = [batch(1), batch(2)][: (length >= first) + (length == len(whole))]
        assert journal.load() == kept
        journal.append([batch(9)])
        assert journal.load() == [*kept, batch(9)]


@pytest.mark.parametrize("line", [b"{}", b"[]", b"null", b"\xff\xfe", b'{"source":"x","position":1,"events":[]}', b"7"])
def test_a_spoilt_line_costs_only_itself(path: Path, line: bytes, caplog: pytest.LogCaptureFixture) -> None:
    journal = JournalFile(path)
    journal.append([batch(1)])
    with path.open("ab") as file:
        file.write(line + b"\n")
    journal.append([batch(2)])
    assert journal.load() == [batch(1), batch(2)]
    assert "cannot be read" in caplog.text


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        JournalFile(tmp_path / "missing" / "ledger.journal").append([batch(1)])
