"""A running Asterisk reached over ARI."""

from collections.abc import Mapping
from typing import Any, Protocol

from appliance.telephony.config.errors import ReloadFailed

DONE = 204
FOUND = 200
MISSING = 404


class Response(Protocol):
    """An ARI answer: the HTTP status and the parsed JSON body, None when empty."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> Any: ...


class AriRequests(Protocol):
    """Whatever sends ARI requests; `uri` is relative to /ari/."""

    async def request(self, method: str, uri: str, query: Mapping[str, str | int] | None = None) -> Response: ...


class AriReloader:
    """Reloads modules and reads back what Asterisk holds; a Reloader."""

    def __init__(self, ari: AriRequests) -> None:
        self._ari = ari

    async def reload(self, module: str) -> None:
        answer = await self._ari.request("PUT", f"asterisk/modules/{module}")
        if answer.status != DONE:
            raise ReloadFailed(module=module, status=answer.status)

    async def sip_object(self, kind: str, name: str) -> Mapping[str, str] | None:
        uri = f"asterisk/config/dynamic/res_pjsip/{kind}/{name}"
        answer = await self._ari.request("GET", uri)
        if answer.status == MISSING:
            return None
        if answer.status != FOUND:
            raise ReloadFailed(module=f"res_pjsip {kind} {name}", status=answer.status)
        held: dict[str, str] = {}
        for item in answer.body:
            key, value = item["attribute"], item["value"]
            held[key] = f"{held[key]},{value}" if key in held else value
        return held

    async def variable(self, name: str) -> str:
        answer = await self._ari.request("GET", "asterisk/variable", {"variable": name})
        return str(answer.body["value"]) if answer.status == FOUND else ""
