"""Phrases found in transcripts, and what of them becomes a mark."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.speech.document import decode, encode, list_body, parse_list, parse_rule, rule_body
from appliance.contact.speech.errors import PhraseListInvalid, SpeechRuleInvalid, TranscriptDamaged
from appliance.contact.speech.model import Line, Listening, PhraseList, Side, SpeechRule, Transcript, Word
from appliance.contact.speech.pacing import may
from appliance.contact.speech.pausing import without
from appliance.contact.speech.phrases import heard, marks, plain
from appliance.contact.speech.sealing import CHANCE, seal, unseal

RECORDING = UUID(int=7)
AT = datetime(2026, 5, 4, tzinfo=UTC)


def line(side: Side, text: str, start: int = 0, each: int = 300) -> Line:
    """English by words, Chinese by characters, as engines write them."""
    parts = [f" {word}" for word in text.split()] if text.isascii() else list(text)
    times = range(start, start + each * len(parts), each)
    return Line(side, tuple(Word(part, at, at + each) for part, at in zip(parts, times, strict=True)))


def said(*lines: Line, language: str = "en") -> Transcript:
    return Transcript(RECORDING, "m", language, AT, lines)


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("Please, try AGAIN later.", "please try again", [(0, 900)]),
        ("it is your fault", "our fault", []),
        ("a faulty line", "fault", []),
        ("fault and fault", "fault", [(0, 300), (600, 900)]),
        ("投诉你们", "投诉", [(0, 600)]),
        ("我要，投诉！", "要投诉", [(300, 1500)]),
        ("ＡＢＣ公司", "abc公司", [(0, 1500)]),
        ("anything", "", []),
        ("anything", "?!", []),
    ],
)
def test_a_phrase_is_found_whatever_its_spelling(text: str, phrase: str, found: list[tuple[int, int]]) -> None:
    assert [(start, end) for _, start, end in heard([line(Side.AGENT, text)], phrase)] == found


def test_a_phrase_goes_on_over_lines_but_not_over_a_long_silence_or_to_the_other_side() -> None:
    first = line(Side.AGENT, "thank you")
    assert list(heard([first, line(Side.AGENT, "for calling", 900)], "you for")) == [(Side.AGENT, 300, 1200)]
    assert not list(heard([first, line(Side.AGENT, "for calling", 9000)], "you for"))
    assert not list(heard([first, line(Side.CUSTOMER, "for calling", 900)], "you for"))


def test_forbidden_phrases_are_marked_where_they_are_heard_on_the_side_that_counts() -> None:
    rule = PhraseList("rude", ("shut up", "stupid"), side=Side.AGENT)
    spoken = said(line(Side.CUSTOMER, "shut up"), line(Side.AGENT, "that is stupid", 1000))
    assert [(mark.phrase, mark.side, mark.from_ms, mark.heard) for mark in marks(spoken, [rule])] == [
        ("stupid", Side.AGENT, 1600, True)
    ]


@pytest.mark.parametrize(
    ("start", "within", "kept"), [(0, 10, True), (9000, 10, True), (11_000, 10, False), (11_000, 0, True)]
)
def test_a_required_phrase_is_marked_where_it_is_missing(start: int, within: int, kept: bool) -> None:
    rule = PhraseList("greeting", ("good morning", "hello"), Listening.REQUIRED, Side.AGENT, within=within)
    found = marks(said(line(Side.AGENT, "hello there", start)), [rule])
    assert [mark.heard for mark in found] == ([] if kept else [False])


def test_a_list_is_for_its_language() -> None:
    rule = PhraseList("rude", ("stupid",), language="zh")
    assert not marks(said(line(Side.AGENT, "stupid")), [rule])


WORDS = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=8)


@given(WORDS, WORDS, WORDS)
def test_whatever_is_said_around_it_a_phrase_is_found_at_its_words(
    before: list[str], phrase: list[str], after: list[str]
) -> None:
    spoken = line(Side.CUSTOMER, " ".join([*before, *phrase, *after]))
    places = [(start, end) for _, start, end in heard([spoken], " ".join(phrase))]
    assert (300 * len(before), 300 * (len(before) + len(phrase))) in places


@given(st.text())
def test_what_is_plain_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(text) or not text.isascii()


def test_a_transcript_comes_back_as_it_was_sealed_and_nothing_else_opens() -> None:
    spoken = said(line(Side.AGENT, "您好"), line(Side.CUSTOMER, "my card number is", 900), language="zh")
    key, chance = b"k" * 32, bytes(range(CHANCE))
    sealed = seal(RECORDING, key, encode(spoken), chance)
    assert b"card" not in sealed
    assert decode(unseal(RECORDING, key, sealed)) == spoken
    for recording, other, data in (
        (UUID(int=8), key, sealed),
        (RECORDING, b"x" * 32, sealed),
        (RECORDING, key, sealed[:-1]),
        (RECORDING, key, sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (RECORDING, key, b"RIFF" + sealed),
        (RECORDING, key, b""),
    ):
        with pytest.raises(TranscriptDamaged):
            unseal(recording, other, data)


def test_nothing_of_a_pause_is_kept() -> None:
    spoken = line(Side.CUSTOMER, "my card is four five six thank you")
    (kept,) = without([spoken], [(900, 1800)])
    assert kept.text == "my card is thank you"
    assert not list(without([spoken], [(0, 10_000)]))


@pytest.mark.parametrize(
    ("load", "own", "paused", "works"),
    [
        (0.0, 0, False, True),
        (1.4, 0, False, True),
        (1.5, 0, False, False),
        (2.4, 1, False, True),
        (1.2, 0, True, False),
    ],
)
def test_it_gives_way_to_others_and_comes_back_when_they_have_calmed_down(
    load: float, own: int, paused: bool, works: bool
) -> None:
    assert may(load, own, 2, 0.7, paused=paused) is works


def test_documents_keep_lists_and_the_rule() -> None:
    rule = PhraseList("a", ("x", "y"), Listening.REQUIRED, Side.CUSTOMER, "zh", 30)
    assert parse_list("a", list_body(rule)) == rule
    assert parse_list("a", {}) == PhraseList("a")
    assert parse_rule(rule_body(SpeechRule(True, 2, 1.5))) == SpeechRule(True, 2, 1.5)


@pytest.mark.parametrize(
    "body",
    [
        {"phrases": "x"},
        {"phrases": [" "]},
        {"kind": "nice"},
        {"side": "both"},
        {"language": "fr"},
        {"within": -1},
        {"a": 1},
    ],
)
def test_lists_that_mean_nothing(body: dict[str, object]) -> None:
    with pytest.raises(PhraseListInvalid):
        parse_list("a", body)


@pytest.mark.parametrize("body", [{"automatic": 1}, {"threads": 0}, {"most_load": 0}, {"most_load": True}, {"x": 1}])
def test_rules_that_mean_nothing(body: dict[str, object]) -> None:
    with pytest.raises(SpeechRuleInvalid):
        parse_rule(body)
