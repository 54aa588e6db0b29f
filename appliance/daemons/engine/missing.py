"""Prompts that callers should have heard and that are not there."""

import asyncio
from collections.abc import Callable, Collection, Mapping

from appliance.contact.calls.commands import Play
from appliance.node.alarms.ports import Alarms

CODE = "prompt-missing"


class MissingPrompts:
    """Remembers what is being played; a playback that fails is looked into, one that succeeds ends the alarm."""

    def __init__(self, known: Callable[[], Mapping[str, Collection[str]]], alarms: Alarms) -> None:
        self._known, self._alarms = known, alarms
        self._playing: dict[str, Play] = {}
        self._missing: set[str] = set()
        self._looking: set[asyncio.Task[None]] = set()

    def played(self, command: Play) -> None:
        """A playback was ordered."""
        self._playing[command.playback] = command

    def ended(self, playback: str, *, failed: bool) -> None:
        """A playback is over: to its end, or not; a hang-up looks like a failure, so the files are asked."""
        if (command := self._playing.pop(playback, None)) is None:
            return
        if failed:
            task = asyncio.get_running_loop().create_task(self._look(command))
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)
        else:
            for prompt in self._missing.intersection(_names(command)):
                self._missing.discard(prompt)
                self._alarms.clear(CODE, prompt)

    async def settled(self) -> None:
        """Return when everything that failed so far was looked into."""
        await asyncio.gather(*self._looking)

    async def _look(self, command: Play) -> None:
        known = await asyncio.to_thread(self._known)
        present = {f"{language}/{name}" for language, names in known.items() for name in names}
        for prompt in sorted(_names(command) - present):
            self._missing.add(prompt)
            self._alarms.raise_(CODE, prompt)


def _names(command: Play) -> set[str]:
    return {f"{command.language}/{prompt}" for prompt in command.prompts}
