"""A whole box in a folder of its own, on ports of its own: what `make up` starts, for tests to use and to hurt."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from appliance.control.client import ControlClient
from appliance.settings import Settings, load
from appliance.system.paths import Paths
from drivers.simulated.sip.network import Account, Centre, Network, Phones
from drivers.simulated.sip.phone import Phone
from image import sounds
from tests.servers import processes, sipp
from tests.servers.asterisk import runtime_root

CHECKOUT = Path(__file__).parents[2]
PATIENCE = float(os.environ.get("CALLSTEAD_PATIENCE", "1"))
"""How many times slower than a real machine the one is in which the tests run."""
START_SECONDS = 60 * PATIENCE
CONTROL_SECONDS = 10 * PATIENCE


class Box:
    """One running box. Its demo centre is as `make up` has it, on other ports; it may do `calls` alone."""

    def __init__(self, state: Path, *, calls: bool = False) -> None:
        self.paths = Paths(state)
        self._options = ["--calls"] if calls else []

    def up(self) -> None:
        """Return when calls work."""
        where = runtime_root()
        spoken = os.environ.get("CALLSTEAD_SOUNDS") or sounds.ready(where)
        places = ("--root", str(where), "--sounds", str(spoken))
        self._command("up", *places, "--within", str(START_SECONDS), *self._options)

    def down(self) -> None:
        self._command("down")

    @property
    def settings(self) -> Settings:
        return load(self.paths.settings, {})

    def engine(self) -> ControlClient:
        return ControlClient(self.paths.engine_socket, limit=CONTROL_SECONDS)

    def jobs(self) -> ControlClient:
        return ControlClient(self.paths.jobs_socket, limit=CONTROL_SECONDS)

    def network(self, folder: Path) -> Network:
        """Simulated callers and phones that work against this box; `folder` is theirs."""
        folder.mkdir(parents=True, exist_ok=True)
        sip = self.settings.sip
        command = [word.replace(sipp.WORK, str(folder)) for word in sipp.command()]
        return Network(command, folder, Centre(sip.address, sip.udp_port, sip.tls_port))

    async def accounts(self) -> list[Account]:
        async with self.engine() as engine:
            told = await engine.call("demo.accounts")
        return [Account(agent["phone"], agent["secret"]) for agent in told["agents"]]

    def pid(self, program: str) -> int:
        """The process number of asterisk (its sandbox), engine or jobs."""
        return int(self._supervisor("pid", program))

    def kill(self, program: str) -> None:
        """kill -9, and wait until it is gone; the supervisor starts it again."""
        handle = os.pidfd_open(self.pid(program))
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        select.select([handle], [], [], 10)
        os.close(handle)

    def power_cut(self) -> None:
        """kill -9 of every process of the box at once; returns when none is left."""
        supervisor = int((self.paths.run / "supervisor.pid").read_text())
        os.kill(supervisor, signal.SIGSTOP)
        processes.kill_all([supervisor, *processes.below(supervisor)])

    def stop(self, program: str) -> None:
        """Stop a program and let it stay stopped."""
        self._supervisor("stop", program)

    def start(self, program: str) -> None:
        self._supervisor("start", program)

    def log(self, program: str) -> str:
        return (self.paths.logs / f"{program}.log").read_text(errors="replace")

    def _supervisor(self, *words: str) -> str:
        file = str(self.paths.run / "supervisord.conf")
        command = [sys.executable, "-m", "supervisor.supervisorctl", "-c", file, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout

    def _command(self, what: str, *words: str) -> None:
        command = [sys.executable, "-m", "appliance.daemons.box", what, "--state", str(self.paths.state), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=1.5 * START_SECONDS, cwd=CHECKOUT)
        if done.returncode:
            logs = "".join(f"--- {path.name}\n{path.read_text(errors='replace')[-2000:]}" for path in self._logs())
            raise RuntimeError(f"box {what}: {done.stderr}\n{logs}")

    def _logs(self) -> Sequence[Path]:
        return sorted(self.paths.logs.glob("*.log"))


@contextmanager
def running(state: Path, **settings: str) -> Iterator[Box]:
    """A box that is ready on entry and gone on exit; `settings` are more lines of its settings file, by section."""
    _settled(state, settings)
    box = Box(state)
    box.up()
    try:
        yield box
    finally:
        box.down()


def called(state: Path) -> Box:
    """One that is up and does calls alone; for where a processor is slow, and pages and a good end take long."""
    _settled(state, {})
    box = Box(state, calls=True)
    box.up()
    return box


@contextmanager
def calling(state: Path) -> Iterator[Box]:
    """The same for a block, killed at its end."""
    box = called(state)
    try:
        yield box
    finally:
        box.power_cut()


@asynccontextmanager
async def seated(
    box: Box, folder: Path, phone: Phone, agents: Sequence[str] = (), **more: Any
) -> AsyncIterator[Phones]:
    """Phones of those agents (all by default), registered and so signed in; gone after the block."""
    accounts = [account for account in await box.accounts() if not agents or account.user in agents]
    async with sipp.phones(box.network(folder), phone, accounts, **more) as phones:
        yield phones


def _settled(state: Path, more: dict[str, str]) -> None:
    state.mkdir(parents=True, exist_ok=True)
    (state / "settings.toml").write_text(_settings(more))


def _settings(more: dict[str, str]) -> str:
    sip, tls, ari, console = free_ports(4)
    first = 12000 + (ari % 40) * 400
    lines = {
        "asterisk": f"ari_port = {ari}\n",
        "console": f"port = {console}\nworkers = 1\n",
        "sip": f"udp_port = {sip}\ntcp_port = {sip}\ntls_port = {tls}\n"
        f"rtp_first = {first}\nrtp_last = {first + 1999}\n",
    }
    for section, text in more.items():
        lines[section] = lines.get(section, "") + text
    return "".join(f"[{section}]\n{text}" for section, text in lines.items())


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on now, for UDP and TCP alike."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
