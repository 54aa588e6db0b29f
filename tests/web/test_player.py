"""The player in a real Chromium over really sealed audio: drawn at once, heard from where one points, and noted."""

import asyncio
import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from flask import Flask
from playwright.async_api import Page, Request, expect
from sqlalchemy import insert
from werkzeug.serving import make_server

from appliance.contact.recording.audio import RATE
from appliance.contact.recording.errors import RecordingReasonMissing
from appliance.contact.recording.model import Recording
from appliance.desk.audit.model import Question
from appliance.desk.contacts.repository import CALLS, RECORDINGS
from tests.servers.browser import PATIENCE_MS, chromium
from tests.unit.recording.station import Station
from tests.web.conftest import NOON, add_person, parts
from tests.web.processes import FakeProcess

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]

CONTACT = UUID(int=1)
PASSWORD = "四月的茶馆 opens late"
SECONDS = 40
TONES = {"caller": 400, "agent": 1000}
"""Hertz, by side: the agent speaks in the first half, the caller in the second, with silence between."""
SAMPLES = """async (where) => {
  const answer = await fetch(where, {headers: {Range: "bytes=0-"}});
  let whole = new Uint8Array(await answer.arrayBuffer());
  const size = Number(answer.headers.get("Content-Range").split("/")[1]);
  while (whole.length < size) {
    const more = new Uint8Array(await (await fetch(where, {headers: {Range: `bytes=${whole.length}-`}})).arrayBuffer());
    const both = new Uint8Array(whole.length + more.length);
    both.set(whole); both.set(more, whole.length); whole = both;
  }
  let text = "";
  for (let at = 0; at < whole.length; at += 8192) text += String.fromCharCode(...whole.subarray(at, at + 8192));
  return btoa(text);
}"""


def spooled() -> bytes:
    """As Asterisk leaves it: the caller left."""
    time = np.arange(SECONDS * RATE) / RATE
    agent = np.where(time < 15, 9000 * np.sin(2 * np.pi * TONES["agent"] * time), 0)
    caller = np.where(time >= 25, 9000 * np.sin(2 * np.pi * TONES["caller"] * time), 0)
    return np.stack([caller, agent], axis=1).astype("<i2").tobytes()


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Station, Recording]:
    """A recorder with one recording."""
    station = Station(tmp_path / "station")
    (station.spool / "1.1.raw").write_bytes(spooled())
    (recording,) = station.sweep()
    assert recording
    return station, recording


def answers(station: Station, recording: Recording) -> Mapping[str, Any]:
    """What the jobs answer, by the recorder that they have."""
    recorder = station.recorder

    def part(id: str, who: str, start: int, length: int) -> Mapping[str, Any]:
        data, size = recorder.part(UUID(id), who, range(start, start + length))
        return {"data": base64.b64encode(data).decode(), "size": size}

    row = {"id": str(recording.id), "started_at": NOON.isoformat(), "duration_ms": recording.duration_ms}
    return {
        "recording.list": [{**row, "standing": "kept"}],
        "recording.admit": lambda id, reason, who: recorder.permit(UUID(id), reason, who),
        "recording.part": part,
        "recording.shape": lambda id, who: asdict(recorder.shape(UUID(id), who)),
    }


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context="adhoc")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def test_a_recording_is_heard_in_the_page(
    console: Flask, jobs: FakeProcess, sealed: tuple[Station, Recording], tmp_path: Path
) -> None:
    station, recording = sealed
    jobs.answers |= answers(station, recording)
    call = {"direction": "inbound", "caller": "138", "dialled": "95001", "opened_at": NOON, "closed_at": NOON}
    with parts(console).engine.begin() as connection:
        connection.execute(insert(CALLS), {"id": CONTACT, **call})
        connection.execute(insert(RECORDINGS), {**asdict(recording), "contact": CONTACT})
    add_person(console, "wang", "supervisor", password=PASSWORD)
    with served(console) as address:
        asyncio.run(listen(address, tmp_path, station, recording))
    acts = [act.act for act in parts(console).trail.search(Question(act="recording."))]
    assert acts[-1] == "recording.hear"
    assert "recording.heard" in acts
    assert [(access.who, access.reason) for access in station.repository.accesses(recording.id)][:1] == [
        ("wang", "Complaint: case 12")
    ]


async def listen(address: str, folder: Path, station: Station, recording: Recording) -> None:
    async with chromium(folder / "chromium") as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/sign-in")
        await page.fill("input[name=login]", "wang")
        await page.fill("input[name=password]", PASSWORD)
        await page.press("input[name=password]", "Enter")
        await page.wait_for_url(f"{address}/")
        await page.goto(f"{address}/contacts/{CONTACT}")
        assert await page.locator("[data-part=player]").count() == 0
        await page.select_option("select[name=reason] >> nth=0", "complaint")
        await page.fill("input[name=text] >> nth=0", "case 12")
        await page.press("input[name=text] >> nth=0", "Enter")
        await page.wait_for_selector("[data-part=player][data-drawn=yes]")
        await heard_as_it_was_sealed(page, station, recording)
        await played_from_where_one_points(page)
        await the_box_of_silences_has_its_own_space(page)
        await noted_while_it_plays(page)


