"""Faxes, by command: listed, given out, deleted."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from appliance.contact.fax.model import Direction, Fax, State
from appliance.contact.fax.service import Faxes
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.fax_spool import FORMS
from appliance.daemons.jobs.prompts import pieces


def handlers(faxes: Faxes) -> Mapping[str, Handler]:
    commands = _FaxCommands(faxes)
    return {
        "fax.list": commands.listed,
        "fax.show": commands.show,
        "fax.export": commands.export,
        "fax.delete": commands.delete,
    }


class _FaxCommands:
    def __init__(self, faxes: Faxes) -> None:
        self._faxes = faxes
        self._one_at_a_time = asyncio.Lock()

    async def listed(self, *, box: str = "", direction: str = "", state: str = "", limit: int = 50) -> Any:
        found = await asyncio.to_thread(
            self._faxes.list,
            box=box,
            direction=Direction(direction) if direction else None,
            state=State(state) if state else None,
            limit=max(1, min(limit, 1000)),
        )
        return [shown(fax) for fax in found]

    async def show(self, *, id: UUID) -> Any:
        return shown(await asyncio.to_thread(self._faxes.find, id))

    async def export(self, *, id: UUID, reason: str, form: str = "pdf") -> AsyncIterator[Any]:
        """The pages as a PDF or TIFF, in parts of base64."""
        file = await asyncio.to_thread(self._file, id, CALLER.get().user, reason, form)
        for piece in pieces(file):
            yield piece
        yield Final({"id": str(id), "bytes": len(file)})

    async def delete(self, *, id: UUID, reason: str) -> Any:
        """A hold and the class's minimum keep the pages all the same."""
        async with self._one_at_a_time:
            pages = await asyncio.to_thread(self._faxes.delete, id, CALLER.get().user, reason)
        return {"id": str(id), "pages": pages}

    def _file(self, identity: UUID, who: str, reason: str, form: str) -> bytes:
        return FORMS.get(form, bytes)(b"".join(self._faxes.pages(identity, who, reason)))


def shown(fax: Fax) -> dict[str, Any]:
    """A fax as JSON values."""
    return {name: _plain(value) for name, value in asdict(fax).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value.value if isinstance(value, StrEnum) else value
