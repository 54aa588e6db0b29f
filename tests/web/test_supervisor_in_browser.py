"""A supervisor in one browser, an agent in another, a caller at a phone: tones prove who hears whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from manager.app import create_app
from tests.integration.test_desk_phones import MAIN, SUPPORT, hears
from tests.integration.test_paging import tone_in
from tests.servers import audio, box
from tests.servers.agent_desk import AGENT, PASSWORD, SPOKEN, at_desk, stands
from tests.servers.asterisk import tone
from tests.servers.browser import chromium
from tests.servers.desk_phone import SECOND, Line, plugged_in
from tests.servers.live import facts, run
from tests.web.conftest import add_person, parts

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

CALLER, CALLER_TONE = "8001", 1750.0
BOSS, BOSS_TONE = "8005", 600
LISTENS = """
window.peers = [];
const Plain = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  constructor(...given) { super(...given); window.peers.push(this); }
};
/** Whether a tone is in what comes in now, whatever else is. */
window.hears = (hertz) => {
  const peer = window.peers.findLast((each) => each.connectionState === "connected");
  const track = peer?.getReceivers().find((each) => each.track)?.track;
  if (!track) return false;
  if (window.heardTrack !== track) {
    window.heardTrack = track;
    const context = new AudioContext();
    window.meter = context.createAnalyser();
    window.meter.fftSize = 4096;
    window.rate = context.sampleRate;
    context.createMediaStreamSource(new MediaStream([track])).connect(window.meter);
  }
  const levels = new Float32Array(window.meter.frequencyBinCount);
  window.meter.getFloatFrequencyData(levels);
  const at = Math.round((hertz * window.meter.fftSize) / window.rate);
  return Math.max(...levels.slice(at - 2, at + 3)) > -60;
};
"""


@asynccontextmanager
async def at_supervisors_desk(centre: box.Box, folder: Path) -> AsyncIterator[Page]:
    """The supervisor's desk in a browser of its own, whose microphone hears a tone."""
    sound = folder / "boss.wav"
    tone(sound, BOSS_TONE, 20.0, 48000)
    directory = create_app(centre.settings)
    add_person(directory, "boss", "supervisor", password=PASSWORD, agent=BOSS)
    parts(directory).engine.dispose()
    async with chromium(folder / "boss", sound) as browser:
        page = await browser.new_page()
        await page.add_init_script(LISTENS)
        await page.goto(f"https://127.0.0.1:{centre.settings.console.port}/supervisor/")
        await page.fill("[name=login]", "boss")
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[data-part=ear]")
        yield page


async def has_not(line: Line, hertz: float) -> None:
    """A second of what the line hears now has nothing of a tone but a click or two."""
    line.sound.heard.clear()
    while len(line.heard) < SECOND:
        await line.sound.next_packet()
    assert sum(audio.frames_with(audio.from_a_law(line.heard), hertz)) <= 3


def test_listening_whispering_and_barging_in_browsers(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            at_desk(centre, tmp_path, "li") as agent,
            at_supervisors_desk(centre, tmp_path) as boss,
            plugged_in(centre, CALLER, CALLER_TONE) as phone,
            facts(centre.engine(), "contact", "bridge", "monitor") as seen,
        ):
            await agent.add_init_script(LISTENS)
            await agent.reload()
            await stands(agent, "ready")
            await agent.wait_for_selector("[data-part=link][data-state=ready]")
            line = await phone.dial(MAIN)
            await line.press(SUPPORT)
            await agent.wait_for_selector(".desk-call[data-state=ringing]")
            await agent.keyboard.press("Alt+a")
            await hears(line, SPOKEN)

            row = boss.locator(f".sup-agent[data-key='{AGENT}']")
            await row.locator("button[data-mode=listen]").click()
            await expect(boss.locator("[data-part=session]")).to_have_attribute("data-mode", "listen", timeout=60_000)
            await boss.wait_for_function("hears", arg=CALLER_TONE)
            await boss.wait_for_function("hears", arg=SPOKEN)
            await expect(agent.locator("[data-part=supervised]")).to_be_visible()
            await has_not(line, BOSS_TONE)
            assert not await agent.evaluate("hears", BOSS_TONE)

            await boss.keyboard.press("Alt+2")
            await seen.until("monitor.changed", mode="whisper")
            await agent.wait_for_function("hears", arg=BOSS_TONE)
            await has_not(line, BOSS_TONE)

            await boss.keyboard.press("Alt+3")
            await seen.until("monitor.changed", mode="barge")
            await tone_in(line, BOSS_TONE)

            await boss.keyboard.press("Alt+0")
            await seen.until("monitor.ended", end="stopped")
            await expect(boss.locator("[data-part=session]")).to_be_hidden()
            await expect(agent.locator("[data-part=supervised]")).to_be_hidden()
            await line.hang_up()
            await seen.until("contact.closed")

    run(scene())
