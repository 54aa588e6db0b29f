"""One manager action at a time, each over a connection of its own: there is no link to be lost between two."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from appliance.settings import Asterisk
from appliance.telephony.ami.codec import Answer, decode, encode, named
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable

LIMIT = 2.0


class AmiClient:
    """The manager of one Asterisk; the account is the one that ARI has."""

    def __init__(self, settings: Asterisk, limit: float = LIMIT) -> None:
        self._settings, self._limit = settings, limit

    async def command(self, line: str) -> str:
        """What a line of Asterisk's command line prints; raises AmiRefused or AmiUnreachable."""
        return (await self.do("Command", Command=line)).output

    async def do(self, action: str, **headers: str) -> Answer:
        """Have it done within `limit` seconds; raises AmiRefused or AmiUnreachable."""
        try:
            async with asyncio.timeout(self._limit):
                answer = await self._ask(action, headers)
        except (OSError, TimeoutError, EOFError) as fault:
            raise AmiUnreachable(action=action, port=self._settings.manager) from fault
        if not answer.done:
            raise AmiRefused(action=action, message=answer.message)
        return answer

    async def mute(self, channel: str, muted: bool) -> None:
        """Let the recording on `channel` (name or unique id) keep silence, in both directions, or hear again."""
        await self.do("MixMonitorMute", Channel=channel, Direction="both", State="1" if muted else "0")

    async def record(self, channel: str, file: str) -> None:
        """Start a two-channel recording of `channel`, as the dialplan does for those that come in."""
        await self.do("MixMonitor", Channel=channel, File=file, Options="D")

    async def rows(self, action: str, **headers: str) -> list[dict[str, str]]:
        """The events that an action answers with, up to the one that closes the list; raises as `do` does."""
        try:
            async with asyncio.timeout(self._limit), opened(self._settings) as (reader, writer):
                writer.write(encode(action, headers))
                answer = await _answer(reader)
                found = [row async for row in _list(reader)] if answer.done else []
        except (OSError, TimeoutError, EOFError) as fault:
            raise AmiUnreachable(action=action, port=self._settings.manager) from fault
        if not answer.done:
            raise AmiRefused(action=action, message=answer.message)
        return found

    async def _ask(self, action: str, headers: dict[str, str]) -> Answer:
        async with opened(self._settings) as (reader, writer):
            writer.write(encode(action, headers))
            return await _answer(reader)


@asynccontextmanager
async def opened(
    settings: Asterisk, events: str = "off"
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection that is logged in; raises OSError or EOFError, AmiRefused where the account is not taken."""
    reader, writer = await asyncio.open_connection(settings.ari_host, settings.manager)
    try:
        await reader.readline()
        account = {"Username": settings.ari_user, "Secret": settings.ari_password.reveal(), "Events": events}
        writer.write(encode("Login", account))
        if not (answer := await _answer(reader)).done:
            raise AmiRefused(action="Login", message=answer.message)
        yield reader, writer
    finally:
        writer.close()


async def block(reader: asyncio.StreamReader) -> list[str]:
    """The lines up to the next empty one."""
    lines: list[str] = []
    while line := (await _line(reader)):
        lines.append(line)
    return lines


async def _list(reader: asyncio.StreamReader) -> AsyncIterator[dict[str, str]]:
    while (row := named(await block(reader))).get("EventList") != "Complete":
        yield row


async def _answer(reader: asyncio.StreamReader) -> Answer:
    """The next answer, events left out."""
    while True:
        if answer := decode(await block(reader)):
            return answer


async def _line(reader: asyncio.StreamReader) -> str:
    line = await reader.readline()
    if not line.endswith(b"\n"):
        raise EOFError("the manager hung up")
    return line.decode(errors="replace").rstrip("\r\n")
