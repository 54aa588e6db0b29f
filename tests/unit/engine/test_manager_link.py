"""The manager's link, against a manager of the test's own."""

import asyncio
from collections.abc import Mapping

from appliance.settings import Asterisk, Secret
from appliance.telephony.ami.link import Link
from tests.unit.engine.loops import in_a_loop

HEAD, TAKEN = b"Asterisk Call Manager/9.0.0\r\n", b"Response: Success\r\nMessage: Authentication accepted\r\n\r\n"
FLASH = b"Event: Flash\r\nUniqueid: box-1.2\r\n\r\n"


@in_a_loop
async def test_a_renewed_link_logs_in_anew_and_goes_on_telling() -> None:
    told: asyncio.Queue[Mapping[str, str]] = asyncio.Queue()
    logins: list[bytes] = []

    async def manager(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        logins.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(TAKEN + FLASH)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(manager, "127.0.0.1", 0)
    settings = Asterisk(ari_password=Secret("s"), manager_port=server.sockets[0].getsockname()[1])
    link = Link(settings, told.put_nowait)
    running = asyncio.create_task(link.run())
    assert (await told.get())["Uniqueid"] == "box-1.2"
    link.renew()
    assert (await told.get())["Event"] == "Flash"
    assert len(logins) == 2
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    server.close()
