"""The prompts of the centre: taken in, shown, given out, removed, and brought back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from appliance.contact.prompts import model
from appliance.contact.prompts.errors import (
    PromptBuiltIn,
    PromptInUse,
    PromptTextMissing,
    PromptUnknown,
    SoundGone,
    VersionUnknown,
    VoiceUnknown,
)
from appliance.contact.prompts.making import Maker
from appliance.contact.prompts.model import Change, Origin, Prompt, Sound, Source, Version
from appliance.contact.prompts.naming import check_language, check_name
from appliance.contact.prompts.ports import Shelf, Store, Tools, Uses
from appliance.errors import LANGUAGES

VOICES = {
    "zh": {"female": "cmn+f3", "male": "cmn"},
    "en": {"female": "en-us+f3", "male": "en-us"},
}
SPEEDS = (80, 400)


class Prompts:
    """Every method that takes a `change` makes one version; what Asterisk finds follows at once."""

    def __init__(self, store: Store, shelf: Shelf, tools: Tools, uses: Uses, maker: Maker) -> None:
        self._store, self._shelf, self._tools, self._uses, self._maker = store, shelf, tools, uses, maker

    def add(self, name: str, language: str, data: bytes, origin: Origin, change: Change) -> Prompt:
        """Take a WAV or MP3 file, or what was recorded at a phone."""
        _check(name, language)
        return self._keep(name, language, origin, self._maker.from_file(data), change)

    def say(self, name: str, language: str, text: str, voice: str, speed: int, change: Change) -> Prompt:
        """Let the built-in voice say `text`."""
        _check(name, language)
        if not text.strip():
            raise PromptTextMissing(prompt=name)
        if voice not in VOICES[language]:
            raise VoiceUnknown(voice=voice, known=", ".join(sorted(VOICES[language])))
        slow, fast = SPEEDS
        speed = max(slow, min(speed, fast))
        sound = self._maker.make(self._tools.speak(text, VOICES[language][voice], speed))
        return self._keep(name, language, Origin(Source.VOICE, text=text, voice=voice, speed=speed), sound, change)

    def listed(self) -> dict[str, dict[str, Prompt | None]]:
        """By name and language; None stands for a built-in prompt, a language that lacks it is left out."""
        found: dict[str, dict[str, Prompt | None]] = {}
        for language in LANGUAGES:
            for name in self._shelf.built_in(language):
                found.setdefault(name, {})[language] = None
        for key, body in self._store.all().items():
            prompt = model.prompt(key, body)
            found.setdefault(prompt.name, {})[prompt.language] = prompt
        return dict(sorted(found.items()))

    def uses(self, name: str) -> Sequence[str]:
        """The published flows that play it."""
        return self._uses.flows(name)

    def export(self, name: str, language: str) -> bytes:
        """What callers hear, as a WAV file."""
        _check(name, language)
        if body := self._store.get(model.key(language, name)):
            return self._store.audio(body["audio"])
        if name not in self._shelf.built_in(language):
            raise PromptUnknown(prompt=name, language=language)
        return self._shelf.read_built_in(language, name)

    def remove(self, name: str, language: str, change: Change) -> bool:
        """End our own prompt; whether a built-in one is heard again."""
        _check(name, language)
        built_in = name in self._shelf.built_in(language)
        if self._store.get(model.key(language, name)) is None:
            raise PromptBuiltIn(prompt=name) if built_in else PromptUnknown(prompt=name, language=language)
        self._withdraw(name, language, change)
        return built_in

    def history(self, name: str, language: str) -> Sequence[Version]:
        """Every version of our own, the oldest first."""
        _check(name, language)
        return self._store.history(model.key(language, name))

    def undo(self, name: str, language: str, version: int | None, change: Change) -> Prompt | None:
        """Back to an earlier version, the one before the present if none is named; None is heard if it was none."""
        versions = self.history(name, language)
        if not versions:
            raise PromptUnknown(prompt=name, language=language)
        body = earlier(versions, version)
        if body is None:
            if self._store.get(model.key(language, name)) is not None:
                self._withdraw(name, language, change)
            return None
        prompt = model.prompt(model.key(language, name), body)
        if not self._store.want({prompt.sound.audio}):
            raise SoundGone(where=f"{language}/{name}")
        return self._keep(name, language, prompt.origin, prompt.sound, change)

    def refresh(self) -> None:
        """Lay out again what Asterisk finds, for a shelf that holds built-in prompts only."""
        self.follow(self._store.all())

    def follow(self, keys: Iterable[str]) -> None:
        """Lay out what there is of these now, language/name; they were changed in another way than by this service."""
        for key in keys:
            language, _, name = key.partition("/")
            if body := self._store.get(key):
                self._shelf.place(language, name, self._store.audio(body["audio"]))
            else:
                self._shelf.withdraw(language, name)

    def _keep(self, name: str, language: str, origin: Origin, sound: Sound, change: Change) -> Prompt:
        prompt = Prompt(name, language, origin, sound)
        self._store.put(prompt.key, prompt.body(), change)
        self._shelf.place(language, name, self._store.audio(sound.audio))
        return prompt

    def _withdraw(self, name: str, language: str, change: Change) -> None:
        users = [*(f"flow {flow}" for flow in self._uses.flows(name)), *self._uses.elsewhere(name)]
        if users and name not in self._shelf.built_in(language):
            raise PromptInUse(prompt=name, flows=", ".join(users))
        self._store.remove(model.key(language, name), change)
        self._shelf.withdraw(language, name)


def earlier(versions: Sequence[Version], version: int | None) -> Mapping[str, Any] | None:
    """The body to go back to, None for "there was none"; raises VersionUnknown."""
    wanted = versions[-1].version - 1 if version is None else version
    if wanted == 0:
        return None
    for item in versions:
        if item.version == wanted:
            return item.body
    raise VersionUnknown(version=wanted, latest=versions[-1].version)


def _check(name: str, language: str) -> None:
    check_name(name)
    check_language(language)
