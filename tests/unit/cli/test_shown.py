"""Values and tables as people read them."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.cli.shown import Column, Kind, Reader, clock_time, plain, size
from appliance.cli.table import fields, pad, table, width
from appliance.cli.words import words

READER = Reader(words("en"), lambda: ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("坐席", 4),
        ("Ａ", 2),
        ("，", 2),
        ("ｱ", 1),
        ("é", 1),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("한", 2),
    ],
)
def test_the_width_on_a_terminal(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.lists(st.tuples(*[st.text("a坐é ，", max_size=6)] * 3), max_size=5), st.tuples(*[st.booleans()] * 3))
def test_columns_start_under_one_another(rows: list[tuple[str, str, str]], right: tuple[bool, bool, bool]) -> None:
    lines = table(("h", "席", "x"), rows, right).split("\n")
    assert len(lines) == len(rows) + 1
    widths = [max(map(width, column)) for column in zip(("h", "席", "x"), *rows, strict=True)]
    for line, row in zip(lines, [("h", "席", "x"), *rows], strict=True):
        expected = "  ".join(pad(cell, w, right=r) for cell, w, r in zip(row, widths, right, strict=True))
        assert line == expected.rstrip()
        assert width(expected) == sum(widths) + 4


def test_a_table_with_wide_characters() -> None:
    assert table(("坐席", "n"), [("王小明", "1"), ("Ann", "22")], (False, True)).split("\n") == [
        "坐席     n",
        "王小明   1",
        "Ann     22",
    ]


def test_fields_line_up_their_values() -> None:
    assert fields([("坐席", "a"), ("x", "b"), ("y", "")]) == "坐席  a\nx     b\ny"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.TEXT, None, "-"),
        (Kind.TEXT, "", "-"),
        (Kind.TEXT, [], "-"),
        (Kind.TEXT, {}, "-"),
        (Kind.TEXT, "two\nlines", "two lines"),
        (Kind.TEXT, ["a", "b"], "a, b"),
        (Kind.TEXT, {"sales": 3, "x": None}, "sales=3 x=-"),
        (Kind.NUMBER, 0, "0"),
        (Kind.SECONDS, 0, "0:00"),
        (Kind.SECONDS, 59.99, "0:59"),
        (Kind.SECONDS, 3600, "1:00:00"),
        (Kind.MILLISECONDS, 61_500, "1:01"),
        (Kind.PERCENT, 92.345, "92.3 %"),
        (Kind.BYTES, 999, "999 B"),
        (Kind.STATE, "wrap-up", "wrap-up"),
        (Kind.STATE, "brand-new", "brand-new"),
        (Kind.MOMENT, "2024-05-08T16:30:15.999999+00:00", "2024-05-09 00:30:15"),
        (Kind.TRUTH, True, "yes"),
        (Kind.TRUTH, False, "no"),
    ],
)
def test_a_cell(kind: Kind, value: Any, shown: str) -> None:
    assert READER.cell(kind, value) == shown


def test_no_rows_are_said_to_be_none() -> None:
    assert READER.table([Column("agent")], []) == "(none)"


def test_the_zone_is_not_asked_for_without_a_time() -> None:
    def no_zone() -> ZoneInfo:
        raise AssertionError("asked")

    assert Reader(words("zh"), no_zone).fields([Column("since", Kind.MOMENT)], {"since": None}) == "自  -"


@given(st.integers(0, 10**7))
def test_clock_times_count_up(seconds: int) -> None:
    parts = [int(part) for part in clock_time(seconds).split(":")]
    assert sum(part * 60**place for place, part in enumerate(reversed(parts))) == seconds


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 B"), (1500, "1.5 kB"), (119_552_044, "119.6 MB"), (10**15, "1000.0 TB")]
)
def test_sizes(count: int, shown: str) -> None:
    assert size(count) == shown


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_value_is_shown_on_one_line(value: Any) -> None:
    shown = plain(value)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown


def test_a_callers_name_cannot_steer_the_terminal() -> None:
    assert plain("\x1b[31mBob\x07\u202e") == "[31mBob"
