"""Whatever root does to a chain, an anchor that was told before names it; nothing is named that was not done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.recording.anchor import Anchor, check, decode, encode, mark, read_statement
from appliance.contact.recording.anchor_rule import AnchorRule, PlaceKind, parse_place, rule, wanted
from appliance.contact.recording.model import Finding, FindingKind, Recording, sealed_name
from appliance.contact.recording.register import Head, chained, head_of
from tests.unit.recording.fakes import START


def chain(channels: Sequence[str]) -> list[Recording]:
    rows: list[Recording] = []
    for number, channel in enumerate(channels, 1):
        identity = UUID(int=number)
        plain = Recording(
            identity, "box", None, channel, START, 1000, 9, sealed_name(identity), "ab" * 32, "0badcafe", "cd" * 40
        )
        last = rows[-1] if rows else None
        rows.append(chained(plain, last, head_of(last)))
    return rows


def anchored(rows: Sequence[Recording], after: int = 0, minutes: int = 0) -> Anchor:
    marks = tuple(mark(row) for row in rows if row.seq > after)
    return Anchor("box", START + timedelta(minutes=minutes), head_of(rows[-1] if rows else None), Head(), marks)


def found(anchors: Sequence[Anchor], rows: Sequence[Recording]) -> list[tuple[FindingKind, str]]:
    return [(item.kind, item.name) for item in check(anchors, rows, ())]


ROWS = chain("abcdef")


def test_what_only_grew_is_no_finding() -> None:
    first, second = anchored(ROWS[:3]), anchored(ROWS[:5], after=3, minutes=1)
    assert found([second, first], ROWS) == []
    assert found([], ROWS) == []
    assert found([anchored([])], ROWS) == []


def test_a_chain_computed_anew_names_the_entry_that_was_changed() -> None:
    rewritten = chain("abXdef")
    assert found([anchored(ROWS)], rewritten) == [(FindingKind.ROW_CHANGED, "#3"), (FindingKind.CHAIN_BROKEN, "#4")]


def test_a_chain_cut_short_and_grown_again_names_what_is_gone_and_what_stands_there() -> None:
    assert found([anchored(ROWS)], ROWS[:4]) == [(FindingKind.ROW_REMOVED, "#5"), (FindingKind.ROW_REMOVED, "#6")]
    assert (FindingKind.ROW_CHANGED, "#5") in found([anchored(ROWS)], chain("abcdXY"))


def test_a_line_alone_shows_that_something_was_done_before_it() -> None:
    line = f"Nov 22 box callstead 7 anchor - {anchored(ROWS).statement}\n"
    known = read_statement(line)
    assert known.entries == ()
    assert (known.node, known.at, known.register) == ("box", START, head_of(ROWS[-1]))
    assert found([known], ROWS) == []
    assert found([known], chain("abXdef")) == [(FindingKind.CHAIN_BROKEN, "#6")]
    assert found([known], ROWS[:2]) == [(FindingKind.ROW_REMOVED, "#6")]
    assert read_statement(anchored(ROWS).statement.replace(" changes", "\n  changes")) == known
    for wrong in ("", "callstead recordings box", line.replace("register", "x")):
        with pytest.raises(ValueError, match="no statement"):
            read_statement(wrong)


def test_an_anchor_put_in_later_takes_no_other_away() -> None:
    rewritten = chain("abXdef")
    forged = anchored(rewritten, minutes=-60)
    assert (FindingKind.ROW_CHANGED, "#3") in found([anchored(ROWS), forged], rewritten)


@given(
    st.text("abc", min_size=1, max_size=12),
    st.text("abc", max_size=12),
    st.lists(st.integers(0, 12), max_size=4),
)
def test_a_chain_is_whole_exactly_if_it_begins_as_it_was_told(before: str, after: str, cuts: list[int]) -> None:
    rows, now = chain(before), chain(after)
    ends = sorted({min(cut, len(rows)) for cut in cuts} | {len(rows)})
    anchors = [anchored(rows[:end], after=start, minutes=end) for start, end in zip([0, *ends], ends, strict=False)]
    named = found(anchors, now)
    assert (named == []) == after.startswith(before)
    differing = {f"#{number}" for number, pair in enumerate(zip(before, after, strict=False), 1) if pair[0] != pair[1]}
    assert {name for kind, name in named if kind is FindingKind.ROW_CHANGED} == differing
    gone = {f"#{number}" for number in range(len(after) + 1, len(before) + 1)}
    assert {name for kind, name in named if kind is FindingKind.ROW_REMOVED} == gone


def test_an_anchor_is_read_as_it_was_written() -> None:
    anchor = replace(anchored(ROWS), changes=Head(2, "cd" * 32), later=(mark(ROWS[0]),))
    assert decode(encode(anchor)) == anchor
    for wrong in ("", "[]", "{}", encode(anchor)[:-20], encode(anchor).replace('"register"', '"x"')):
        with pytest.raises(ValueError, match=r"."):
            decode(wrong)


@pytest.mark.parametrize(
    ("text", "kind", "host", "port", "address"),
    [
        ("/mnt/usb", PlaceKind.FOLDER, "", 0, "/mnt/usb"),
        ("syslog+udp://log", PlaceKind.SYSLOG_UDP, "log", 514, ""),
        ("syslog+tls://[::1]:7000", PlaceKind.SYSLOG_TLS, "::1", 7000, ""),
        ("smtp://mail.example:2525/a@b.example", PlaceKind.MAIL, "mail.example", 2525, "a@b.example"),
        ("tsa+https://tsa.example/tsr", PlaceKind.TIME_STAMP, "tsa.example", 0, "https://tsa.example/tsr"),
    ],
)
def test_places(text: str, kind: PlaceKind, host: str, port: int, address: str) -> None:
    place = parse_place(text)
    assert (place.kind, place.host, place.port, place.address) == (kind, host, port, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mnt/usb",
        "ftp://x",
        "syslog+udp://",
        "smtp://mail",
        "syslog+udp://log:0",
        "syslog+udp://a:70000",
        "smtp://a b/c@d",
    ],
)
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is all it says
        parse_place(text)


def test_when_the_next_is_due() -> None:
    hour, now = timedelta(hours=1), START
    assert wanted(None, False, now, 60) == timedelta(0)
    assert wanted(now, True, now, 60) == hour
    assert wanted(now, True, now + 2 * hour, 60) == timedelta(0)
    assert wanted(now, False, now + 2 * hour, 60) == 22 * hour
    assert rule({}) == AnchorRule(60, (), "")
    assert rule({"every": 5, "places": ["/a"]}) == AnchorRule(5, ("/a",), "")


def test_a_finding_says_what_it_was_and_when() -> None:
    (gone,) = check([anchored(ROWS[:1])], (), ())
    assert gone == Finding(FindingKind.ROW_REMOVED, "#1", f"{ROWS[0].file} was there at 2026-03-01T08:00:00+00:00")
