"""One run of SIPp as a value: where it calls from and to, how often, and the command line that says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Transport(StrEnum):
    """How SIP travels; SIPp's names for one socket of each."""

    UDP = "u1"
    TCP = "t1"
    TLS = "l1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run speaks from and to. `media` is an inclusive range of UDP ports, two for each call at once."""

    address: str
    server: str
    server_port: int
    media: tuple[int, int]
    transport: Transport = Transport.UDP


@dataclass(frozen=True, slots=True)
class Job:
    """`rows` fill `[field0]`, `[field1]`, ...; one row each call in turn, or one row each user when `users`.

    `calls` ends the run after so many (None: never), `rate` is calls per second, `at_once` the most that run
    together, `receive` the scenario of calls that come in, `lifetime` the seconds after which SIPp ends itself,
    whatever became of us. `authority` is the PEM of the certificate authority that a TLS server must have.
    """

    name: str
    place: Place
    scenario: str
    receive: str = ""
    rows: Sequence[tuple[str, ...]] = field(default=())
    users: int = 0
    calls: int | None = 1
    rate: float = 1.0
    at_once: int = 1
    lifetime: float = 7200.0
    authority: str = ""
    trace: bool = False


@dataclass(frozen=True, slots=True)
class Ports:
    """The local SIP port and the port that takes SIPp's commands."""

    sip: int
    control: int


def files(job: Job, folder: Path) -> dict[Path, str]:
    """What must lie in the work folder before the run."""
    order = "USER" if job.users else "SEQUENTIAL"
    rows = "\n".join([order, *(";".join(row) for row in job.rows), ""])
    wanted = {
        f"{job.name}.xml": job.scenario,
        f"{job.name}-in.xml": job.receive,
        f"{job.name}.csv": rows if job.rows else "",
        f"{job.name}-ca.pem": job.authority,
    }
    return {folder / name: content for name, content in wanted.items() if content}


def options(job: Job, folder: Path, ports: Ports, run: str) -> list[str]:
    """SIPp's options for `job`; `run` must differ in each run, it goes into tags and branches."""
    place, at = job.place, folder / job.name
    return [
        *(f"{place.server}:{place.server_port}", "-t", place.transport.value),
        *("-i", place.address, "-p", str(ports.sip), "-mi", place.address),
        *("-min_rtp_port", str(place.media[0]), "-max_rtp_port", str(place.media[1])),
        *("-sf", f"{at}.xml"),
        *(("-rxsf", f"{at}-in.xml") if job.receive else ()),
        *(("-inf", f"{at}.csv") if job.rows else ()),
        *(("-tls_ca", f"{at}-ca.pem") if job.authority else ()),
        *_pace(job),
        *("-timeout", f"{round(job.lifetime)}s", "-key", "run", run, "-cid_type", "uuid"),
        *("-nostdin", "-aa", "-ci", "127.0.0.1", "-cp", str(ports.control)),
        *("-max_reconnect", "-1", "-reconnect_close", "false", "-reconnect_sleep", "500"),
        # A machine too busy for a moment must not end a run.
        *("-watchdog_minor_maxtriggers", "1000000", "-watchdog_major_maxtriggers", "1000000"),
        *("-trace_logs", "-log_file", f"{at}.notes"),
        *("-trace_stat", "-stf", f"{at}.stat", "-fd", "1"),
        *("-trace_err", "-error_file", f"{at}.errors"),
        *(("-trace_msg", "-message_file", f"{at}.messages") if job.trace else ()),
    ]


def _pace(job: Job) -> tuple[str, ...]:
    if job.users:
        return ("-users", str(job.users))
    limit = () if job.calls is None else ("-m", str(job.calls))
    whole = job.rate >= 1
    rate = (str(round(job.rate)), "1000") if whole else ("1", str(round(1000 / job.rate)))
    return (*limit, "-r", rate[0], "-rp", rate[1], "-l", str(job.at_once))
