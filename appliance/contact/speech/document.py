"""Phrase lists and the rule as they are written down (JSON objects), and transcripts as they are sealed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.speech.errors import PhraseListInvalid, SpeechRuleInvalid
from appliance.contact.speech.model import Line, Listening, PhraseList, Side, SpeechRule, Transcript, Word

LONGEST = 3600


def parse_list(name: str, body: Mapping[str, Any]) -> PhraseList:
    """Raises PhraseListInvalid naming the rule."""
    for rule, value in body.items():
        if rule not in _LIST or not _LIST[rule](value):
            raise PhraseListInvalid(list=name, rule=rule, value=str(value))
    values = dict(body)
    values["phrases"] = tuple(body.get("phrases", ()))
    values["kind"] = Listening(body.get("kind", Listening.FORBIDDEN))
    values["side"] = Side(body["side"]) if body.get("side") else None
    return PhraseList(name, **values)


def list_body(one: PhraseList) -> dict[str, Any]:
    """The inverse of `parse_list`."""
    side = one.side.value if one.side else ""
    kept = {"phrases": list(one.phrases), "kind": one.kind.value, "side": side}
    return {**kept, "language": one.language, "within": one.within}


def parse_rule(body: Mapping[str, Any]) -> SpeechRule:
    """Raises SpeechRuleInvalid naming the rule."""
    for rule, value in body.items():
        if rule not in _RULE or not _RULE[rule](value):
            raise SpeechRuleInvalid(rule=rule, value=str(value))
    return SpeechRule(**body)


def rule_body(rule: SpeechRule) -> dict[str, Any]:
    return asdict(rule)


def encode(transcript: Transcript) -> bytes:
    """A transcript as it is sealed."""
    lines = [
        {"side": line.side.value, "words": [[w.text, w.from_ms, w.to_ms, round(w.sure, 3)] for w in line.words]}
        for line in transcript.lines
    ]
    head = {"recording": str(transcript.recording), "model": transcript.model, "language": transcript.language}
    return json.dumps({**head, "at": transcript.at.isoformat(), "lines": lines}, ensure_ascii=False).encode()


def decode(data: bytes) -> Transcript:
    """The inverse of `encode`."""
    read = json.loads(data)
    lines = tuple(Line(Side(line["side"]), tuple(Word(*word) for word in line["words"])) for line in read["lines"])
    at = datetime.fromisoformat(read["at"])
    return Transcript(UUID(read["recording"]), read["model"], read["language"], at, lines)


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) and item.strip() for item in value)


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


_LIST: Mapping[str, Callable[[Any], bool]] = {
    "phrases": _texts,
    "kind": lambda value: isinstance(value, str) and value in set(Listening),
    "side": lambda value: value == "" or (isinstance(value, str) and value in set(Side)),
    "language": lambda value: value in ("", "zh", "en"),
    "within": _whole(0, LONGEST),
}
_RULE: Mapping[str, Callable[[Any], bool]] = {
    "automatic": lambda value: isinstance(value, bool),
    "threads": _whole(1, 16),
    "most_load": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1000,
}
