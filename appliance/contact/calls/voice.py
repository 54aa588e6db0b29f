"""What callers hear from us: one run of prompts at a time, or music."""

from collections.abc import Callable
from uuid import UUID

from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Play, StartMusic, StopMusic, StopPlay
from appliance.contact.calls.ports import Media


class Voice:
    """Prompts and music to the caller's leg. A run of prompts is named, so that late news of an old one is nothing."""

    def __init__(
        self,
        book: Book,
        media: Media,
        language: Callable[[str], str],
        music_of: Callable[[str], str] = lambda queue: "default",
    ) -> None:
        self._book, self._media, self._language, self._music_of = book, media, language, music_of
        self._runs: dict[UUID, str] = {}
        self._contacts: dict[str, UUID] = {}
        self._music: set[UUID] = set()
        self._chosen: dict[UUID, str] = {}
        self._count = 0

    def speak(self, contact: UUID, language: str) -> None:
        """From here on in this language, whatever the number's is."""
        self._chosen[contact] = language

    def language(self, contact: UUID, dialled: str) -> str:
        """The language that this caller hears."""
        return self._chosen.get(contact) or self._language(dialled)

    def say(self, contact: UUID, prompts: tuple[str, ...]) -> None:
        """Play prompts in place of what the caller hears now."""
        self.hush(contact)
        call, leg = self._book.call(contact), self._book.caller(contact)
        if call and leg:
            self._count += 1
            run = f"{contact}.{self._count}"
            self._runs[contact], self._contacts[run] = run, contact
            self._media.send(Play(leg.channel, run, prompts, self.language(contact, call.dialled)))

    def music(self, contact: UUID, queue: str = "") -> None:
        """The music of `queue`, which the caller is about to enter, or of the one that the call is or was in."""
        self._stop_run(contact)
        call, leg = self._book.call(contact), self._book.caller(contact)
        if call and leg:
            self._music.add(contact)
            self._media.send(StartMusic(leg.channel, self._music_of(queue or call.queue)))

    def hush(self, contact: UUID) -> None:
        """Stop what the caller hears from us."""
        self._stop_run(contact)
        if contact in self._music:
            self._music.discard(contact)
            if leg := self._book.caller(contact):
                self._media.send(StopMusic(leg.channel))

    def _stop_run(self, contact: UUID) -> None:
        if run := self._runs.pop(contact, None):
            del self._contacts[run]
            self._media.send(StopPlay(run))

    def hears_music(self, contact: UUID) -> None:
        """After a restart: the caller's music is still playing."""
        self._music.add(contact)

    def finished(self, run: str) -> UUID | None:
        """The contact whose prompts have ended by themselves; None for a run that was stopped or is unknown."""
        if contact := self._contacts.pop(run, None):
            del self._runs[contact]
        return contact

    def forget(self, contact: UUID) -> None:
        """The caller is gone: nothing needs to be stopped any more."""
        self._chosen.pop(contact, None)
        self._music.discard(contact)
        if run := self._runs.pop(contact, None):
            del self._contacts[run]
