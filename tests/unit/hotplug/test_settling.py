"""Words about one plug become one change, in time; written as tables of seconds and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.hotplug.model import Act, Change, Changes, Part
from drivers.hotplug.settling import LONGEST, QUIET, TOGETHER, Settling

ACTS = {"+": Act.ADDED, "-": Act.REMOVED, "*": Act.CHANGED}
SIGNS = {act: sign for sign, act in ACTS.items()}


def change(word: str) -> Change:
    return Change(Part.SPAN, ACTS[word[0]], word[1:], f"/devices/{word[1:]}")


def play(table: str) -> Settling:
    """`0.0 +span-1` a line: when, and what was heard; `?` is words that were lost."""
    state = Settling()
    for line in filter(None, map(str.strip, table.splitlines())):
        at, word = line.split()
        state = state.missed(float(at)) if word == "?" else state.heard(change(word), float(at))
    return state


def signs(told: Changes | None) -> list[str]:
    return [f"{SIGNS[item.act]}{item.name}" for item in told.changes] if told else []


@pytest.mark.parametrize(
    ("words", "comes_to"),
    [
        ("+a", ["+a"]),
        ("+a *a *a", ["+a"]),
        ("+a -a", []),
        ("+a -a +a", ["+a"]),
        ("-a +a", ["*a"]),
        ("-a +a -a", ["-a"]),
        ("*a -a", ["-a"]),
        ("*a *a", ["*a"]),
        ("+b +a *b -a +c", ["+b", "+c"]),
    ],
)
def test_words_about_one_thing_come_to_one_change_or_none(words: str, comes_to: list[str]) -> None:
    state = play("\n".join(f"{at}.0 {word}" for at, word in enumerate(words.split())))
    assert signs(state.settled(1000.0)) == comes_to


def test_it_is_told_when_it_has_been_quiet() -> None:
    state = play("""
        10.0 +span-1
        10.3 +span-2
    """)
    assert state.due == 10.3 + QUIET
    assert state.settled(10.3 + QUIET - 0.01) is None
    assert signs(state.settled(10.3 + QUIET)) == ["+span-1", "+span-2"]


def test_a_loose_contact_is_told_after_the_longest_wait() -> None:
    state = Settling()
    for tenth in range(100):
        state = state.heard(change("+*"[tenth % 2] + "span-1"), tenth / 10)
    assert state.due == LONGEST
    assert signs(state.settled(LONGEST)) == ["+span-1"]


def test_lost_words_are_told_even_when_nothing_else_was_heard() -> None:
    told = play("5.0 ?").settled(5.0 + QUIET)
    assert told == Changes(lost=True)


def test_what_was_heard_beside_lost_words_is_told_with_them() -> None:
    told = play("""
        5.0 +span-1
        5.1 ?
    """).settled(6.0)
    assert told
    assert (told.lost, signs(told)) == (True, ["+span-1"])


def test_nothing_heard_is_nothing_due() -> None:
    assert Settling().due is None
    assert Settling().settled(1000.0) is None


@given(st.lists(st.sampled_from("+-"), max_size=12), st.booleans())
def test_the_way_from_first_to_last_is_what_is_told(words: list[str], there: bool) -> None:
    """Whoever was told starts from what was there; words that could not follow one another are left out."""
    state, now = Settling(), there
    for at, word in enumerate(words):
        if (word == "+") is not now:
            now = word == "+"
            state = state.heard(change(f"{word}a"), float(at))
    told = signs(state.settled(1000.0))
    if now is not there:
        assert told == ["+a" if now else "-a"]
    else:
        assert told in ([], ["*a"])


def test_what_two_words_come_to_keeps_who_was_told_right() -> None:
    for (first, second), act in TOGETHER.items():
        assert first is not second
        assert (act is None) == ((first, second) == (Act.ADDED, Act.REMOVED))