async def heard_as_it_was_sealed(page: Page, station: Station, recording: Recording) -> None:
    """Every byte that the page can get is the one that was recorded."""
    where = await page.get_attribute("[data-part=player]", "data-audio")
    got = base64.b64decode(await page.evaluate(SAMPLES, where))
    assert got == b"".join(station.recorder.export(recording.id, "test", "test"))


async def played_from_where_one_points(page: Page) -> None:
    """Its sound is that side's tone there; silence is left out where one wants that; keys move."""
    wave = page.locator("[data-part=wave]")
    box = await wave.bounding_box()
    assert box
    await wave.click(position={"x": box["width"] * 0.3, "y": box["height"] / 2})
    await expect(wave).to_have_attribute("aria-valuenow", re.compile("1[12]"))
    await page.check("[data-part=skip]")
    await page.click("[data-part=play]")
    await expect(wave).to_have_attribute("aria-valuenow", re.compile("2[4-9]"), timeout=PATIENCE_MS)
    await page.focus("[data-part=wave]")
    async with page.expect_request(lambda request: request.url.endswith("/heard")):
        await page.keyboard.press("Space")
    assert await page.evaluate("document.querySelector('audio').paused")
    await page.keyboard.press("Home")
    await expect(wave).to_have_attribute("aria-valuenow", "0")
    await page.keyboard.press("ArrowRight")
    await expect(wave).to_have_attribute("aria-valuenow", "5")
    await page.keyboard.press("ArrowUp")
    assert await page.evaluate("document.querySelector('audio').playbackRate") == 1.25


async def the_box_of_silences_has_its_own_space(page: Page) -> None:
    """A key that belongs to a field is left to it."""
    await page.uncheck("[data-part=skip]")
    await page.focus("[data-part=skip]")
    await page.keyboard.press("Space")
    assert await page.is_checked("[data-part=skip]")
    assert await page.evaluate("document.querySelector('audio').paused")


async def noted_while_it_plays(page: Page) -> None:
    """N writes at the moment that is heard; the note is flagged there, and brings one back to it."""
    await page.focus("[data-part=wave]")
    await page.keyboard.press("n")
    await page.keyboard.type("asks for no name")
    assert await page.input_value("[data-part=note-form] input[name=place]") == "0:05"
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-part=notes] li")).to_contain_text("asks for no name")
    await expect(page.locator(".con-flag")).to_have_attribute("title", "0:05 asks for no name")
    await page.focus("[data-part=wave]")
    await page.keyboard.press("Home")
    await page.click("[data-part=notes] [data-go]")
    await expect(page.locator("[data-part=wave]")).to_have_attribute("aria-valuenow", "5")


def test_when_the_half_hour_is_over_the_reason_is_asked_for_in_place(
    console: Flask, jobs: FakeProcess, sealed: tuple[Station, Recording], tmp_path: Path
) -> None:
    station, recording = sealed
    jobs.answers |= answers(station, recording)
    with parts(console).engine.begin() as connection:
        call = {"direction": "inbound", "caller": "138", "dialled": "95001", "opened_at": NOON, "closed_at": NOON}
        connection.execute(insert(CALLS), {"id": CONTACT, **call})
        connection.execute(insert(RECORDINGS), {**asdict(recording), "contact": CONTACT})
    add_person(console, "wang", "supervisor", password=PASSWORD)
    with served(console) as address:
        asyncio.run(asked_again(address, tmp_path, jobs))


async def asked_again(address: str, folder: Path, jobs: FakeProcess) -> None:
    async with chromium(folder / "chromium") as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/sign-in")
        await page.fill("input[name=login]", "wang")
        await page.fill("input[name=password]", PASSWORD)
        await page.press("input[name=password]", "Enter")
        await page.wait_for_url(f"{address}/")
        given = jobs.answers["recording.shape"], jobs.answers["recording.part"]
        over = RecordingReasonMissing(recording="-")
        jobs.answers |= {"recording.shape": over, "recording.part": over}
        await page.goto(f"{address}/contacts/{CONTACT}")
        await page.select_option("select[name=reason] >> nth=0", "complaint")
        await page.press("input[name=text] >> nth=0", "Enter")
        expired = page.locator("[data-part=expired]")
        await expect(expired).to_be_visible()
        await expect(expired).to_contain_text("half hour")
        await expect(page.locator("[data-part=fault]")).to_be_hidden()
        await expired.locator("select").select_option("complaint")

        def told(request: Request) -> None:
            # Only now: the browser asks for the sound again by itself, and would get it without a reason.
            if request.method == "POST":
                jobs.answers |= {"recording.shape": given[0], "recording.part": given[1]}

        page.on("request", told)
        await expired.locator("button").click()
        await page.wait_for_selector("[data-part=player][data-drawn=yes]")
        await expect(expired).to_be_hidden()
