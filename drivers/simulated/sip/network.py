"""The telephone network and the phones of a simulated site: one SIPp process for each group that behaves alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from drivers.simulated.sip import keys
from drivers.simulated.sip.caller import Caller, caller_scenario
from drivers.simulated.sip.job import Job, Place, Transport
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone, farewell_scenario, phone_scenario, registration_scenario
from drivers.simulated.sip.result import Result
from drivers.simulated.sip.runner import Sipp

CARRIER = "127.0.0.9"
PHONES = "127.0.0.1"
CARRIER_MEDIA = (30000, 33999)
PHONES_MEDIA = (34000, 37999)
CALLED_MEDIA = (38000, 39999)

_REGISTERED_S = 60
_REFRESH_S = 25.0


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the call centre takes SIP. `authority` is the PEM of what signed its TLS certificate; empty trusts any."""

    address: str = "127.0.0.1"
    port: int = 5060
    tls_port: int = 5061
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A SIP account of the centre."""

    user: str
    secret: str


@dataclass(frozen=True, slots=True)
class Load:
    """How many calls are placed, at `rate` a second, at most `at_once` together; `rows` fill "[field0]" and so on."""

    calls: int = 1
    rate: float = 20.0
    at_once: int = 1
    rows: Sequence[tuple[str, ...]] = ()


ONE_CALL = Load()


class Network:
    """Makes callers and phones that work against one centre. `command` starts SIPp, `folder` holds its files."""

    def __init__(self, command: Sequence[str], folder: Path, centre: Centre) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._centre = centre
        self._numbers = count(1)
        for key in keys.KEYS:
            (folder / keys.file_name(key)).write_bytes(keys.event_file(key))

    def sound(self, name: str, wav: bytes) -> str:
        """Keep a WAV for an `Audio`; its path as SIPp sees it."""
        path = self._folder / f"{name}.wav"
        path.write_bytes(wav)
        return str(path)

    def callers(
        self,
        caller: Caller,
        load: Load = ONE_CALL,
        *,
        address: str = CARRIER,
        media: tuple[int, int] = CARRIER_MEDIA,
        lifetime: float = 7200.0,
        trace: bool = False,
        hear: Callable[[Note], None] | None = None,
    ) -> Sipp:
        """Callers in the network, not yet started."""
        job = Job(
            name=f"callers{next(self._numbers)}",
            place=Place(address, self._centre.address, self._centre.port, media),
            scenario=caller_scenario(replace(caller, keys_folder=str(self._folder))),
            rows=load.rows,
            calls=load.calls,
            rate=load.rate,
            at_once=load.at_once,
            lifetime=lifetime,
            trace=trace,
        )
        return Sipp(self._command, self._folder, job, hear)

    def subscribers(
        self,
        phone: Phone,
        *,
        address: str = CARRIER,
        media: tuple[int, int] = CALLED_MEDIA,
        lifetime: float = 7200.0,
        trace: bool = False,
        hear: Callable[[Note], None] | None = None,
    ) -> Sipp:
        """Whoever the centre calls in the network, at any number; not yet started, `start` takes the port."""
        job = Job(
            name=f"subscribers{next(self._numbers)}",
            place=Place(address, self._centre.address, self._centre.port, media),
            scenario=phone_scenario(phone),
            calls=None,
            at_once=1000,
            lifetime=lifetime,
            trace=trace,
        )
        return Sipp(self._command, self._folder, job, hear)

    def phones(
        self,
        phone: Phone,
        accounts: Sequence[Account],
        *,
        transport: Transport = Transport.UDP,
        address: str = PHONES,
        media: tuple[int, int] = PHONES_MEDIA,
        refresh: float = _REFRESH_S,
        lifetime: float = 7200.0,
        trace: bool = False,
        hear: Callable[[Note], None] | None = None,
    ) -> "Phones":
        """Phones that behave alike, one for each account, not yet started."""
        secure = transport is Transport.TLS
        port = self._centre.tls_port if secure else self._centre.port
        job = Job(
            name=f"phones{next(self._numbers)}",
            place=Place(address, self._centre.address, port, media, transport),
            scenario=registration_scenario(refresh, _REGISTERED_S),
            receive=phone_scenario(phone),
            rows=[(account.user, account.secret) for account in accounts],
            users=len(accounts),
            lifetime=lifetime,
            authority=self._centre.authority if secure else "",
            trace=trace,
        )
        return Phones(self._command, self._folder, job, hear)


class Phones:
    """One SIPp process that keeps all its accounts registered and takes their calls on the same socket."""

    def __init__(
        self, command: Sequence[str], folder: Path, job: Job, hear: Callable[[Note], None] | None = None
    ) -> None:
        self._command = command
        self._folder = folder
        self._job = job
        self.sipp = Sipp(command, folder, job, hear)

    async def start(self, limit: float = 10.0) -> None:
        """Return once every account is registered; raises SippFailedError, SippMissingError or TimeoutError."""
        await self.sipp.start()
        try:
            await self.sipp.until(self._all_registered, limit)
        except BaseException:
            await self.sipp.stop()
            raise

    async def stop(self, limit: float = 4.0) -> Result:
        """Hang up, take the registrations back, end the processes."""
        result = await self.sipp.stop()
        users = len(self._job.rows)
        farewell = replace(
            self._job,
            name=f"{self._job.name}-farewell",
            scenario=farewell_scenario(),
            receive="",
            users=0,
            calls=users,
            rate=max(1, users),
            at_once=users,
        )
        leaving = Sipp(self._command, self._folder, farewell)
        await leaving.start(port=self.sipp.ports.sip)
        await leaving.wait(limit)
        return result

    def _all_registered(self, notes: Sequence[Note]) -> bool:
        registered = {note.who for note in notes if note.kind is Kind.REGISTERED}
        return registered >= {row[0] for row in self._job.rows}
