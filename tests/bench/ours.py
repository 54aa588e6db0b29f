"""Our box as a stand: what `make up` starts, with a queue and agents of the bench instead of the demo centre."""

import secrets
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from appliance.daemons.box.asterisk import CONFIG_FILE, command
from appliance.daemons.site import secret_context
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.system.keys import BoxKey
from appliance.system.paths import Paths
from drivers.simulated.sip.network import Account, Network
from image import root, sounds
from tests.bench import cpu
from tests.bench.stand import CARRIER, NUMBER, QUEUE
from tests.servers import box

PROGRAMS = ("asterisk", "engine", "jobs")
FLOW = {
    "start": "line",
    "nodes": {"line": {"type": "queue", "queue": QUEUE, "timed_out": "over"}, "over": {"type": "hangup"}},
}
RULES = {"skills": {}, "wrap_up": 0, "announce_every": 0, "max_wait": 0}


class OurBox:
    """See stand.Stand."""

    def __init__(self, running: box.Box, folder: Path, accounts: Sequence[Account]) -> None:
        self.box, self.folder, self.accounts = running, folder, accounts
        self.engine = running.engine()
        self._pids = {program: running.pid(program) for program in PROGRAMS}

    def network(self) -> Network:
        return self.box.network(self.folder / "network")

    def cpu(self) -> Mapping[str, float]:
        return {program: cpu.seconds(pid) for program, pid in self._pids.items()}

    def console(self, command_line: str) -> str:
        where = root.ready()
        words = command(where, sounds.ready(where), self.box.paths)
        sandbox = words[: words.index("--") + 1]
        asked = [*sandbox, "asterisk", "-C", CONFIG_FILE, "-rx", command_line]
        return subprocess.run(asked, capture_output=True, text=True, timeout=20, check=True).stdout

    @property
    def spool(self) -> Path:
        return self.box.paths.spool

    async def status(self) -> dict[str, Any]:
        """The engine's word on its calls and agents."""
        async with self.box.engine() as engine:
            status: dict[str, Any] = await engine.call("status")
            return status

    async def free(self) -> int:
        return int((await self.status())["agents"]["ready"])

    async def settled(self) -> bool:
        status = await self.status()
        busy = status["calls"]["open"] or status["ledger"]["pending"]
        return not busy and not any(self.spool.iterdir())


@contextmanager
def running(folder: Path, agents: int) -> Iterator[OurBox]:
    """A box with so many agents, gone on exit; `folder` holds all of it."""
    state = folder / "state"
    accounts = [Account(str(7001 + number), secrets.token_urlsafe(18)) for number in range(agents)]
    _furnish(Paths(state), accounts)
    with box.running(state) as started:
        yield OurBox(started, folder, accounts)


def _furnish(paths: Paths, accounts: Sequence[Account]) -> None:
    """Configure the centre before the first start, which then leaves out the demo centre."""
    paths.state.mkdir(mode=0o700, parents=True)
    key, url = BoxKey.ensure(paths.keys), f"sqlite:///{paths.state / 'callstead.db'}"
    schema.upgrade(url)
    database = open_engine(url)
    Documents(database).put_many(_documents(accounts, key), author="bench", reason="bench", at=datetime.now(UTC))
    database.dispose()


def _documents(accounts: Sequence[Account], key: BoxKey) -> list[tuple[str, str, Mapping[str, Any]]]:
    lines: list[tuple[str, str, Mapping[str, Any]]] = [
        ("number", NUMBER, {"flow": "straight", "language": "zh", "fallback": []}),
        ("trunk", "carrier", {"match": [CARRIER]}),
        ("queue", QUEUE, RULES),
        ("flow", "straight", {"document": FLOW, "version": 1}),
    ]
    for account in accounts:
        secret = key.seal(account.secret, secret_context(account.user))
        lines.append(("phone", account.user, {"secret": secret, "encryption": "off"}))
        agent = {"name": account.user, "phone": account.user, "skills": {}, "sign_in_with_phone": True}
        lines.append(("agent", account.user, agent))
    return lines
