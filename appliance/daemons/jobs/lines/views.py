"""What there is and what it could become, by command: cards, proposals, plans, the document in force."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from appliance.contact.calls.repository import Lines as SipPhones
from appliance.control.commands import Handler
from appliance.daemons.jobs.lines.errors import AnswerInvalid, LinesVersionUnknown
from appliance.daemons.jobs.lines.kernel import Kernel
from appliance.daemons.lines import KEY, KIND, in_force, read, taken
from appliance.store.documents import Documents, Version
from dahdi_conf.countries import countries
from dahdi_conf.diagnosis.evidence import Finding
from dahdi_conf.diagnosis.remedy import Remedy, mended, plain, remedies
from dahdi_conf.intent import Intent, Signalling
from dahdi_conf.intent_document import parse, text
from dahdi_conf.intent_document import read as read_intent
from dahdi_conf.inventory import cards
from dahdi_conf.outline import comparison, planned
from dahdi_conf.proposal import Answers, propose
from dahdi_conf.survey import survey

SHOWN = 200
"""Characters of what cannot be, as a refusal repeats it."""


class Installed(Protocol):
    """The files that lie below /etc now."""

    async def read(self) -> Mapping[str, str]: ...


def handlers(documents: Documents, root: Path = Path("/"), installed: Installed | None = None) -> Mapping[str, Handler]:
    views = _Views(documents, root, installed or Kernel())
    return {
        "card.list": views.cards,
        "lines.propose": views.propose,
        "lines.plan": views.plan,
        "lines.show": views.show,
        "lines.remedy": views.remedy,
        "lines.choices": views.choices,
    }


class _Views:
    def __init__(self, documents: Documents, root: Path, installed: Installed) -> None:
        self._documents, self._root, self._installed = documents, root, installed

    async def cards(self) -> Any:
        return cards((await asyncio.to_thread(survey, self._root)).hardware)

    async def choices(self) -> Any:
        """What the first answer can be: countries by their codes, with their names by language."""
        return {"countries": {code: dict(land.name) for code, land in countries().items()}}

    async def propose(
        self, *, numbers: list[str], country: str = "cn", signalling: str = "pri", first_phone: str = "8101"
    ) -> Any:
        """The document that three answers make of the cards that are there; spans that have their numbers keep them."""
        answers = _answers(country, signalling, numbers, first_phone)
        seen = await asyncio.to_thread(survey, self._root)
        before, _ = read_intent((await asyncio.to_thread(in_force, self._documents)).intent)
        return {"document": text(propose(seen.hardware, answers, before.pins))}

    async def plan(self, *, document: str, compare: bool = False) -> Any:
        """What a document would come to, and itself as people write it; `compare` adds what differs from the
        installed files.
        """
        intent, form = parse(document)
        seen = await asyncio.to_thread(survey, self._root)
        phones = await asyncio.to_thread(SipPhones(self._documents).phones)
        result = planned(seen, intent, (*form, *taken(intent, phones))) | {"document": text(intent)}
        if not (compare and result["files"]):
            return result
        present = await self._installed.read()
        return result | {"installed": comparison(present, result["files"])}

    async def show(self, *, version: int = 0) -> Any:
        """The document of a version, the last if none is named; before the first that of a site without lines."""
        kept = await asyncio.to_thread(self._documents.history, KIND, KEY)
        versions = [one for one in kept if not one.removed]
        return _shown(versions, version) if versions or version else _nothing()

    async def remedy(self, *, span: int, findings: list[dict[str, Any]], channel: int = 0) -> Any:
        """What findings of `span.diagnose`, or of `span.test` on `channel`, ask for, and the document with it."""
        present = await asyncio.to_thread(in_force, self._documents)
        intent, _ = read_intent(present.intent)
        changes = _remedies(intent, present.rows, span, findings, channel)
        told = [asdict(item) | {"before": plain(item.before), "after": plain(item.after)} for item in changes]
        return {"changes": told, "document": text(mended(intent, changes))}


def _remedies(
    intent: Intent, rows: Sequence[Mapping[str, Any]], span: int, findings: list[dict[str, Any]], channel: int
) -> list[Remedy]:
    """Raises AnswerInvalid for findings that no diagnosis of ours has told."""
    try:
        found = [Finding(str(item["code"]), dict(item["values"])) for item in findings]
        return remedies(intent, rows, span, found, channel)
    except (KeyError, TypeError, ValueError) as fault:
        told = json.dumps(findings, ensure_ascii=False, default=str)[:SHOWN]
        raise AnswerInvalid(answer="findings", value=told, known='{"code": ..., "values": {...}}') from fault


def _nothing() -> dict[str, Any]:
    return {"version": 0, "at": None, "author": "", "reason": "", "document": text(Intent()), "lines": []}


def _shown(versions: Sequence[Version], wanted: int) -> dict[str, Any]:
    found = next((one for one in versions if one.version == (wanted or versions[-1].version)), None)
    if found is None:
        raise LinesVersionUnknown(version=wanted)
    kept = read(found.body)
    who = {"version": found.version, "at": found.at.isoformat(), "author": found.author, "reason": found.reason}
    return who | {"document": text(read_intent(kept.intent)[0]), "lines": [dict(row) for row in kept.rows]}


def _answers(country: str, signalling: str, numbers: list[str], first_phone: str) -> Answers:
    ways = [way.value for way in Signalling]
    if country not in countries():
        raise AnswerInvalid(answer="country", value=country, known=", ".join(countries()))
    if signalling not in ways:
        raise AnswerInvalid(answer="signalling", value=signalling, known=", ".join(ways))
    if not (first_phone.isascii() and first_phone.isdigit()):
        raise AnswerInvalid(answer="first_phone", value=first_phone, known="8101")
    return Answers(country, Signalling(signalling), tuple(numbers), first_phone)
