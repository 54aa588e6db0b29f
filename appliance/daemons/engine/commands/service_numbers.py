"""The numbers that the site is called on, by command: which flow greets their callers."""

from collections.abc import Iterator, Mapping
from typing import Any

from appliance.contact.ivr.errors import FlowUnknown
from appliance.contact.routes.errors import RouteRuleInvalid, RouteUnknown
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.process import Engine
from appliance.errors import LANGUAGES
from appliance.store.documents import Documents
from dahdi_conf.verify.numbers import number_range

KIND = "number"
MOST = 1000


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _ServiceNumbers(engine)
    return {"number.set": commands.set, "number.remove": commands.remove}


class _ServiceNumbers:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._documents = engine, Documents(engine.database)

    async def set(
        self,
        *,
        numbers: list[str],
        flow: str | None = None,
        language: str | None = None,
        fallback: list[str] | None = None,
    ) -> Any:
        """Numbers or ranges; what is not given stays. In force at once, the `fallback` after `config.apply`."""
        wanted = self._checked(flow, language, fallback)
        dids = list(_each(numbers))
        bodies = {did: {**(self._documents.get(KIND, did) or {}), **wanted} for did in dids}
        if without := next((did for did, body in bodies.items() if "flow" not in body), ""):
            raise RouteRuleInvalid(where=f"number {without}", rule="flow", value="", known=self._flows())
        changed = [(KIND, did, body) for did, body in bodies.items()]
        await write(self._engine, f"numbers {_told(dids)} set", lambda by: self._documents.put_many(changed, **by))
        return {"numbers": dids, **wanted}

    async def remove(self, *, numbers: list[str]) -> Any:
        dids = list(_each(numbers))
        known = self._engine.centre.directory.now.numbers
        if unknown := next((did for did in dids if did not in known), ""):
            raise RouteUnknown(kind=KIND, name=unknown, known=_told(sorted(known)) or "-")

        def removed(by: Any) -> None:
            for did in dids:
                self._documents.remove(KIND, did, **by)

        await write(self._engine, f"numbers {_told(dids)} removed", removed)
        return {"numbers": dids, "removed": True}

    def _checked(self, flow: str | None, language: str | None, fallback: list[str] | None) -> dict[str, Any]:
        now = self._engine.centre.directory.now
        if flow is not None and flow not in now.flows:
            raise FlowUnknown(flow=flow)
        if language is not None and language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise RouteRuleInvalid(where=KIND, rule="language", value=language, known=known)
        if strange := next((phone for phone in fallback or () if phone not in now.phones), ""):
            known = ", ".join(sorted(now.phones)) or "-"
            raise RouteRuleInvalid(where=KIND, rule="fallback", value=strange, known=known)
        given = {"flow": flow, "language": language, "fallback": fallback}
        return {key: value for key, value in given.items() if value is not None}

    def _flows(self) -> str:
        return ", ".join(sorted(self._engine.centre.directory.now.flows)) or "-"


def _each(numbers: list[str]) -> Iterator[str]:
    """Every number of every range, as many digits as it is written with. Raises RouteRuleInvalid."""
    for text in numbers:
        first = text.partition("-")[0]
        try:
            found = number_range(text)
        except ValueError:
            found = range(0)
        if not 0 < len(found) <= MOST or first.startswith("+"):
            known = f"02161230000, 02161230000-02161230099 (<= {MOST})"
            raise RouteRuleInvalid(where=KIND, rule="number", value=text, known=known)
        yield from (f"{number:0{len(first)}}" for number in found)


def _told(dids: list[str]) -> str:
    return dids[0] if len(dids) == 1 else f"{dids[0]}...{dids[-1]}" if dids else ""
