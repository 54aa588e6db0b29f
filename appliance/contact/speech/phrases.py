"""Phrases found in what was said. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from appliance.contact.speech.model import SIDES, Line, Listening, Mark, PhraseList, Side, Transcript, Word

GAP_MS = 2000
"""A longer silence ends a phrase."""


def marks(transcript: Transcript, lists: Iterable[PhraseList]) -> tuple[Mark, ...]:
    """What the lists say about a transcript, by list and time."""
    ours = (one for one in lists if one.language in ("", transcript.language))
    return tuple(mark for one in ours for mark in _of_list(transcript, one))


def heard(lines: Iterable[Line], phrase: str, side: Side | None = None) -> Iterator[tuple[Side, int, int]]:
    """Where a phrase begins and ends: its words one after another, whatever the spelling of case and width."""
    wanted = plain(phrase)
    for of in SIDES if side is None else (side,):
        words = [word for line in lines if line.side is of for word in line.words]
        for stretch in _stretches(words):
            yield from ((of, start, end) for start, end in _in(stretch, wanted))


def plain(text: str) -> str:
    """Letters and digits alone: what two ways of writing the same have in common."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _of_list(transcript: Transcript, one: PhraseList) -> Iterator[Mark]:
    found = [
        Mark(transcript.recording, one.name, phrase, *place)
        for phrase in one.phrases
        for place in heard(transcript.lines, phrase, one.side)
    ]
    if one.kind is Listening.FORBIDDEN:
        yield from sorted(found, key=lambda mark: mark.from_ms)
    elif not any(not one.within or mark.from_ms < one.within * 1000 for mark in found):
        side, until = one.side or Side.AGENT, one.within * 1000
        yield Mark(transcript.recording, one.name, "; ".join(one.phrases), side, 0, until, heard=False)


def _stretches(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words with no long silence between them."""
    stretch: list[Word] = []
    for word in words:
        if stretch and word.from_ms - stretch[-1].to_ms > GAP_MS:
            yield stretch
            stretch = []
        stretch.append(word)
    if stretch:
        yield stretch


def _in(words: Sequence[Word], wanted: str) -> Iterator[tuple[int, int]]:
    """Beginning and end of each place; in a language with spaces a phrase begins where a word does."""
    text, owner, begins = "", list[int](), set[int]()
    for number, word in enumerate(words):
        letters = plain(word.text)
        if word.text[:1].isspace() or not letters[:1].isascii() or number == 0:
            begins.add(len(text))
        text += letters
        owner += [number] * len(letters)
    ends = {*begins, len(text)}
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        last = at + len(wanted)
        if not wanted.isascii() or (at in begins and last in ends):
            yield words[owner[at]].from_ms, words[owner[last - 1]].to_ms
        at = text.find(wanted, at + 1)


def texts(recording: UUID, lines: Iterable[Line], phrase: str) -> tuple[Mark, ...]:
    """Where somebody's own words are found, as marks of no list."""
    return tuple(Mark(recording, "", phrase, *place) for place in heard(tuple(lines), phrase))
