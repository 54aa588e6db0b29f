"""The chain names every row that was changed, taken out or put in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.recording.model import FindingKind, Recording, Retention
from appliance.contact.recording.register import GENESIS, Head, chained, check, entry_hash
from tests.unit.recording.fakes import START

PLAIN = Recording(UUID(int=9), "box", None, "1.1", START, 1000, 99, "", "ab" * 32, "0badcafe", "cd" * 40)


def register(length: int) -> tuple[list[Recording], Head]:
    rows: list[Recording] = []
    head = Head()
    for number in range(1, length + 1):
        draft = replace(PLAIN, id=UUID(int=number), file=f"{number}.sealed")
        rows.append(chained(draft, rows[-1] if rows else None, head))
        head = Head(rows[-1].seq, rows[-1].hash)
    return rows, head


def found(rows: list[Recording], head: Head) -> list[tuple[FindingKind, str]]:
    return [(finding.kind, finding.name) for finding in check(rows, head)]


def rehashed(row: Recording) -> Recording:
    return replace(row, hash=entry_hash(row))


def test_an_untouched_register_has_no_findings() -> None:
    for length in range(5):
        assert found(*register(length)) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda row: replace(row, contact=UUID(int=77)),
        lambda row: replace(row, channel="2.2"),
        lambda row: replace(row, started_at=START + timedelta(microseconds=1)),
        lambda row: replace(row, duration_ms=1001),
        lambda row: replace(row, bytes=100),
        lambda row: replace(row, sha256="ac" * 32),
        lambda row: replace(row, key_id="0badcaff"),
        lambda row: replace(row, wrapped_key="ce" * 40),
        lambda row: replace(row, retention=Retention.COMPLAINT),
        lambda row: replace(row, node="other"),
        lambda row: replace(row, id=UUID(int=78)),
        lambda row: replace(row, hash="0" * 64),
    ],
)
def test_every_edited_value_names_its_row(edit: Callable[[Recording], Recording]) -> None:
    rows, head = register(4)
    rows[1] = edit(rows[1])
    assert (FindingKind.ROW_CHANGED, "2.sealed") in found(rows, head)


def test_an_edit_with_its_hash_made_anew_breaks_the_chain() -> None:
    rows, head = register(4)
    rows[1] = rehashed(replace(rows[1], duration_ms=5))
    assert found(rows, head) == [(FindingKind.CHAIN_BROKEN, "3.sealed")]


def test_an_edit_with_all_hashes_made_anew_contradicts_the_head() -> None:
    rows, head = register(3)
    rows[1] = rehashed(replace(rows[1], duration_ms=5))
    rows[2] = rehashed(replace(rows[2], previous=rows[1].hash))
    assert found(rows, head) == [(FindingKind.HEAD_MISMATCH, "#3")]


@given(st.data())
def test_every_row_taken_out_is_named(data: st.DataObject) -> None:
    rows, head = register(6)
    gone = data.draw(st.integers(1, 6))
    del rows[gone - 1]
    assert found(rows, head) == [(FindingKind.ROW_REMOVED, f"#{gone}")]


def test_rows_cut_off_at_the_end_are_named() -> None:
    rows, head = register(5)
    assert found(rows[:2], head) == [(FindingKind.ROW_REMOVED, "#3-#5")]
    assert found([], head) == [(FindingKind.ROW_REMOVED, "#1-#5")]


def test_a_row_put_in_at_the_end_contradicts_the_head() -> None:
    rows, head = register(3)
    rows.append(chained(PLAIN, rows[-1], head))
    assert found(rows, head) == [(FindingKind.HEAD_MISMATCH, "#4")]


def test_the_place_of_a_time_zone_does_not_matter() -> None:
    moved = replace(PLAIN, started_at=START.astimezone(timezone(timedelta(hours=8))))
    assert entry_hash(moved) == entry_hash(PLAIN)


def test_sealing_on_after_a_cut_keeps_the_gap_visible() -> None:
    rows, head = register(5)
    del rows[3:]
    rows.append(chained(PLAIN, rows[-1], head))
    assert rows[-1].seq == 6
    assert found(rows, Head(6, rows[-1].hash)) == [(FindingKind.ROW_REMOVED, "#4-#5")]


def test_sealing_on_after_the_head_was_lost_keeps_the_break_visible() -> None:
    rows, _ = register(3)
    rows.append(chained(replace(PLAIN, file="4.sealed"), rows[-1], Head()))
    assert (rows[-1].seq, rows[-1].previous) == (4, GENESIS)
    assert found(rows, Head(4, rows[-1].hash)) == [(FindingKind.CHAIN_BROKEN, "4.sealed")]


def test_an_entry_whose_head_was_not_written_is_continued() -> None:
    rows, _ = register(3)
    after = chained(PLAIN, rows[-1], Head(2, rows[1].hash))
    assert (after.seq, after.previous) == (4, rows[2].hash)
