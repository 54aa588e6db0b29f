"""Prompts, by command."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from appliance.clock import Clock
from appliance.contact.prompts.errors import SoundDamaged
from appliance.contact.prompts.model import Change, Origin, Prompt, Source, Version
from appliance.contact.prompts.service import Prompts
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.uploads import Uploads
from appliance.errors import LANGUAGES

PIECE = 256 * 1024
T = TypeVar("T")


def handlers(prompts: Prompts, uploads: Uploads, dictated: Path, clock: Clock) -> Mapping[str, Handler]:
    commands = _PromptCommands(prompts, uploads, dictated, clock)
    return {
        "sound.upload": commands.upload,
        "prompt.list": commands.listed,
        "prompt.show": commands.show,
        "prompt.add": commands.add,
        "prompt.say": commands.say,
        "prompt.take": commands.take,
        "prompt.export": commands.export,
        "prompt.remove": commands.remove,
        "prompt.history": commands.history,
        "prompt.undo": commands.undo,
    }


class _PromptCommands:
    def __init__(self, prompts: Prompts, uploads: Uploads, dictated: Path, clock: Clock) -> None:
        self._prompts, self._uploads, self._dictated, self._clock = prompts, uploads, dictated, clock
        self._one_at_a_time = asyncio.Lock()

    async def upload(self, *, data: str, upload: str = "") -> Any:
        """A piece of a file in base64; the first one begins an upload and names it."""
        return {"upload": self._uploads.append(upload, data)}

    async def listed(self, *, lacking: bool = False) -> Any:
        found = await asyncio.to_thread(self._prompts.listed)
        rows = [_row(name, languages) for name, languages in found.items()]
        return [row for row in rows if row["lacks"] or not lacking]

    async def show(self, *, prompt: str) -> Any:
        found = await asyncio.to_thread(self._prompts.listed)
        # The export of a prompt that nobody has says so.
        if prompt not in found:
            await asyncio.to_thread(self._prompts.export, prompt, LANGUAGES[0])
        flows = await asyncio.to_thread(self._prompts.uses, prompt)
        versions = {name: len(self._prompts.history(prompt, name)) for name in LANGUAGES}
        voices = [_voice(name, own, versions[name]) for name, own in sorted(found[prompt].items())]
        return {**_row(prompt, found[prompt]), "flows": list(flows), "voices": voices}

    async def add(
        self, *, prompt: str, language: str, upload: str, file: str = "", reason: str = "", by: str = ""
    ) -> Any:
        """`by` is who asks here and below, where that is another than the account of the socket."""
        data = self._uploads.take(upload)
        origin = Origin(Source.UPLOAD, file=file)
        return await self._kept(self._prompts.add, prompt, language, data, origin, self._change(reason, prompt, by))

    async def say(
        self,
        *,
        prompt: str,
        language: str,
        text: str,
        voice: str = "male",
        speed: int = 190,
        reason: str = "",
        by: str = "",
    ) -> Any:
        change = self._change(reason, prompt, by)
        return await self._kept(self._prompts.say, prompt, language, text, voice, speed, change)

    async def take(self, *, prompt: str, language: str, recording: UUID, phone: str = "", reason: str = "") -> Any:
        """What was recorded at a phone becomes the prompt; the recording itself is removed, whatever comes of it."""
        file = self._dictated / f"{recording}.wav"
        if not file.exists():
            raise SoundDamaged(problem=file.name)
        data = file.read_bytes()
        file.unlink()
        origin = Origin(Source.PHONE, phone=phone)
        return await self._kept(self._prompts.add, prompt, language, data, origin, self._change(reason, prompt))

    async def export(self, *, prompt: str, language: str) -> AsyncIterator[Any]:
        """The WAV that callers hear, as parts of base64."""
        data = await asyncio.to_thread(self._prompts.export, prompt, language)
        for piece in pieces(data):
            yield piece
        yield Final({"prompt": prompt, "language": language, "bytes": len(data)})

    async def remove(self, *, prompt: str, language: str, reason: str = "", by: str = "") -> Any:
        built_in = await self._alone(self._prompts.remove, prompt, language, self._change(reason, prompt, by))
        return {"prompt": prompt, "language": language, "built_in": built_in}

    async def history(self, *, prompt: str, language: str) -> Any:
        return [version_row(item) for item in await asyncio.to_thread(self._prompts.history, prompt, language)]

    async def undo(
        self, *, prompt: str, language: str, version: int | None = None, reason: str = "", by: str = ""
    ) -> Any:
        change = self._change(reason, prompt, by)
        own = await self._alone(self._prompts.undo, prompt, language, version, change)
        return {"prompt": prompt, "language": language, "source": own.origin.source.value if own else ""}

    async def _kept(self, step: Callable[..., Prompt], *about: Any) -> Any:
        prompt = await self._alone(step, *about)
        return {"prompt": prompt.name, **_voice(prompt.language, prompt, None)}

    async def _alone(self, step: Callable[..., T], *about: Any) -> T:
        async with self._one_at_a_time:
            return await asyncio.to_thread(step, *about)

    def _change(self, reason: str, prompt: str, by: str = "") -> Change:
        return Change(by or CALLER.get().user, reason or f"prompt {prompt} changed", self._clock.now())


def pieces(data: bytes) -> Sequence[dict[str, str]]:
    """A file as parts of base64 that fit a line."""
    starts = range(0, len(data), PIECE)
    return [{"data": base64.b64encode(data[start : start + PIECE]).decode()} for start in starts]


def version_row(item: Version) -> dict[str, Any]:
    """One version as JSON values."""
    head = {"version": item.version, "at": item.at.isoformat(), "author": item.author, "reason": item.reason}
    return {**head, "removed": item.body is None, "body": dict(item.body or {})}


def _row(name: str, languages: Mapping[str, Prompt | None]) -> dict[str, Any]:
    sources = {language: own.origin.source.value if own else "built-in" for language, own in languages.items()}
    lacks = [language for language in LANGUAGES if language not in languages]
    return {"prompt": name, **{language: sources.get(language, "") for language in LANGUAGES}, "lacks": lacks}


def _voice(language: str, own: Prompt | None, versions: int | None) -> dict[str, Any]:
    if own is None:
        return {"language": language, "source": "built-in", "versions": versions}
    about = {**asdict(own.origin), **asdict(own.sound)}
    return {"language": language, **about, "source": own.origin.source.value, "versions": versions}
