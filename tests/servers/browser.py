"""A real Chromium without a screen, driven by Playwright; its microphone is a sound file."""

import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, async_playwright

from image import browser

CHECKOUT = Path(__file__).parents[2]
ALONE = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
"""It has no rights to wall itself off inside our own walls."""
SOUND = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
LOOPBACK = ("--allow-loopback-in-peer-connection", "--disable-features=WebRtcHideLocalIpsWithMdns")
"""A test's network has no other device, and no names of the local network."""

PATIENCE_MS = 60_000


@asynccontextmanager
async def chromium(folder: Path, microphone: Path | None = None, **more: Any) -> AsyncIterator[BrowserContext]:
    """A browser with a fresh profile in `folder`, which it alone of the machine's folders sees; closed after it."""
    folder.mkdir(parents=True, exist_ok=True)
    heard = (f"--use-file-for-fake-audio-capture={_inside(microphone, folder)}",) if microphone else ()
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=_starter(folder),
            args=[*ALONE, *SOUND, *LOOPBACK, *heard],
            permissions=["microphone"],
            ignore_https_errors=True,
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        try:
            yield context
        finally:
            await context.close()


def _starter(folder: Path) -> Path:
    """Playwright starts one program: this one, which becomes Chromium behind our walls."""
    path = folder / "chromium"
    words = [sys.executable, "-m", "image.browser", str(browser.ready()), str(folder)]
    path.write_text(f'#!/bin/sh\ncd {shlex.quote(str(CHECKOUT))} && exec {shlex.join(words)} "$@"\n')
    path.chmod(0o755)
    return path


def _inside(sound: Path, folder: Path) -> Path:
    copy = folder / "microphone.wav"
    copy.write_bytes(sound.read_bytes())
    return copy
