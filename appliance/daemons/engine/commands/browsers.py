"""The telephone in an agent's browser, by command: a password that lives as long as the session."""

import secrets
from collections.abc import Mapping
from typing import Any

from appliance.contact.calls.model import browser
from appliance.control.commands import Handler
from appliance.daemons.engine.process import Engine
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari.codec import Request

MISSING = 404


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _Browsers(engine)
    return {"browser.open": commands.open, "browser.close": commands.close}


class _Browsers:
    """An account is there for every agent, but without a password nobody gets in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def open(self, *, agent: str) -> Any:
        """A fresh password; whoever came in with the one before is asked for this one at the next registration."""
        account = browser(self._engine.centre.roster.known(agent).number)
        password = secrets.token_urlsafe(24)
        await self._told(ari.set_password(account, password))
        return {"agent": agent, "phone": account, "password": password, "domain": self._engine.settings.sip.address}

    async def close(self, *, agent: str) -> Any:
        account = browser(self._engine.centre.roster.known(agent).number)
        await self._told(ari.drop_password(account))
        return {"agent": agent, "phone": account}

    async def _told(self, request: Request) -> None:
        """Raises what ARI raises; what is not there needs not be taken away."""
        answer = await self._engine.node.client.send(request)
        if request.method != "DELETE" or answer.status != MISSING:
            answer.value()
