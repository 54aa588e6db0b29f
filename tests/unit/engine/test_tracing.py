"""Asterisk is had to write down signalling, for as long as somebody reads it."""

import asyncio
from pathlib import Path

from appliance.daemons.engine.tracing import SIP_FILE, Trace, Tracing, d_channel, r2, sip
from appliance.settings import Asterisk, Secret
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiUnreachable
from tests.unit.engine.loops import in_a_loop


class Manager(AmiClient):
    """Takes commands; a log begins where one is added."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Asterisk(ari_password=Secret("unused")))
        self.folder, self.given, self.away = folder, list[str](), False

    async def command(self, line: str) -> str:
        if self.away:
            raise AmiUnreachable(action="Command", port=0)
        self.given.append(line)
        if line.startswith("logger add channel"):
            (self.folder / line.split()[3]).touch()
        return ""


async def first(tracing: Tracing, trace: Trace, file: Path, text: str) -> str:
    async with tracing.of(trace) as lines:
        reading = asyncio.ensure_future(anext(lines))
        await asyncio.sleep(0)
        with file.open("a") as log:
            log.write(text)
        return await reading


@in_a_loop
async def test_lines_come_as_they_are_written_and_nothing_is_left(tmp_path: Path) -> None:
    manager, file = Manager(tmp_path), tmp_path / "capture-1.log"
    tracing = Tracing(manager, tmp_path)
    assert await first(tracing, d_channel(1), file, "one\ntw") == "one"
    assert manager.given == [
        "logger add channel capture-1.log verbose",
        "pri set debug hex span 1",
        "pri set debug off span 1",
        "logger remove channel capture-1.log",
    ]
    assert not file.exists()
    assert not tracing.runs(d_channel(1))


@in_a_loop
async def test_what_openr2_tells_goes_on_for_the_other_capture(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    tracing = Tracing(manager, tmp_path)
    async with tracing.of(r2(1)):
        async with tracing.of(r2(2)):
            manager.given.clear()
        assert manager.given == ["logger remove channel capture-2.log"]
    assert manager.given[1:] == [
        "mfcr2 set debug warning,error",
        "core set debug 0 chan_dahdi",
        "logger remove channel capture-1.log",
    ]


@in_a_loop
async def test_an_asterisk_that_has_died_leaves_no_log(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    tracing = Tracing(manager, tmp_path)
    async with tracing.of(d_channel(1)):
        manager.away = True
    assert not [*tmp_path.iterdir()]


@in_a_loop
async def test_what_an_engine_that_died_had_begun_is_stopped(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    tracing = Tracing(manager, tmp_path)
    (tmp_path / "capture-3.log").touch()
    (tmp_path / "capture-4-2.log").touch()
    (tmp_path / "security.log").touch()
    async with tracing.of(d_channel(1)):
        manager.given.clear()
        await tracing.clear()
    assert "pri set debug off span 3" in manager.given
    assert "ss7 set debug off linkset 2" in manager.given
    assert manager.given.count("pri set debug off span 1") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["security.log"]


@in_a_loop
async def test_sip_is_written_down_only_while_somebody_reads(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    trace = sip(["192.0.2.9/32", "198.51.100.0/24"])
    assert await first(Tracing(manager, tmp_path), trace, tmp_path / SIP_FILE, "one\r\n") == "one\r"
    assert manager.given == [
        f"logger add channel {SIP_FILE} verbose",
        "pjsip set logger host 192.0.2.9/32",
        "pjsip set logger add 198.51.100.0/24",
        "pjsip set logger off",
        f"logger remove channel {SIP_FILE}",
    ]


@in_a_loop
async def test_sip_that_a_dead_engine_had_written_down_is_ended(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    (tmp_path / SIP_FILE).touch()
    await Tracing(manager, tmp_path).clear()
    assert manager.given[0] == "pjsip set logger off"
    assert not (tmp_path / SIP_FILE).exists()
