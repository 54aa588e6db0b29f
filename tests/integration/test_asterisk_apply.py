"""A configuration comes into force in a running Asterisk, or everything stays as it was."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.settings import Asterisk, Secret
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.picture import Picture
from appliance.telephony.config.apply import apply
from appliance.telephony.config.errors import ConfigEdited, ConfigRefused
from appliance.telephony.config.model import Encryption, Number, Site, Trunk
from appliance.telephony.config.ports import Reloader
from appliance.telephony.config.readback import lacks
from appliance.telephony.config.reload_over_ari import AriReloader
from appliance.telephony.config.render import render
from appliance.telephony.config.render.dialplan import STAMP
from tests.fakes.asterisk_config import ConfiguredAsterisk
from tests.servers import asterisk_box as box
from tests.servers.asterisk import AsteriskServer

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[AsteriskServer]:
    with box.box(tmp_path, box.site()) as running:
        yield running


def _more() -> Site:
    site = box.site()
    return replace(site, phones=(*site.phones, box.phone("8007")))


def _unknown_codec(site: Site) -> Mapping[str, str]:
    files = render(site)
    return files | {"pjsip.conf": files["pjsip.conf"].replace("allow = alaw,ulaw", "allow = g999")}


def test_a_change_is_applied_over_the_engines_own_link(server: AsteriskServer) -> None:
    up = asyncio.Event()

    async def seen(picture: Picture) -> None:
        up.set()

    async def scene() -> None:
        settings = Asterisk(box.ADDRESS, box.ARI, "callstead", Secret(box.SECRET), "callstead", "box")
        link = AriClient(settings, on_event=_ignore, on_up=seen, on_down=_ignore, on_gone=lambda: None)
        running = asyncio.create_task(link.run())
        try:
            await asyncio.wait_for(up.wait(), 10)
            applied = await apply(_more(), server.config, AriReloader(link))
            assert applied.changed_files == ("extensions.conf", "pjsip.conf")
            assert applied.restart_needed == ()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())
    assert "8007" in server.cli("pjsip show endpoints")
    assert server.complaints() == []


def _ignore(news: object) -> None:
    return None


@pytest.mark.parametrize(
    "changes",
    [
        {"phones": (box.phone("8002"), box.phone("8003")), "numbers": ()},
        {"phones": (box.phone("8001", Encryption.PREFERRED), box.phone("8002", Encryption.REQUIRED))},
        {"trunks": (Trunk("north", ("192.0.2.0/28", "198.51.100.7", "2001:db8::/64"), "sip.example:5080"),)},
        {"numbers": (Number("+861058001000", ("8003",), "en"), Number("95001", (), "zh"))},
        {"phones": (replace(box.phone("8001"), codecs=("opus", "g722", "ulaw"), max_contacts=3, qualify_seconds=60),),
         "numbers": ()},
        {"tone_zone": "us", "language": "en", "fallback_rounds": 2},
    ],
)  # fmt: skip
def test_every_kind_of_change_is_read_back(server: AsteriskServer, changes: dict[str, object]) -> None:
    site = box.site(**changes)
    applied = asyncio.run(apply(site, server.config, box.reloader()))
    assert applied.reloaded_modules
    assert asyncio.run(lacks(box.reloader(), render(site), {})) == ()
    assert asyncio.run(apply(box.site(), server.config, box.reloader())).changed_files == applied.changed_files
    assert server.complaints() == []


def test_what_asterisk_refuses_is_rolled_back(server: AsteriskServer, tmp_path: Path) -> None:
    before = render(box.site())
    with pytest.raises(ConfigRefused) as refused:
        asyncio.run(apply(_more(), server.config, box.reloader(), render=_unknown_codec))
    assert refused.value.details["files"] == "pjsip.conf"
    assert "endpoint 8007" in refused.value.details["missing"]
    assert "endpoint 8001: allow" in refused.value.details["missing"]
    assert "g999" in server.log
    assert asyncio.run(lacks(box.reloader(), before, {})) == ()
    assert "8007" not in server.cli("pjsip show endpoints")
    assert "sip:8001@" in box.registers(server, tmp_path, "8001")


def test_a_hand_edit_stops_the_next_apply(server: AsteriskServer) -> None:
    with (server.config / "current" / "extensions.conf").open("a") as file:
        file.write("[mine]\nexten => 1,1,Hangup()\n")
    with pytest.raises(ConfigEdited) as refused:
        asyncio.run(apply(_more(), server.config, box.reloader()))
    assert "+exten => 1,1,Hangup()" in refused.value.details["diff"]
    assert "8007" not in server.cli("pjsip show endpoints")
    applied = asyncio.run(apply(_more(), server.config, box.reloader(), overwrite_edits=True))
    assert applied.kept_aside
    assert "There is no existence of 'mine'" in server.cli("dialplan show mine")


@pytest.fixture(params=["fake", "real"])
def reloadable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Reloader]]:
    """A configured folder and what reloads it, once our fake and once Asterisk."""
    with box.box(tmp_path, box.site()) as server:
        fake = ConfiguredAsterisk(server.config)
        fake.start()
        yield server.config, fake if request.param == "fake" else box.reloader()


def test_the_fake_obeys_the_port_as_asterisk_does(reloadable: tuple[Path, Reloader]) -> None:
    folder, asterisk = reloadable

    async def scene() -> None:
        assert await asterisk.sip_object("endpoint", "nobody") is None
        assert await asterisk.variable("NOT_SET") == ""
        assert len(await asterisk.variable(STAMP)) == 12
        aor = await asterisk.sip_object("aor", "8001")
        assert aor
        assert aor["max_contacts"] == "1"
        await apply(_more(), folder, asterisk)
        assert await asterisk.sip_object("auth", "8007")
        with pytest.raises(ConfigRefused):
            await apply(box.site(), folder, asterisk, render=_unknown_codec)
        assert await asterisk.sip_object("auth", "8007")

    asyncio.run(scene())
