"""What prompts and music need from the rest of the box."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from appliance.contact.prompts.model import Change, Kind, Version


class Store(Protocol):
    """Versioned documents of one kind, and the sounds that they name."""

    def get(self, key: str) -> Mapping[str, Any] | None: ...

    def all(self) -> Mapping[str, Mapping[str, Any]]: ...

    def history(self, key: str) -> Sequence[Version]:
        """Every version, the oldest first."""
        ...

    def put(self, key: str, body: Mapping[str, Any], change: Change) -> int:
        """The version that now holds `body`."""
        ...

    def remove(self, key: str, change: Change) -> None: ...

    def keep_audio(self, wav: bytes) -> str:
        """Keep a sound, as long as a version that can be gone back to names it; its SHA-256."""
        ...

    def want(self, digests: Collection[str]) -> Collection[str]:
        """Those that are there; they stay until a version that is about to be written names them."""
        ...

    def audio(self, digest: str) -> bytes: ...


class Shelf(Protocol):
    """Where Asterisk finds prompts; a change counts from the next time a prompt is played."""

    def built_in(self, language: str) -> Collection[str]:
        """The names of the prompts that came with the box."""
        ...

    def read_built_in(self, language: str, name: str) -> bytes: ...

    def place(self, language: str, name: str, wav: bytes) -> None: ...

    def withdraw(self, language: str, name: str) -> None:
        """Back to the built-in prompt, or to none."""
        ...


class Tools(Protocol):
    """Audio tools; sounds are whole WAV files of 16 bit. They raise SoundDamaged."""

    def decode(self, data: bytes, kind: Kind, seconds: int) -> bytes:
        """At the file's own rate, no longer than `seconds`."""
        ...

    def telephone(self, wav: bytes) -> bytes:
        """8 kHz, mono, without silence at either end."""
        ...

    def loudness(self, wav: bytes) -> float | None:
        """Integrated loudness in LUFS (ITU-R BS.1770); None of silence."""
        ...

    def speak(self, text: str, voice: str, speed: int) -> bytes:
        """`text` in a voice of espeak-ng, at `speed` words a minute."""
        ...


class Uses(Protocol):
    """Who plays what."""

    def flows(self, prompt: str) -> Sequence[str]:
        """The published flows that play a prompt of that name."""
        ...

    def elsewhere(self, prompt: str) -> Sequence[str]:
        """The queues and voicemail boxes that play a prompt of that name, as `queue sales`."""
        ...

    def queues(self, music: str) -> Sequence[str]:
        """The queues whose callers hear that class."""
        ...
