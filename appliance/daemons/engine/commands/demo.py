"""What a demo centre tells about itself, so that any SIP tool can play its network and its agents."""

from collections.abc import Mapping
from typing import Any

from appliance.control.commands import Handler
from appliance.daemons.engine.errors import NotADemo
from appliance.daemons.engine.process import Engine
from appliance.daemons.site import secret_context
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"demo.accounts": _Demo(engine).accounts}


class _Demo:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def accounts(self) -> Any:
        """Numbers, trunk and SIP accounts with their secrets; a real centre never tells these."""
        if not self._engine.settings.demo.sipp:
            raise NotADemo()
        now = self._engine.centre.directory.now
        trunk = next((trunk for trunk in now.trunks.values() if trunk.match), None)
        return {
            "numbers": sorted(now.numbers),
            "trunk": {"name": trunk.name, "address": trunk.match[0]} if trunk else None,
            "agents": [self._account(agent.number, agent.phone) for agent in now.agents.values()],
        }

    def _account(self, agent: str, phone: str) -> dict[str, Any]:
        key = Keyring.load(Paths(self._engine.settings.state).keys)
        sealed = self._engine.centre.directory.now.phones[phone].secret
        sip = self._engine.settings.sip
        return {
            "agent": agent,
            "phone": phone,
            "secret": key.open(sealed, secret_context(phone)).reveal(),
            "sip": {"address": sip.address, "udp_port": sip.udp_port, "tls_port": sip.tls_port},
        }
