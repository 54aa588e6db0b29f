"""Look-ups over HTTP: beside the calls, bounded in time, size and number, and only to configured hosts."""

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from appliance.contact.ivr.breaker import Health, asking, heard, may_ask
from appliance.contact.ivr.instructions import Ask
from appliance.contact.ivr.lookup import ANSWERED, MISSING, Answer
from appliance.contact.ivr.repository import LookUpHost
from appliance.errors import Refusal
from appliance.node.alarms.ports import Alarms

logger = logging.getLogger(__name__)

FAILING = "lookup-host-failing"
RESTING = "host-failing"
LARGEST = 64 * 1024
"""Bytes of an answer; a flow needs a few values, not a file."""
SLOWEST = 60.0
"""Seconds that no step of a question may take, whatever the flow allows."""
AT_ONCE = 50
"""Questions open at the same time at one host; what comes above that fails at once."""
CONNECTIONS = 4 * AT_ONCE
OURS = ("host-unknown", "no-token", "too-many", RESTING)
"""Outcomes that say nothing about the host."""


class LookUps:
    """Asks hosts; each answer becomes one input of the engine."""

    def __init__(
        self,
        hosts: Callable[[], Mapping[str, LookUpHost]],
        token: Callable[[LookUpHost], str],
        answered: Callable[..., None],
        alarms: Alarms,
        now: Callable[[], datetime],
    ) -> None:
        self._hosts, self._token, self._answered, self._alarms, self._now = hosts, token, answered, alarms, now
        self._open: set[asyncio.Task[None]] = set()
        self._at: Counter[str] = Counter()
        self._health: dict[tuple[str, str], Health] = {}
        self._client: httpx.AsyncClient | None = None

    def ask(self, contact: UUID, question: Ask) -> None:
        """Ask beside everything else; the answer comes later, never before this returns."""
        task = asyncio.get_running_loop().create_task(self._report(contact, question))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def close(self) -> None:
        """Give up what is still open."""
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    async def answer(self, question: Ask) -> Answer:
        """What the host answers, or why it does not; takes no longer than the question allows."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(question.seconds):
                answer = await self._asked(question)
        except (TimeoutError, httpx.TimeoutException):
            answer = Answer("timed-out")
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            logger.warning("look-up host %s: %r", question.host, fault)
            answer = Answer("unreachable")
        except Refusal as refusal:
            logger.warning("look-up host %s: its token cannot be opened: %s", question.host, refusal)
            answer = Answer("no-token")
        except (ValueError, RecursionError) as fault:
            logger.warning("look-up host %s answers no JSON: %s", question.host, fault)
            answer = Answer("no-json")
        return Answer(answer.outcome, answer.document, round((time.monotonic() - began) * 1000))

    async def _report(self, contact: UUID, question: Ask) -> None:
        self._at[question.host] += 1
        try:
            answer = await self._guarded(question)
        finally:
            self._at[question.host] -= 1
        self._answered(contact, question.visit, answer)

    async def _guarded(self, question: Ask) -> Answer:
        """The answer, but a host that has too much to do, or that keeps failing, is not asked."""
        host = self._hosts().get(question.host)
        key = question.host, host.url if host else ""
        health = self._health.get(key, Health())
        if self._at[question.host] > AT_ONCE:
            return Answer("too-many")
        if not may_ask(health, self._now()):
            return Answer(RESTING)
        self._health[key] = asking(health)
        answer = await self.answer(question)
        if answer.outcome not in OURS:
            well = answer.outcome in (ANSWERED, MISSING)
            self._health[key] = heard(self._health[key], self._now(), well=well)
        self._tell(question.host, answer.outcome)
        return answer

    def _tell(self, host: str, outcome: str) -> None:
        if outcome in (ANSWERED, MISSING):
            self._alarms.clear(FAILING, host)
        else:
            self._alarms.raise_(FAILING, host, outcome)

    async def _asked(self, question: Ask) -> Answer:
        if (host := self._hosts().get(question.host)) is None:
            return Answer("host-unknown")
        token = self._token(host) if host.token else ""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        url = f"{host.url.rstrip('/')}/{question.path.lstrip('/')}"
        async with self._http().stream(question.method, url, headers=headers, json=question.body) as response:
            if response.status_code == httpx.codes.NOT_FOUND:
                return Answer(MISSING)
            if response.status_code != httpx.codes.OK:
                return Answer("refused", {"status": response.status_code})
            return await _document(response)

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=AT_ONCE)
            self._client = httpx.AsyncClient(timeout=SLOWEST, limits=limits, follow_redirects=False, trust_env=False)
        return self._client


async def _document(response: httpx.Response) -> Answer:
    read = bytearray()
    async for chunk in response.aiter_bytes():
        read += chunk
        if len(read) > LARGEST:
            return Answer("too-large")
    document: Any = json.loads(read)
    return Answer(ANSWERED, document)
