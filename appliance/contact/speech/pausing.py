"""What was said while a recording paused is in no transcript: pure."""

from collections.abc import Iterable, Iterator

from appliance.contact.speech.model import Line, Word

Span = tuple[int, int]


def without(lines: Iterable[Line], pauses: Iterable[Span]) -> Iterator[Line]:
    """The lines without the words that touch a pause (ms): engines hear what is not there in silence."""
    spans = tuple(pauses)
    for line in lines:
        if words := tuple(word for word in line.words if not any(_touch(word, span) for span in spans)):
            yield Line(line.side, words)


def _touch(word: Word, span: Span) -> bool:
    return word.from_ms < span[1] and word.to_ms > span[0]
