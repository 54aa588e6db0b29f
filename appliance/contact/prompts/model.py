"""Prompts, their sound, and music on hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of files that are taken."""

    WAV = "wav"
    MP3 = "mp3"


class Source(StrEnum):
    """Where a prompt comes from."""

    BUILT_IN = "built-in"
    UPLOAD = "upload"
    VOICE = "voice"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Sound:
    """Telephone audio (WAV, 8 kHz, 16 bit, mono), kept under its SHA-256; loudness in LUFS, before and after."""

    audio: str
    duration_ms: int
    loudness_before: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Origin:
    """How a sound was made: from `file`, or by `voice` saying `text` at `speed` words a minute, or at `phone`."""

    source: Source
    file: str = ""
    text: str = ""
    voice: str = ""
    speed: int = 0
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of our own in one language; it hides a built-in one of the same name."""

    name: str
    language: str
    origin: Origin
    sound: Sound

    @property
    def key(self) -> str:
        return key(self.language, self.name)

    def body(self) -> dict[str, Any]:
        return asdict(self.origin) | asdict(self.sound)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of something, with who made it and why; `body` is None where it was removed."""

    version: int
    body: Mapping[str, Any] | None
    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes something, why (in their words) and when (UTC)."""

    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Track:
    """One piece of music in a class."""

    name: str
    file: str
    sound: Sound


def key(language: str, name: str) -> str:
    """Under which a prompt of ours is kept."""
    return f"{language}/{name}"


def prompt(key: str, body: Mapping[str, Any]) -> Prompt:
    """A prompt as `Prompt.body` has written it."""
    language, _, name = key.partition("/")
    return Prompt(name, language, _origin(body), sound(body))


def sound(body: Mapping[str, Any]) -> Sound:
    return Sound(body["audio"], body["duration_ms"], body["loudness_before"], body["loudness"])


def _origin(body: Mapping[str, Any]) -> Origin:
    texts = {name: body.get(name, "") for name in ("file", "text", "voice", "phone")}
    return Origin(Source(body["source"]), speed=body.get("speed", 0), **texts)
