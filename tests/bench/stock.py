"""The baseline as a stand: an Asterisk with the same phones, its stock Queue and Dial in our engine's place."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from appliance.telephony import certificates
from appliance.telephony.config import places
from appliance.telephony.config.model import Ari, SipListen, Trunk
from appliance.telephony.config.render import render
from appliance.telephony.config.versions import Versions
from drivers.simulated.sip.network import Account, Centre, Network
from image import root
from image import sounds as prompts
from tests.bench import cpu
from tests.bench.stand import CARRIER, NUMBER, QUEUE
from tests.servers import asterisk, asterisk_box, sipp
from tests.servers.asterisk import AsteriskServer
from tests.servers.box import free_ports

RTP = (20000, 21999)
NOT_ITS_OWN = ("ari", "stasis")

DIALPLAN = f"""\
[from-trunk]
exten => {NUMBER},1,MixMonitor({places.RECORDINGS}/${{UNIQUEID}}.raw,D)
 same => n,Answer()
 same => n,Queue({QUEUE})
 same => n,Hangup()
exten => _7XXX,1,MixMonitor({places.RECORDINGS}/${{UNIQUEID}}.raw,D)
 same => n,Dial(PJSIP/${{EXTEN}},20)
 same => n,Hangup()

[from-phone]
exten => _X.,1,Hangup()
"""

QUEUES = f"""\
[general]
persistentmembers = no

[{QUEUE}]
strategy = leastrecent
autofill = yes
ringinuse = no
timeout = 20
retry = 1
wrapuptime = 0
announce-frequency = 0
"""


class StockAsterisk:
    """See stand.Stand."""

    def __init__(self, server: AsteriskServer, accounts: Sequence[Account], sip: SipListen) -> None:
        self.folder, self.accounts = server.folder, accounts
        self._server, self._sip = server, sip

    def network(self) -> Network:
        folder = self.folder / "network"
        folder.mkdir(exist_ok=True)
        return Network(sipp.command(), folder, Centre(self._sip.address, self._sip.udp_port, self._sip.tls_port))

    def cpu(self) -> Mapping[str, float]:
        return {"asterisk": cpu.seconds(self._server.pid)}

    def console(self, command: str) -> str:
        return self._server.cli(command)

    @property
    def spool(self) -> Path:
        return self._server.spool / "monitor"

    async def free(self) -> int:
        return self.console(f"queue show {QUEUE}").count("(Not in use)")

    async def settled(self) -> bool:
        return "0 active calls" in self.console("core show channels count")


@contextmanager
def running(folder: Path, agents: int) -> Iterator[StockAsterisk]:
    """A stock Asterisk with so many queue members, gone on exit; `folder` holds all of it."""
    accounts = [Account(str(7001 + number), asterisk_box.SECRET) for number in range(agents)]
    sip, files = _configured(accounts)
    certificates.ensure(folder / "tls", (sip.address,), datetime.now(UTC))
    versions = Versions(folder / "config")
    versions.switch(versions.write(files))
    where = root.ready()
    os.environ.setdefault("CALLSTEAD_SOUNDS", str(prompts.ready(where)))
    with asterisk.running(folder) as server:
        yield StockAsterisk(server, accounts, sip)


def _configured(accounts: Sequence[Account]) -> tuple[SipListen, dict[str, str]]:
    udp, tls, http = free_ports(3)
    sip = SipListen(asterisk_box.ADDRESS, udp, udp, tls, *RTP)
    site = asterisk_box.site(
        sip=sip,
        ari=Ari(asterisk_box.ADDRESS, http, "callstead", asterisk_box.ENGINE.ari_password, "callstead"),
        trunks=(Trunk("carrier", (CARRIER,)),),
        phones=tuple(asterisk_box.phone(account.user) for account in accounts),
        numbers=(),
    )
    members = "".join(f"member => PJSIP/{account.user}\n" for account in accounts)
    files = render(site)
    own = {"extensions.conf": DIALPLAN, "queues.conf": QUEUES + members, "modules.conf": _modules(files)}
    return sip, files | own


def _modules(files: Mapping[str, str]) -> str:
    """Ours without what serves our engine alone, and the queue."""
    lines = files["modules.conf"].splitlines()
    kept = [line for line in lines if not any(f"_{name}" in line for name in NOT_ITS_OWN)]
    return "\n".join([*kept, "load = app_queue.so", ""])
