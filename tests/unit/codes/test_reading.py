"""Dialled digits read as orders, and tables that cannot be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.codes.document import parse, table_body
from appliance.contact.codes.errors import CodeDocumentInvalid
from appliance.contact.codes.lockout import CLOSED, Failures, failed, locked
from appliance.contact.codes.model import CODES, Action, CodeTable, Order
from appliance.contact.codes.reading import Dialled, clashes, read

KNOWN = Dialled(frozenset({"8001", "001"}), frozenset({"p1", "8001", "42"}), frozenset({"1"}))
TABLE = CodeTable()
DIGITS = st.text("*#0123456789", max_size=8)


@pytest.mark.parametrize(
    ("dialled", "order"),
    [
        ("*81", Order(Action.SIGN_IN)),
        ("*818001", Order(Action.SIGN_IN, "8001")),
        ("*81001", Order(Action.SIGN_IN, "001")),
        ("*819999", Order(Action.SIGN_IN, "9999")),
        ("*82", Order(Action.SIGN_OUT)),
        ("*842", Order(Action.PAUSE, "2")),
        ("*80", Order(Action.WRAPPED_UP)),
        ("*8", Order(Action.PICK_UP)),
        ("*88001", Order(Action.PICK_UP, "8001")),
        ("*8p1", Order(Action.PICK_UP, "p1")),
        ("*829", Order(Action.PICK_UP, "29")),
        ("*7", Order(Action.PARK)),
        ("*7701", Order(Action.PARK, "701")),
        ("*66", None),
        ("*3", Order(Action.PAGE)),
        ("*31", Order(Action.PAGE, "1")),
        ("8001", None),
        ("", None),
    ],
)
def test_what_is_dialled(dialled: str, order: Order | None) -> None:
    assert read(dialled, TABLE, KNOWN) == order


@given(DIGITS)
def test_whatever_is_dialled_has_one_reading_whose_code_begins_it(dialled: str) -> None:
    order = read(dialled, TABLE, KNOWN)
    assert order is None or CODES[order.action] + order.about == dialled


def test_the_built_in_table_is_clear_among_ordinary_numbers() -> None:
    assert list(clashes(TABLE, Dialled(frozenset({"8001"}), frozenset({"8001", "1001"})))) == []


@pytest.mark.parametrize(
    ("codes", "known", "found"),
    [
        ({Action.PARK: "7"}, Dialled(), "code-undialable"),
        ({Action.PARK: "*"}, Dialled(), "code-undialable"),
        ({Action.PARK: "*7x"}, Dialled(), "code-undialable"),
        ({Action.PARK: "*8"}, Dialled(), "code-ambiguous"),
        ({}, Dialled(phones=frozenset({"1"})), "code-ambiguous"),
        ({}, Dialled(agents=frozenset({"8001"}), phones=frozenset({"18001"})), "code-ambiguous"),
        ({}, Dialled(phones=frozenset({"42"})), "code-ambiguous"),
        ({Action.LISTEN: "*35"}, Dialled(pages=frozenset({"5"})), "code-ambiguous"),
    ],
)
def test_tables_that_cannot_stand(codes: dict[Action, str], known: Dialled, found: str) -> None:
    table = CodeTable({**CODES, **codes})
    assert found in {clash.code for clash in clashes(table, known)}


def test_reasons_are_dialled_with_digits() -> None:
    assert [clash.code for clash in clashes(CodeTable(reasons={"1a": "tea"}), Dialled())] == ["code-reason-undialable"]


@given(
    st.dictionaries(st.sampled_from(Action), st.sampled_from(["*1", "*2", "#33", "*81"])),
    st.dictionaries(DIGITS, st.text(min_size=1)),
)
def test_the_document_keeps_a_table(codes: dict[Action, str], reasons: dict[str, str]) -> None:
    table = CodeTable(codes, reasons)
    assert parse(table_body(table)) == table


def test_an_empty_document_is_the_built_in_table() -> None:
    assert parse({}) == TABLE
    assert parse({"codes": {"park": ""}}).codes.keys() == CODES.keys() - {Action.PARK}


def test_a_table_from_before_there_was_paging_keeps_its_codes() -> None:
    table = parse({"codes": {"park": "*3"}})
    assert table.codes[Action.PARK] == "*3"
    assert Action.PAGE not in table.codes


@pytest.mark.parametrize("body", [{"code": {}}, {"codes": []}, {"codes": {"fly": "*1"}}, {"reasons": {"1": 2}}])
def test_a_document_that_cannot_be_read(body: dict[str, object]) -> None:
    with pytest.raises(CodeDocumentInvalid):
        parse(body)


def test_the_third_wrong_pin_closes_and_time_opens() -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    known = Failures()
    for _ in range(2):
        known = failed(known, now)
        assert not locked(known, now)
    known = failed(known, now)
    assert locked(known, now + CLOSED - timedelta(seconds=1))
    assert not locked(known, now + CLOSED)
    assert not locked(failed(known, now + CLOSED), now + CLOSED)
