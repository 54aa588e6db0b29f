"""Faxes on a real box, with a second Asterisk as the far machine: every page is compared point by point."""

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asyncinotify import Inotify, Mask

from appliance.control.errors import RemoteRefusal
from appliance.daemons.jobs.pages import count as whole
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import CARRIER
from drivers.simulated.sip.runner import free_port
from tests.servers import box, far_fax
from tests.servers.live import answering, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

MAIN, BOX = "4008001000", "operator"
LIMIT = 120.0
FLOW = {
    "start": "talk",
    "fax": "fax",
    "nodes": {
        "talk": {"type": "menu", "prompts": ["main-menu"], "keys": {"1": "fax"}, "otherwise": "talk", "tries": 9},
        "fax": {"type": "fax", "box": BOX},
    },
}


@pytest.fixture(scope="module", params=["t38", "audio"])
def far(request: pytest.FixtureRequest, centre: box.Box, tmp_path_factory: Any) -> Iterator[far_fax.FarFax]:
    sip = centre.settings.sip
    port = free_port(CARRIER, Transport.UDP)
    folder = tmp_path_factory.mktemp(f"far-{request.param}")
    with far_fax.running(folder, port, (sip.address, sip.udp_port), 30000, t38=request.param == "t38") as machine:
        yield machine


@pytest.fixture(scope="module", autouse=True)
def line(centre: box.Box) -> None:
    """A number for people and faxes alike."""

    async def publish() -> None:
        async with centre.engine() as engine:
            await engine.call("flow.publish", flow="main", document=FLOW, reason="a test")

    run(publish())


async def read(centre: box.Box, fax: str, form: str = "tiff") -> bytes:
    async with centre.jobs() as jobs, jobs.stream("fax.export", id=fax, reason="a test", form=form) as parts:
        return b"".join([base64.b64decode(part["data"]) async for part in parts if "data" in part])


async def arrived(centre: box.Box, far: far_fax.FarFax, pages: Path, name: str = "out") -> dict[str, Any]:
    """A fax sent by the far machine, as the box shows it when it lies in its box."""
    async with facts(centre.jobs(), "fax") as sealed:
        far.send(MAIN, pages, name)
        told = await sealed.until("fax.left", LIMIT)
    async with centre.jobs() as jobs:
        found: dict[str, Any] = await jobs.call("fax.show", id=told["data"]["fax"])
    return found


def test_a_fax_of_three_pages_is_received_sealed_and_read(centre: box.Box, far: far_fax.FarFax, tmp_path: Path) -> None:
    sent = far_fax.draw(tmp_path / "three.tif", 3)

    async def scene() -> None:
        fax = await arrived(centre, far, tmp_path / "three.tif")
        mode = "T38" if far.t38 else "audio"
        assert (fax["number"], fax["station"], fax["mode"]) == (far_fax.NUMBER, far_fax.STATION, mode)
        assert fax["ecm"]
        assert fax["rate"] >= 9600
        assert (fax["state"], fax["pages"], fax["box"]) == ("received", 3, BOX)
        assert far_fax.same(await read(centre, fax["id"]), sent)

    run(scene(), 200)


async def grown(folder: Path, pages: int) -> None:
    """Return once a fax in the spool has so many whole pages."""

    def there() -> int:
        return max((whole(file.read_bytes()) for file in folder.glob("*.tif")), default=0)

    with Inotify() as changes:
        changes.add_watch(folder, Mask.CREATE | Mask.MODIFY | Mask.CLOSE_WRITE)
        if there() < pages:
            async for _ in changes:
                if there() >= pages:
                    break


@pytest.mark.parametrize("far", ["audio"], indirect=True)
def test_a_fax_that_breaks_off_keeps_the_pages_it_had(centre: box.Box, far: far_fax.FarFax, tmp_path: Path) -> None:
    """Two pages come, and the line is dead in the middle of the third."""
    sent = far_fax.draw(tmp_path / "long.tif", 2, slow=2)

    async def scene() -> None:
        async with facts(centre.jobs(), "fax") as sealed:
            far.send(MAIN, tmp_path / "long.tif", "broken")
            await asyncio.wait_for(grown(centre.paths.faxes, 2), LIMIT)
            far.cli("channel request hangup all")
            told = await sealed.until("fax.left", LIMIT)
        async with centre.jobs() as jobs:
            fax = await jobs.call("fax.show", id=told["data"]["fax"])
        assert (fax["state"], fax["done_pages"]) == ("partial", 2)
        assert fax["why"]
        assert far_fax.same(await read(centre, fax["id"]), sent, only=2)

    run(scene(), 200)


@pytest.mark.parametrize("far", ["t38"], indirect=True)
def test_a_fax_outlives_the_engine_and_the_jobs(centre: box.Box, far: far_fax.FarFax, tmp_path: Path) -> None:
    """Both die while the first page comes; Asterisk takes the rest, and everything is known of it afterwards."""
    sent = far_fax.draw(tmp_path / "two.tif", 2)

    async def scene() -> None:
        async with facts(centre.engine(), "fax") as seen:
            far.send(MAIN, tmp_path / "two.tif", "outlives")
            started = await seen.until("fax.started", LIMIT)
            centre.stop("jobs")
            centre.kill("engine")
        await ready_again(centre, 30)
        centre.start("jobs")
        await answering(centre.jobs, centre.paths.run, "fax.list")
        identity = started["data"]["fax"]
        async with facts(centre.jobs(), "fax") as sealed, centre.jobs() as jobs:
            if not (await jobs.call("fax.show", id=identity))["recording"]:
                await sealed.until("fax.left", LIMIT)
            fax = await jobs.call("fax.show", id=identity)
        assert (fax["state"], fax["pages"], fax["mode"]) == ("received", 2, "T38")
        assert far_fax.same(await read(centre, identity), sent)

    run(scene(), 200)


