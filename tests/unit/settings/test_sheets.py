"""Documents as rows of a sheet: whatever a document holds comes back from its cells; what a sheet would change."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.desk.settings.forms import NotSo
from appliance.desk.settings.known import KINDS
from appliance.desk.settings.model import Field, Shape
from appliance.desk.settings.sheets.cells import read, written
from appliance.desk.settings.sheets.plan import SINGLY, Plan, Row, planned, rows_of

FIELDS = {
    f"{kind.name}.{field.name}": field
    for kind in KINDS.values()
    for field in kind.fields
    if field.shape is not Shape.SECRET
}
SHARP = st.sampled_from(
    ["", " ", "'", '"', "=1+1", "'=x", "a, b", "1\n2", "yes", "5", "[1]", '"x"', "-", "　", "是", "\r\n", "\x01"]
)
TEXT = st.one_of(SHARP, st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))


def values(field: Field) -> st.SearchStrategy[Any]:
    """Anything of the field's shape, also what no rule would let pass."""
    match field.shape:
        case Shape.TRUTH:
            return st.booleans()
        case Shape.WHOLE:
            return st.integers(-(10**6), 10**6)
        case Shape.DECIMAL:
            return st.one_of(st.integers(0, 99), st.floats(0, 1000, allow_nan=False))
        case Shape.LEVELS:
            return st.dictionaries(TEXT, st.integers(0, 9), max_size=3)
        case Shape.PAIRS:
            return st.dictionaries(TEXT, TEXT, max_size=3)
        case Shape.NAMES | Shape.CHOICES | Shape.TEXTS:
            return st.lists(TEXT, max_size=4)
        case Shape.ROWS:
            return st.lists(
                st.fixed_dictionaries({}, optional={one.name: values(one) for one in field.columns}), max_size=3
            )
    return TEXT


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_whatever_a_field_holds_comes_back_from_its_cell(data: st.DataObject) -> None:
    field = FIELDS[data.draw(st.sampled_from(sorted(FIELDS)))]
    value = data.draw(values(field))
    assert read(field, written(field, value)) == value


BODIES: Mapping[str, Mapping[str, Any]] = {
    "8001": {"name": "Li Na", "team": "east", "queues": ["sales"], "skills": {"tea": 5, "coffee": 3}},
    "8002": {},
    "8003": {"name": "=cmd()", "lines": 2, "pin": "…", "unknown": [1]},
}


def plan_of(
    kind: str, rows: list[dict[str, str]], bodies: Any = BODIES, *, whole: bool = False, may: Any = None
) -> Plan:
    numbered = [Row(number, row) for number, row in enumerate(rows, 2)]
    return planned(KINDS[kind], numbered, bodies, may or (lambda key, body: True), whole=whole)


def test_what_was_written_changes_nothing() -> None:
    rows = list(rows_of(KINDS["agent"], BODIES))
    assert rows[0]["skills"] == "tea=5, coffee=3"
    assert "pin" not in rows[2]
    found = plan_of("agent", rows, whole=True)
    assert (found.same, found.documents, found.troubles) == (list(BODIES), {}, [])


def test_new_changed_and_removed_are_told_apart_and_columns_that_are_not_there_stay() -> None:
    rows = [{"key": "8001", "name": "Li"}, {"key": "8009", "name": "Zhao"}]
    found = plan_of("agent", rows)
    assert (found.new, found.changed, found.removed) == (["8009"], ["8001"], [])
    assert found.documents["8001"] == {**BODIES["8001"], "name": "Li"}
    found = plan_of("agent", rows, whole=True)
    assert found.removed == ["8002", "8003"]
    assert found.documents["8002"] is None


def test_an_empty_cell_is_the_default() -> None:
    found = plan_of("agent", [{"key": "8003", "name": "", "lines": ""}])
    assert (found.documents["8003"] or {})["name"] == ""
    assert (found.documents["8003"] or {})["lines"] != 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ({"key": "80"}, "", ""),
        ({"key": ""}, "key", "setting-missing"),
        ({"key": "8 1"}, "key", "setting-key-malformed"),
        ({"key": "8009", "lines": "two"}, "lines", "setting-not-whole"),
        ({"key": "8009", "lines": "99"}, "lines", "setting-out-of-range"),
        ({"key": "8009", "skills": "tea"}, "skills", "setting-malformed"),
        ({"key": "8009", "skills": "tea=5, tea=6"}, "skills", "setting-twice"),
        ({"key": "8009", "hide_number": "maybe"}, "hide_number", "sheet-cell-not-truth"),
        ({"key": "8009", "outbound_number": "4.00800E+09"}, "outbound_number", "sheet-cell-rounded"),
        ({"key": "8009", "language": "fr"}, "language", "setting-not-known"),
        ({"key": "8009", "pin": "12"}, "pin", "setting-malformed"),
        ({"key": "8009", "lines": "1", "capacity": "2"}, "capacity", "setting-out-of-range"),
    ],
)
def test_each_bad_row_is_named_with_its_column(row: dict[str, str], column: str, code: str) -> None:
    found = plan_of("agent", [{"key": "8008"}, row]).troubles
    assert [(one.row, one.column, one.code) for one in found] == ([(3, column, code)] if code else [])


def test_a_password_is_taken_and_never_told() -> None:
    found = plan_of("agent", [{"key": "8001", "pin": "47110815"}, {"key": "8002", "pin": "x4711"}])
    assert found.passwords == {"8001": {"pin": "47110815"}, "8002": {"pin": "x4711"}}
    assert "4711" not in str(found.troubles)


def test_a_row_twice_and_a_row_of_somebody_else_are_refused() -> None:
    found = plan_of("agent", [{"key": "8001"}, {"key": "8001"}]).troubles
    assert [(one.row, one.code, one.details["first"]) for one in found] == [(3, "sheet-row-twice", 2)]
    found = plan_of(
        "agent", [{"key": "8001", "team": "west"}], may=lambda key, body: body.get("team") != "west"
    ).troubles
    assert [(one.row, one.code) for one in found] == [(2, "sheet-row-foreign")]


def test_entries_of_a_list_are_added_or_replace_those_there() -> None:
    bodies = {"site": {"incoming": ["111", "222"], "withheld": True}}
    rows = [{"list": "incoming", "entry": "222"}, {"list": "incoming", "entry": "333"}]
    assert plan_of("number-block", rows, bodies).documents == {
        "site": {"incoming": ["111", "222", "333"], "withheld": True}
    }
    assert (plan_of("number-block", rows, bodies, whole=True).documents["site"] or {})["incoming"] == ["222", "333"]
    wrong = plan_of("number-block", [{"list": "sideways", "entry": "1"}, {"list": "incoming", "entry": "x"}], bodies)
    assert [(one.row, one.column) for one in wrong.troubles] == [(2, "list"), (3, "entry")]
    for kind in SINGLY:
        own = {KINDS[kind].only or "vip": {name: ["123", "456"] for name in SINGLY[kind]}}
        back = plan_of(kind, list(rows_of(KINDS[kind], own)), own, whole=True)
        assert (back.documents, back.troubles) == ({}, []), kind


def test_what_is_no_value_says_so_by_its_code() -> None:
    with pytest.raises(NotSo):
        read(FIELDS["queue.overflow"], "after=60; where=there")
    assert read(FIELDS["queue.overflow"], "after=60; queue=support") == [{"after": 60, "queue": "support"}]
    with pytest.raises(NotSo):
        read(FIELDS["queue.ageing"], "NaN")
