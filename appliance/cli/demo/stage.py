"""The simulated network of one command: a work folder, voices, phones and callers, all gone when it is left."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appliance.cli.demo.errors import AgentsAbsent, SimulatorFailed, SimulatorUnset
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE, socket_of
from appliance.control.client import ControlClient
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import CARRIER, Account, Centre, Load, Network, Phones
from drivers.simulated.sip.note import Note
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.result import Result
from drivers.simulated.sip.runner import Sipp, SippFailedError, SippMissingError
from drivers.simulated.sip.scenario import Audio

REGISTER_S = 15.0
READY_S = 15.0
ANSWER_AFTER_S = 1.5
READY, SIGNED_OUT = "ready", "signed-out"
AWAY = (SIGNED_OUT, "wrap-up")
"""Who may be simulated: after a simulated call its agent is still in wrap-up, without a phone."""
VOICES = {"zh": "cmn", "en": "en"}
TONES = {"caller": 440.0, "agent": 620.0}


Item = Mapping[str, Any] | Note | Result | Exception
"""A live event, a step of a caller, the end of all callers, or what broke the event stream."""

Inbox = asyncio.Queue[Item]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a simulated call needs; made by `stage`."""

    session: Session
    accounts: Mapping[str, Any]
    network: Network
    voices: Mapping[str, Audio]

    def callers(self, caller: Caller, load: Load, inbox: Inbox) -> Sipp:
        """Callers at the demo trunk's address."""
        trunk = self.accounts.get("trunk") or {}
        return self.network.callers(caller, load, address=trunk.get("address", CARRIER), hear=inbox.put_nowait)

    @asynccontextmanager
    async def facts(self, kinds: Sequence[str], inbox: Inbox) -> AsyncIterator[None]:
        """The live events of these kinds go to the inbox while this lasts, from the moment it is entered."""
        client = ControlClient(socket_of(self.session.state, ENGINE), language=self.session.language)
        stream = client.stream("events", kinds=list(kinds))
        await anext(stream)
        pump = asyncio.create_task(_pump(stream, inbox))
        try:
            yield
        finally:
            pump.cancel()
            await asyncio.wait([pump])
            await stream.aclose()

    @asynccontextmanager
    async def agents(self, inbox: Inbox | None = None, ring: float = ANSWER_AFTER_S) -> AsyncIterator[Phones]:
        """Phones that answer, of all agents who are not at work; entered when those agents are signed in.

        Raises AgentsAbsent when everybody is at work, or nobody becomes ready.
        """
        away = {person["agent"] for person in await self.people() if person["state"] in AWAY}
        accounts = [Account(row["phone"], row["secret"]) for row in self.accounts["agents"] if row["agent"] in away]
        if not accounts:
            raise AgentsAbsent(problem="0")
        ready: Inbox = asyncio.Queue()
        phone = Phone(ring=ring, audio=self.voices["agent"])
        phones = self.network.phones(phone, accounts, hear=inbox.put_nowait if inbox else None)
        async with self.facts(["agent"], ready):
            try:
                await phones.start(REGISTER_S)
            except SippMissingError as fault:
                raise SimulatorFailed(problem=str(fault)) from fault
            except (SippFailedError, TimeoutError) as fault:
                raise AgentsAbsent(problem=str(fault) or f"{REGISTER_S:.0f} s") from fault
            try:
                await self._until_ready(away, ready)
                yield phones
            finally:
                await phones.stop()

    async def _until_ready(self, expected: Collection[str], inbox: Inbox) -> None:
        """Wait until all the expected are signed in, or at least one is ready when the time is over."""
        states = {person["agent"]: person["state"] for person in await self.people()}
        try:
            async with asyncio.timeout(READY_S):
                while any(states.get(agent) == SIGNED_OUT for agent in expected):
                    fact = await inbox.get()
                    if isinstance(fact, Mapping):
                        states[fact["data"]["data"]["agent"]] = fact["data"]["data"]["state"]
        except TimeoutError:
            if READY not in states.values():
                raise AgentsAbsent(problem=f"{READY_S:.0f} s") from None

    async def people(self) -> list[Mapping[str, Any]]:
        """The agents and their states."""
        rows: list[Mapping[str, Any]] = await asyncio.to_thread(self.session.ask, ENGINE, "agent.list")
        return rows


@asynccontextmanager
async def stage(session: Session) -> AsyncIterator[Stage]:
    """Raises SimulatorUnset where no demo centre is set up, and what the engine refuses."""
    settings = session.settings
    if not settings.demo.sipp:
        raise SimulatorUnset(file=str(session.state / "settings.toml"))
    accounts = await asyncio.to_thread(session.ask, ENGINE, "demo.accounts")
    folder = _folder(settings.demo.work)
    try:
        sip = settings.sip
        network = Network(settings.demo.sipp, folder, Centre(sip.address, sip.udp_port, sip.tls_port))
        voices = await asyncio.to_thread(_voices, session, network, settings.demo.sipp, folder)
        yield Stage(session, accounts, network, voices)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def placing(callers: Sipp, inbox: Inbox, limit: float) -> AsyncIterator[None]:
    """The callers run while this lasts; the inbox hears their result when all are done, or `limit` seconds are over."""
    try:
        await callers.start()
    except SippMissingError as fault:
        raise SimulatorFailed(problem=str(fault)) from fault
    watch = asyncio.create_task(_watch(callers, inbox, limit))
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.wait([watch])
        await callers.stop()


async def _watch(callers: Sipp, inbox: Inbox, limit: float) -> None:
    inbox.put_nowait(await callers.wait(limit))


def _folder(work: Path) -> Path:
    """A folder of this run's own, in the place that SIPp's sandbox shares with the host."""
    shared = work if work != Path() else None
    if shared:
        shared.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="callstead-demo-", dir=shared))


def _voices(session: Session, network: Network, sipp: Sequence[str], folder: Path) -> dict[str, Audio]:
    """What callers and agents say, spoken by the espeak-ng beside SIPp; tones where there is none."""
    espeak = [word.replace("{work}", str(folder)) for word in (*sipp[:-1], "espeak-ng")]
    voice = VOICES[session.language]
    made = {}
    for who, hertz in TONES.items():
        said = speech.spoken(espeak, session.words.text("speech", who), voice)
        made[who] = Audio(network.sound(who, said or speech.tone(hertz)))
    return made


async def _pump(stream: AsyncIterator[Any], inbox: Inbox) -> None:
    try:
        async for fact in stream:
            inbox.put_nowait(fact)
    except Exception as fault:
        inbox.put_nowait(fault)
