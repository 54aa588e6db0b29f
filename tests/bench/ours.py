"""Our box as a stand: what `make up` starts, with a queue and agents of the bench instead of the demo centre."""

import secrets
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from appliance.daemons.box.asterisk import CONFIG_FILE, command
from appliance.daemons.site import secret_context
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from drivers.simulated.sip.network import Account, Network
from image import root, sounds
from tests.bench import cpu
from tests.bench.stand import CARRIER, NUMBER, QUEUE
from tests.servers import box

PROGRAMS = ("asterisk", "engine", "jobs")
RULES = {"skills": {}, "wrap_up": 0, "announce_every": 0, "max_wait": 0}


@dataclass(frozen=True, slots=True)
class Layout:
    """Numbers with the queue each leads straight into, the queues' rules, each agent's skills in turn, more flows."""

    numbers: Mapping[str, str]
    queues: Mapping[str, Mapping[str, Any]]
    skills: Sequence[Mapping[str, int]] = ()
    flows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


ONE_QUEUE = Layout({NUMBER: QUEUE}, {QUEUE: {}})


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
def running(folder: Path, agents: int, layout: Layout = ONE_QUEUE) -> Iterator[OurBox]:
    """A box with so many agents, gone on exit; `folder` holds all of it."""
    state = folder / "state"
    accounts = [Account(str(7001 + number), secrets.token_urlsafe(18)) for number in range(agents)]
    _furnish(Paths(state), accounts, layout)
    with box.running(state) as started:
        yield OurBox(started, folder, accounts)


def _furnish(paths: Paths, accounts: Sequence[Account], layout: Layout) -> None:
    """Configure the centre before the first start, which then leaves out the demo centre."""
    paths.state.mkdir(mode=0o700, parents=True)
    key, url = Keyring.ensure(paths.keys), f"sqlite:///{paths.state / 'callstead.db'}"
    schema.upgrade(url)
    database = open_engine(url)
    documents = [*_lines(layout), *_people(accounts, layout, key)]
    Documents(database).put_many(documents, author="bench", reason="bench", at=datetime.now(UTC))
    database.dispose()


def _lines(layout: Layout) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    yield "trunk", "carrier", {"match": [CARRIER]}
    for name, rules in layout.queues.items():
        yield "queue", name, {**RULES, **rules}
        yield "flow", name, {"document": _straight(name), "version": 1}
    for name, document in layout.flows.items():
        yield "flow", name, {"document": document, "version": 1}
    for number, queue in layout.numbers.items():
        yield "number", number, {"flow": queue, "language": "zh", "fallback": []}


def _straight(queue: str) -> Mapping[str, Any]:
    """A flow with no prompt before its queue."""
    line = {"type": "queue", "queue": queue, "timed_out": "over"}
    return {"start": "line", "nodes": {"line": line, "over": {"type": "hangup"}}}


def _people(accounts: Sequence[Account], layout: Layout, key: Keyring) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    skills = layout.skills or [{}] * len(accounts)
    for account, known in zip(accounts, skills, strict=True):
        secret = key.seal(account.secret, secret_context(account.user))
        yield "phone", account.user, {"secret": secret, "encryption": "off"}
        agent = {"name": account.user, "phone": account.user, "skills": known, "sign_in_with_phone": True}
        yield "agent", account.user, agent
