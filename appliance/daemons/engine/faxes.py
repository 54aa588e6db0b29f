"""Faxes on Asterisk: what it is asked to do, and what it has noted of those that are over."""

import asyncio
from asyncio import Future
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from appliance.contact.calls import commands as the
from appliance.contact.fax import result
from appliance.contact.fax.model import Outcome
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request
from appliance.telephony.config.render import fax

NOT_THERE = 404
MOST_NOTED = 200
"""Callers who are faxes are asked for otherwise: what their channels say is dropped."""


def fax_requests(command: the.ListenForFax | the.ReceiveFax | the.SendFax) -> Iterable[Request]:
    """A fax's dialplan is told by the channel's variables what it is about."""
    match command:
        case the.ListenForFax(channel, seconds):
            return (ari.set_variable(channel, fax.DETECTION, f"yes,{seconds}" if seconds else "no"),)
        case the.ReceiveFax(channel, name, station):
            return (*_told(channel, name, {fax.STATION: station}), ari.leave_for(channel, fax.IN))
        case the.SendFax(channel, name, station, header):
            told = {fax.STATION: station, fax.HEADER: header}
            return (*_told(channel, name, told), ari.leave_for(channel, fax.OUT))


def _told(channel: str, name: str, more: Mapping[str, str]) -> Iterable[Request]:
    values = {fax.NAME: name, fax.TOLD: fax.result(name), **more}
    return (ari.set_variable(channel, key, value) for key, value in values.items())


class FaxResults:
    """Results on Asterisk's global variables; what could not be asked is asked again when Asterisk is back."""

    def __init__(self, client: Callable[[], AriClient], told: Callable[[str, Outcome], None]) -> None:
        self._client, self._told = client, told
        self._open: set[str] = set()
        self._noted: dict[str, str] = {}

    def note(self, channel: str, told: str) -> None:
        """A channel has ended, and said so of its fax."""
        self._noted[channel] = told
        while len(self._noted) > MOST_NOTED:
            self._noted.pop(next(iter(self._noted)))

    def ask_fax(self, name: str, leg: UUID | None) -> None:
        """Our own legs are called as their channels are."""
        if told := self._noted.pop(str(leg), ""):
            asyncio.get_running_loop().call_soon(self._told, name, result.read(told))
            return
        self._open.add(name)
        self._send(name)

    def again(self) -> None:
        """Asterisk is there again."""
        for name in sorted(self._open):
            self._send(name)

    def _send(self, name: str) -> None:
        self._client().send(ari.get_global(fax.result(name))).add_done_callback(partial(self._answered, name))

    def _answered(self, name: str, answer: "Future[Any]") -> None:
        if answer.cancelled() or answer.exception() or name not in self._open:
            return
        response = answer.result()
        if response.status >= 400 and response.status != NOT_THERE:
            return
        self._open.discard(name)
        self._told(name, result.read(str(response.value()["value"]) if response.ok else ""))
        self._client().send(ari.set_global(fax.result(name), ""))
