"""Messages by mail, over STARTTLS to a real mail server: what was said arrives once, whatever happens on the way."""

import asyncio
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.prompts.model import Kind
from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from appliance.daemons.sounds import tools
from tests.integration.test_voicemail import BOX, CALLER, TONE, left, mono
from tests.servers import audio, box
from tests.servers.live import LIMIT, answering, facts, run
from tests.servers.mail import PASSWORD, USER, Postbox, postbox

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

TO = "desk@example.com"


async def set_up(centre: box.Box, server: Postbox, attach: str = "wav", **changes: Any) -> None:
    """Messages of the operator's box go to that server."""
    to = {"host": "localhost", "port": server.port, "user": USER, "password": PASSWORD, "sender": "box@example.com"}
    async with centre.jobs() as jobs:
        await jobs.call("mail.set", changes={**to, "ca": str(centre.paths.tls / "ca.crt"), **changes})
    async with centre.engine() as engine:
        await engine.call("voicemail.box_set", box=BOX, changes={"mail": TO, "attach": attach})


async def arrived(server: Postbox) -> EmailMessage:
    return await asyncio.wait_for(server.mails.get(), LIMIT)


def attachment(mail: EmailMessage) -> tuple[str, bytes]:
    (part,) = mail.iter_attachments()
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return part.get_content_type(), data


async def row_of(centre: box.Box, message: str) -> dict[str, Any]:
    async with centre.jobs() as jobs:
        return next(row for row in await jobs.call("mail.list") if row["message"] == message)


def test_what_was_said_arrives_in_the_attachment(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with postbox(centre.paths.tls) as server:
            await set_up(centre, server)
            await left(centre, tmp_path)
            mail = await arrived(server)
            assert server.secured, "over TLS and logged in"
            assert (mail["To"], mail["From"]) == (TO, "box@example.com")
            assert CALLER in mail["Subject"]
            kind, wav = attachment(mail)
            assert kind == "audio/wav"
            assert audio.presence(mono(wav)[: 2 * audio.RATE], TONE) > 0.9

    run(scene())


def test_as_mp3_or_without_audio_as_the_box_says(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with postbox(centre.paths.tls) as server:
            await set_up(centre, server, attach="mp3")
            await left(centre, tmp_path / "mp3")
            kind, mp3 = attachment(await arrived(server))
            assert kind == "audio/mpeg"
            heard = mono(tools(centre.settings).telephone(tools(centre.settings).decode(mp3, Kind.MP3, 60)))
            assert audio.dominant(heard[: 2 * audio.RATE]) == pytest.approx(TONE, abs=5)
            await set_up(centre, server, attach="none")
            await left(centre, tmp_path / "none")
            assert list((await arrived(server)).iter_attachments()) == []

    run(scene())


def test_a_mail_outlives_a_dead_server_and_dead_jobs_and_comes_once(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with postbox(centre.paths.tls) as server:
            await set_up(centre, server)
        async with facts(centre.jobs(), "alarm") as news:
            message = await left(centre, tmp_path)
            while not (waiting := await row_of(centre, message["id"]))["tries"]:
                await news.until("alarm.raised")
        centre.kill("jobs")
        await answering(centre.jobs, centre.paths.run, "mail.list")
        async with postbox(centre.paths.tls, server.port, "451 come back later") as server:
            async with facts(centre.jobs(), "voicemail") as news, centre.jobs() as jobs:
                await jobs.call("mail.retry", id=waiting["id"])
                assert await asyncio.wait_for(server.tried.get(), LIMIT) == "451 come back later"
                await jobs.call("mail.retry", id=waiting["id"])
                await news.until("voicemail.mailed", message=message["id"])
                mail = await arrived(server)
                assert (await row_of(centre, message["id"]))["state"] == "sent"
                assert mail["Message-ID"] == f"<{waiting['id']}@example.com>"
                with pytest.raises(RemoteRefusal) as refused:
                    await jobs.call("mail.retry", id=waiting["id"])
                assert refused.value.code == "mail-unknown"
            assert server.mails.empty()

    run(scene())


def test_what_the_server_refuses_is_told(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with postbox(centre.paths.tls, 0, "550 no such desk") as server:
            await set_up(centre, server)
            async with facts(centre.jobs(), "voicemail") as news:
                message = await left(centre, tmp_path)
                await news.until("voicemail.mail-failed", message=message["id"])
            row = await row_of(centre, message["id"])
            assert (row["state"], row["problem"]) == ("refused", "550 no such desk")
            async with centre.jobs() as jobs:
                told = [alarm for alarm in await jobs.call("alarm.list") if alarm["code"] == "mail-undelivered"]
            assert [(alarm["subject"], alarm["detail"]) for alarm in told] == [(TO, "550 no such desk")]

    run(scene())


def test_nothing_is_sent_to_a_server_that_proves_nothing(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with postbox(centre.paths.tls) as server:
            await set_up(centre, server, ca="")
            # The server takes its time over a wrong password.
            async with ControlClient(centre.paths.jobs_socket, limit=LIMIT) as jobs:
                with pytest.raises(RemoteRefusal) as refused:
                    await jobs.call("mail.test", to=TO)
                assert refused.value.code == "mail-not-taken"
                await jobs.call("mail.set", changes={"ca": str(centre.paths.tls / "ca.crt"), "password": "wrong"})
                with pytest.raises(RemoteRefusal) as refused:
                    await jobs.call("mail.test", to=TO)
                assert "535" in refused.value.details["problem"]
                await jobs.call("mail.set", changes={"password": PASSWORD})
                await jobs.call("mail.test", to=TO)
                shown = await jobs.call("mail.show")
            assert (await arrived(server))["To"] == TO
            assert shown["password"] is True

    run(scene())
