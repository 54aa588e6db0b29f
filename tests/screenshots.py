"""`make screenshots`: each page of the menu of a busy centre: both languages, on a desk and in a hand, dark and light.

A box of its own with a day of calls behind it, and calls that wait, ring and are spoken now.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import BrowserContext, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout
from sqlalchemy import Engine, insert

from appliance.clock import uuid7
from appliance.contact.ledger.repository import LedgerRepository
from appliance.desk.people.rights import ROLES
from appliance.desk.telling.model import Answer, Message, Outcome, Webhook
from appliance.desk.telling.repository import MESSAGES, Webhooks
from appliance.desk.telling.retrying import after
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from drivers.simulated.sip.caller import Caller, Press, Wait
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.phone import Phone
from manager.app import create_app
from tests.servers import box, network
from tests.servers.browser import chromium
from tests.servers.ledger_day import HOURS, Day
from tests.servers.live import facts, ready_again
from tests.web.conftest import add_person, parts

OUT = Path("build/screenshots")
LOGIN, PASSWORD, OWN_AGENT = "wang", "correct horse battery staple", "8006"
SEATED = ("8001", "8002", "8003", "8004")
CALLERS = 9
QUIET_MS = 3000


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at: `scheme` is what the reader's machine prefers."""

    name: str
    language: str
    width: int
    height: int
    scheme: str = "light"


LOOKS = (
    Look("zh", "zh", 1280, 800),
    Look("en", "en", 1280, 800),
    Look("zh-dark", "zh", 1440, 900, "dark"),
    Look("zh-hand", "zh", 390, 844),
    Look("en-hand", "en", 390, 844),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """What was seen of one page: how many pixels it is too wide for the window, and what its scripts complained of."""

    file: Path
    too_wide: int
    complaints: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, in words."""
        return [*self.complaints, *([f"{self.too_wide} pixels too wide"] if self.too_wide > 0 else [])]


@contextmanager
def lived_in(folder: Path) -> Iterator[box.Box]:
    """A demo centre with a day of calls behind it, and a person with every right."""
    with box.running(folder / "box") as centre:
        for program in ("engine", "jobs"):
            centre.stop(program)
        with_a_day(centre)
        for program in ("engine", "jobs"):
            centre.start(program)
        asyncio.run(ready_again(centre, 60.0))
        directory = create_app(centre.settings)
        add_person(directory, LOGIN, *ROLES, password=PASSWORD, agent=OWN_AGENT)
        parts(directory).engine.dispose()
        yield centre


def with_a_day(centre: box.Box) -> None:
    """The nine hours before now, as the ledger would have them."""
    start = datetime.now(UTC) - timedelta(hours=HOURS + 1)
    engine = open_engine(f"sqlite:///{centre.paths.state / 'callstead.db'}")
    LedgerRepository(engine).append(Day(queue_names=("sales", "support"), start=start).events())
    another_system(engine, datetime.now(UTC))
    engine.dispose()


def another_system(engine: Engine, now: datetime) -> None:
    """One that was told of calls, and did not take all of it; it is told of nothing more."""
    hook = Webhook("crm", "https://crm.example/hooks/callstead?tenant=7", secret="sealed", on=False)
    Webhooks(Documents(engine)).put(hook, author=LOGIN, reason="", at=now)
    new = Message(uuid7(now), hook.name, 1, "contact.opened", now, now)
    answers = [Answer(status=200, took_ms=31), Answer("status", 410, "<html>Gone"), Answer("slow", took_ms=15_000)]
    messages = [replace(after(new, answer, now), id=uuid7(now)) for answer in answers]
    messages[-1] = replace(messages[-1], outcome=Outcome.GIVEN_UP, tries=11)
    with engine.begin() as connection:
        connection.execute(insert(MESSAGES), list(map(asdict, messages)))


@asynccontextmanager
async def at_work(centre: box.Box, folder: Path) -> AsyncIterator[None]:
    """Agents who talk, and callers who wait for them."""
    caller = Caller("4008001000", "13[field0]", steps=(Wait(1), Press("2")), talk=600)
    load = Load(calls=CALLERS, rate=3.0, at_once=CALLERS, rows=[(f"81234{n:04}",) for n in range(CALLERS)])
    async with box.seated(centre, folder / "phones", Phone(ring=0.5), SEATED), facts(centre.engine(), "queue") as seen:
        calling = centre.network(folder / "network").callers(caller, load)
        await calling.start()
        for _ in range(CALLERS):
            await seen.until("queue.entered")
        yield
        await calling.stop()


async def looked_at(browser: BrowserContext, address: str, look: Look, out: Path) -> list[Shot]:
    """A picture of every page of the menu."""
    page = await browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
    await _in_language(page, address, look.language)
    await page.set_viewport_size({"width": look.width, "height": look.height})
    links = await page.eval_on_selector_all(".sidebar nav a", "all => all.map(one => one.getAttribute('href'))")
    shots = [await _shot(page, f"{address}{link}", out / look.name, complaints) for link in links]
    await page.close()
    return shots


async def signed_in(page: Page, address: str) -> None:
    """The page at that address, after signing in where that is asked."""
    await page.goto(address)
    if await page.locator("[name=login]").count():
        await page.fill("[name=login]", LOGIN)
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".sidebar", state="attached")


async def _in_language(page: Page, address: str, language: str) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})
    await signed_in(page, f"{address}/")
    if await page.locator(f"[name=language][value={language}]").count():
        await page.click(f"[name=language][value={language}]")
        await page.wait_for_selector(f"html[lang^={language}]")


async def _shot(page: Page, address: str, folder: Path, complaints: list[str]) -> Shot:
    complaints.clear()
    await page.goto(address)
    with suppress(PlaywrightTimeout):  # a page that follows the live state is never idle
        await page.wait_for_load_state("networkidle", timeout=QUIET_MS)
    file = folder / f"{address.split('/', 3)[3].strip('/').replace('/', '-') or 'home'}.png"
    await page.screenshot(path=file)
    too_wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return Shot(file, too_wide, tuple(complaints))


async def taken(centre: box.Box, folder: Path, out: Path, looks: Sequence[Look] = LOOKS) -> list[Shot]:
    """The pictures of all pages in all looks, by a browser that signs in once."""
    address, shots = f"https://127.0.0.1:{centre.settings.console.port}", []
    async with chromium(folder / "chromium") as browser:
        for look in looks:
            async with at_work(centre, folder / look.name):
                shots += await looked_at(browser, address, look, out)
    return shots


def main() -> int:
    """Take them all; 1 when a page is wider than its window or its script complains."""
    network.own()
    network.with_address()
    with tempfile.TemporaryDirectory(prefix="callstead-screenshots-") as name, lived_in(Path(name)) as centre:
        shots = asyncio.run(taken(centre, Path(name), OUT))
    for shot in shots:
        print(shot.file, *shot.faults, sep="\n    ")
    return int(any(shot.faults for shot in shots))


if __name__ == "__main__":
    sys.exit(main())
