"""One message over HTTP: to an address that was looked at first, with no redirects, bounded in time and size."""

import asyncio
import socket
import ssl
import time
from collections.abc import Mapping

import httpx

from appliance.desk.telling.model import Answer, Trouble, Webhook
from appliance.desk.telling.reaching import may_reach

LIMIT = 15.0
"""Seconds for everything."""
SHOWN = 200
"""Characters of an answer that are kept."""
HEADERS = {"Content-Type": "application/json", "User-Agent": "Callstead", "Accept-Encoding": "identity"}
TRUST = "CERTIFICATE_VERIFY_FAILED"


class Wire:
    """Keeps connections open, one client a webhook; `here` lets them go to this machine itself, as in trials."""

    def __init__(self, *, here: bool = False) -> None:
        self._here = here
        self._clients: dict[tuple[str, str, str], httpx.AsyncClient] = {}

    async def post(self, hook: Webhook, body: bytes, headers: Mapping[str, str]) -> Answer:
        """What came of it; raises nothing that the other side can cause."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(LIMIT):
                status, text = await self._posted(hook, body, headers)
            found = Answer("" if 200 <= status < 300 else Trouble.STATUS, status, text)
        except (TimeoutError, httpx.TimeoutException):
            found = Answer(Trouble.SLOW)
        except PlaceError:
            found = Answer(Trouble.PLACE)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as fault:
            trouble = Trouble.CERTIFICATE if TRUST in str(fault) else Trouble.UNREACHABLE
            found = Answer(trouble, text=_plain(f"{type(fault).__name__}: {fault}"))
        return Answer(found.trouble, found.status, found.text, round((time.monotonic() - begun) * 1000))

    async def keep(self, hooks: Mapping[str, Webhook]) -> None:
        """Close what belongs to no webhook of these any more."""
        kept = {_key(hook) for hook in hooks.values()}
        for key in [key for key in self._clients if key not in kept]:
            await self._clients.pop(key).aclose()

    async def _posted(self, hook: Webhook, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        url = httpx.URL(hook.url)
        port = url.port or (443 if url.scheme == "https" else 80)
        # The connection goes to the very address that was looked at: a name may lead elsewhere the next time.
        there = url.copy_with(host=await self._address(url.host, port))
        headers = {**HEADERS, **headers, "Host": url.netloc.decode()}
        more = {"sni_hostname": url.host}
        async with self._client(hook).stream("POST", there, content=body, headers=headers, extensions=more) as answer:
            return answer.status_code, await _beginning(answer)

    async def _address(self, host: str, port: int) -> str:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(address[0]) for *_, address in found]
        for address in addresses:
            if self._here or (may_reach(address) and not own(address)):
                return address
        raise PlaceError

    def _client(self, hook: Webhook) -> httpx.AsyncClient:
        if (client := self._clients.get(_key(hook))) is None:
            limits = httpx.Limits(max_connections=8, max_keepalive_connections=4)
            client = httpx.AsyncClient(
                verify=_trust(hook.ca), timeout=LIMIT, limits=limits, follow_redirects=False, trust_env=False
            )
            self._clients[_key(hook)] = client
        return client


class PlaceError(Exception):
    """A name that leads to this machine, or nowhere that a message could go."""


def own(address: str) -> bool:
    """Whether an address is one of this machine's: then the way there begins and ends at it. Nothing is sent."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as link:
        try:
            link.connect((address, 9))
        except OSError:
            return False
        return str(link.getsockname()[0]) == address


async def _beginning(answer: httpx.Response) -> str:
    read = b""
    async for piece in answer.aiter_raw():
        read += piece
        if len(read) >= SHOWN * 4:
            break
    return _plain(read[: SHOWN * 4].decode("utf-8", "replace"))


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()[:SHOWN]


def _trust(ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca:
        try:
            context.load_verify_locations(cadata=ca)
        except ssl.SSLError as fault:
            raise ValueError(f"ca: {fault}") from fault
    return context


def _key(hook: Webhook) -> tuple[str, str, str]:
    return hook.name, hook.url, hook.ca
