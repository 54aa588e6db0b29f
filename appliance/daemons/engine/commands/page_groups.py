"""Page groups, by command: list, show, set, remove."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.codes.errors import CodesClash
from appliance.contact.codes.reading import Dialled, clashes
from appliance.contact.paging.document import NAME, group_body, parse
from appliance.contact.paging.errors import PageGroupInvalid, PageGroupUnknown
from appliance.contact.paging.model import ALL, PageGroup
from appliance.contact.paging.repository import PageGroups
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _GroupCommands(engine)
    return {
        "page_group.list": commands.listed,
        "page_group.show": commands.show,
        "page_group.set": commands.set,
        "page_group.remove": commands.remove,
    }


class _GroupCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._groups = PageGroups(Documents(engine.database))

    async def listed(self) -> Any:
        return [_shown(group) for _, group in sorted(self._known.items())]

    async def show(self, *, group: str) -> Any:
        return _shown(self._group(group))

    async def set(self, *, group: str, changes: dict[str, Any], reason: str = "") -> Any:
        """Make or change a group; the number of another one, or what is not there, is refused."""
        if not NAME.fullmatch(group):
            raise PageGroupInvalid(group=group, rule="name", value=group)
        before = self._known.get(group) or PageGroup(group)
        after = parse(group, {**group_body(before), **changes})
        self._refuse_unknown(after)
        why = reason or f"page group {group} set: {', '.join(sorted(changes))}"
        await write(self._engine, why, lambda by: self._groups.put(after, **by))
        return _shown(after)

    async def remove(self, *, group: str, reason: str = "") -> Any:
        self._group(group)
        why = reason or f"page group {group} removed"
        await write(self._engine, why, lambda by: self._groups.remove(group, **by))
        return {"group": group, "removed": True}

    def _refuse_unknown(self, group: PageGroup) -> None:
        now, others = self._engine.centre.directory.now, [one for one in self._known.values() if one.name != group.name]
        known = {*now.phones, *now.agents, ALL}
        wrong = {
            "phones": [phone for phone in group.phones if phone not in {*now.phones, ALL}],
            "callers": [caller for caller in group.callers if caller not in known],
            "number": [one.name for one in others if group.number and one.number == group.number],
        }
        for rule, values in wrong.items():
            if values:
                raise PageGroupInvalid(group=group.name, rule=rule, value=", ".join(values))
        numbers = [one.number for one in (*others, group) if one.number]
        clash = next(clashes(now.codes, Dialled(now.agents, now.phones, numbers)), None)
        if clash:
            raise CodesClash(kind=clash.code, about=clash.about, other=clash.other, digits=clash.digits)

    def _group(self, name: str) -> PageGroup:
        if name not in self._known:
            raise PageGroupUnknown(group=name)
        return self._known[name]

    @property
    def _known(self) -> Mapping[str, PageGroup]:
        return self._engine.centre.directory.now.page_groups


def _shown(group: PageGroup) -> dict[str, Any]:
    return {"group": group.name, **group_body(group)}