@pytest.mark.parametrize("far", ["t38"], indirect=True)
def test_pages_are_read_for_a_reason_and_deleted_by_rule(centre: box.Box, far: far_fax.FarFax, tmp_path: Path) -> None:
    far_fax.draw(tmp_path / "one.tif", 1)

    async def scene() -> None:
        fax = await arrived(centre, far, tmp_path / "one.tif", "ruled")
        assert (await read(centre, fax["id"], "pdf")).startswith(b"%PDF")
        async with centre.jobs() as jobs:
            with pytest.raises(RemoteRefusal) as refused:
                await jobs.call("fax.delete", id=fax["id"], reason=" ")
            assert refused.value.code == "fax-reason-missing"
            shown = await jobs.call("recording.show", id=fax["recording"])
            assert (shown["retention"], shown["contact"]) == ("fax", fax["contact"])
            assert (await jobs.call("recording.verify"))["findings"] == []
            assert (await jobs.call("fax.delete", id=fax["id"], reason="done"))["pages"] == "kept"
            assert fax["id"] not in [row["id"] for row in await jobs.call("fax.list")]
        assert not list(centre.paths.faxes.glob("*.*")), "nothing stays in clear"

    run(scene(), 200)


SUBSCRIBER = "13800002222"


@pytest.fixture
def way_out(centre: box.Box, far: far_fax.FarFax) -> Iterator[None]:
    """Calls out go to the far machine."""

    async def set_up() -> None:
        async with centre.engine() as engine, centre.jobs() as jobs:
            await engine.call("trunk.add", trunk="way-out", match=["127.0.1.9"], host=f"{CARRIER}:{far.port}")
            await engine.call("fax.set_rule", changes={"station": "+86 400 800", "spacing": 10, "kept": 0})
            await jobs.call("config.apply", reason="a way out")

    async def take_away() -> None:
        async with centre.engine() as engine, centre.jobs() as jobs:
            await engine.call("trunk.remove", trunk="way-out")
            await jobs.call("config.apply", reason="no way out")

    run(set_up())
    yield
    run(take_away())


async def hand_over(centre: box.Box, document: bytes) -> str:
    """Send a document to the far machine; the fax."""
    async with centre.jobs() as jobs:
        upload = (await jobs.call("sound.upload", data=base64.b64encode(document).decode()))["upload"]
        told = await jobs.call("fax.send", number=SUBSCRIBER, upload=upload)
    return str(told["id"])


def test_a_fax_is_sent_page_by_page(centre: box.Box, far: far_fax.FarFax, way_out: None, tmp_path: Path) -> None:
    drawn = far_fax.draw(tmp_path / "out.tif", 3)

    async def scene() -> None:
        async with facts(centre.engine(), "fax") as seen:
            identity = await hand_over(centre, (tmp_path / "out.tif").read_bytes())
            done = await seen.until("fax.done", LIMIT)
        assert (done["data"]["fax"], done["data"]["state"], done["data"]["why"]) == (identity, "sent", "")
        async with centre.jobs() as jobs:
            fax = await jobs.call("fax.show", id=identity)
        mode = "T38" if far.t38 else "audio"
        assert (fax["state"], fax["tries"], fax["done_pages"], fax["mode"]) == ("sent", 1, 3, mode)
        assert fax["station"] == far_fax.STATION
        assert far_fax.same((far.spool / f"in-{SUBSCRIBER}.tif").read_bytes(), drawn, top=far_fax.HEADER_ROWS)

    run(scene(), 200)


@pytest.mark.parametrize("far", ["audio"], indirect=True)
def test_what_was_cut_is_not_sent_twice_until_somebody_wants_so(
    centre: box.Box, far: far_fax.FarFax, way_out: None, tmp_path: Path
) -> None:
    """Asterisk is killed while pages leave; nobody can know what arrived."""
    far_fax.draw(tmp_path / "cut.tif", 1, slow=1)

    async def scene() -> None:
        async with facts(centre.engine(), "fax") as seen:
            identity = await hand_over(centre, (tmp_path / "cut.tif").read_bytes())
            await seen.until("fax.connected", LIMIT)
            centre.kill("asterisk")
            done = await seen.until("fax.done", LIMIT)
            assert (done["data"]["fax"], done["data"]["state"]) == (identity, "unsure")
        await ready_again(centre, 30)
        async with facts(centre.engine(), "fax") as seen, centre.engine() as engine:
            await engine.call("fax.retry", id=identity)
            await seen.until("fax.connected", LIMIT)
            await engine.call("fax.cancel", id=identity)
            await seen.until("fax.ended", LIMIT)

    run(scene(), 200)
