"""Pages, by command: begin one, what runs, stop one."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.agents.errors import PhoneUnknown
from appliance.contact.paging.errors import PagePromptUnknown, PageSpeechUnclear
from appliance.contact.paging.model import Page, Speech
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.prompts import known_prompts


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _PageCommands(engine)
    return {"page.start": commands.start, "page.list": commands.listed, "page.stop": commands.stop}


class _PageCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def start(self, *, group: str, prompts: list[str] | None = None, language: str = "", phone: str = "") -> Any:
        """Page a group with prompts one after another, or with whoever picks up a phone and speaks."""
        if bool(prompts) == bool(phone):
            raise PageSpeechUnclear()
        directory = self._engine.centre.directory
        if phone and not directory.phone(phone):
            raise PhoneUnknown(phone=phone)
        tongue = language or directory.site_language
        known = known_prompts(self._engine.settings, [tongue])[tongue]
        if missing := [prompt for prompt in prompts or () if prompt not in known]:
            raise PagePromptUnknown(prompt=missing[0], language=tongue)
        speech = Speech(tuple(prompts or ()), tongue if prompts else "", phone)
        page = self._engine.ask(self._engine.centre.pages.order, group, speech, author())
        return _shown(page)

    async def listed(self) -> Any:
        return [_shown(page) for page in self._engine.centre.pages.running()]

    async def stop(self, *, group: str) -> Any:
        return _shown(self._engine.ask(self._engine.centre.pages.stop, group, author()))


def _shown(page: Page) -> dict[str, Any]:
    """A page as JSON values; `since` is None as long as who is to speak has not picked up."""
    return {
        "page": str(page.id),
        "group": page.group.name,
        "emergency": page.group.emergency,
        "agent": page.asker.agent,
        "phone": page.asker.phone or page.speech.phone,
        "account": page.asker.by,
        "prompts": list(page.speech.prompts),
        "since": page.began_at.isoformat() if page.began_at else None,
        "called": [*page.reach.ring, *page.reach.break_into, *page.group.multicast],
        "reached": list(page.reached),
        "left": dict(page.reach.left),
    }
