"""Recording a prompt at a phone, by command."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from appliance.contact.agents.errors import PhoneUnknown
from appliance.contact.prompts.dictation import Stage
from appliance.contact.prompts.errors import DictationPhoneBusy
from appliance.contact.prompts.naming import check_language
from appliance.control.commands import Final, Handler
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"prompt.record": _DictationCommands(engine).record}


class _DictationCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def record(self, *, phone: str, language: str) -> AsyncIterator[Any]:
        """Ring a phone and record what is said there; the end names the recording that `prompt.take` takes."""
        check_language(language)
        centre = self._engine.centre
        if not centre.directory.phone(phone):
            raise PhoneUnknown(phone=phone)
        if centre.phones.in_use(phone) or centre.book.phones.in_use(phone):
            raise DictationPhoneBusy(phone=phone)
        # Closed here and now when the one who asked goes away: the phone is then hung up.
        async with aclosing(self._engine.node.dictations.record(phone, language)) as stages:
            async for stage, name in stages:
                if stage is Stage.KEPT:
                    yield Final({"recording": name, "phone": phone})
                else:
                    yield {"stage": stage.value}
