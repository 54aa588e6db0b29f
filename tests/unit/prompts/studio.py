"""Prompts in memory: ports that obey their contracts, without sox, database or Asterisk."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from appliance.contact.prompts.judgement import samples
from appliance.contact.prompts.making import Maker
from appliance.contact.prompts.model import Change, Kind, Origin, Source, Version
from appliance.contact.prompts.service import Prompts
from tests.unit.prompts.tones import tone

NOW = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
UPLOADED = Origin(Source.UPLOAD, file="greeting.wav")


def change(reason: str = "r", author: str = "ann") -> Change:
    return Change(author, reason, NOW)


@dataclass
class Shelf:
    """What Asterisk would find; built-in prompts hold their own name."""

    own: dict[tuple[str, str], bytes] = field(default_factory=dict)
    built: Mapping[str, Collection[str]] = field(default_factory=lambda: {"zh": {"welcome"}, "en": {"welcome"}})

    def built_in(self, language: str) -> Collection[str]:
        return self.built[language]

    def read_built_in(self, language: str, name: str) -> bytes:
        return f"{language}/{name}".encode()

    def place(self, language: str, name: str, wav: bytes) -> None:
        self.own[language, name] = wav

    def withdraw(self, language: str, name: str) -> None:
        self.own.pop((language, name), None)


@dataclass
class Store:
    """Versions in memory."""

    versions: dict[str, list[Version]] = field(default_factory=dict)
    sounds: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> Mapping[str, Any] | None:
        return self.versions[key][-1].body if key in self.versions else None

    def all(self) -> Mapping[str, Mapping[str, Any]]:
        return {key: body for key in self.versions if (body := self.get(key)) is not None}

    def history(self, key: str) -> Sequence[Version]:
        return self.versions.get(key, [])

    def put(self, key: str, body: Mapping[str, Any], change: Change) -> int:
        return self._add(key, body, change)

    def remove(self, key: str, change: Change) -> None:
        self._add(key, None, change)

    def keep_audio(self, wav: bytes) -> str:
        digest = hashlib.sha256(wav).hexdigest()
        self.sounds[digest] = wav
        return digest

    def want(self, digests: Collection[str]) -> Collection[str]:
        return set(digests) & self.sounds.keys()

    def audio(self, digest: str) -> bytes:
        return self.sounds[digest]

    def _add(self, key: str, body: Mapping[str, Any] | None, change: Change) -> int:
        versions = self.versions.setdefault(key, [])
        versions.append(Version(len(versions) + 1, body, change.author, change.reason, change.at))
        return len(versions)


class Tools:
    """Loudness is plain RMS; nothing is resampled."""

    def decode(self, data: bytes, kind: Kind, seconds: int) -> bytes:
        return data

    def telephone(self, wav: bytes) -> bytes:
        return wav

    def loudness(self, wav: bytes) -> float | None:
        power = float(np.mean((samples(wav)[0] / 32768) ** 2))
        return 10 * float(np.log10(power)) if power else None

    def speak(self, text: str, voice: str, speed: int) -> bytes:
        return tone(hertz=300 + 10 * len(text) + speed, peak_db=-12)


@dataclass
class Uses:
    """Who plays what, as a test says."""

    playing: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)

    def flows(self, prompt: str) -> Sequence[str]:
        return self.playing.get(prompt, [])

    def elsewhere(self, prompt: str) -> Sequence[str]:
        return self.others.get(prompt, [])

    def queues(self, music: str) -> Sequence[str]:
        return self.waiting.get(music, [])


class Studio:
    """The service with its fakes."""

    def __init__(self) -> None:
        self.store, self.shelf, self.tools, self.uses = Store(), Shelf(), Tools(), Uses()
        self.prompts = Prompts(self.store, self.shelf, self.tools, self.uses, Maker(self.tools, self.store, -21, 300))
