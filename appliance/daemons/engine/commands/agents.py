"""Agents and their skills, by command."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from appliance.contact.acd.demands import serves
from appliance.contact.agents.errors import AgentUnknown, PhoneUnknown
from appliance.contact.agents.model import Agent, Line, Presence
from appliance.contact.agents.repository import People
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.commands.outbound import may_be_shown
from appliance.daemons.engine.errors import AgentExists, AgentFieldInvalid, QueueUnknown, SkillLevelInvalid
from appliance.daemons.engine.process import Engine
from appliance.daemons.site import pin_context
from appliance.errors import LANGUAGES
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths

LEVELS = range(1, 10)
MOST_LINES = 8
PIN = re.compile(r"[0-9]{4,12}")


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _AgentCommands(engine)
    return {
        "agent.list": commands.listed,
        "agent.show": commands.show,
        "agent.login": commands.login,
        "agent.logout": commands.logout,
        "agent.ready": commands.ready,
        "agent.pause": commands.pause,
        "agent.add": commands.add,
        "agent.set": commands.set,
        "agent.remove": commands.remove,
        "skill.list": commands.skills,
        "skill.grant": commands.grant,
        "skill.revoke": commands.revoke,
    }


class _AgentCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._people = People(Documents(engine.database))

    async def listed(self) -> Any:
        return [shown(agent, person) for agent, person in self._engine.centre.roster.everybody()]

    async def show(self, *, agent: str) -> Any:
        """With the queues whose callers the agent may be offered."""
        known, queues = self._known(agent), self._engine.centre.directory.now.queues
        serving = sorted(name for name, queue in queues.items() if serves(known, queue))
        return {**shown(known, self._engine.centre.roster.presence(agent)), "serves": serving}

    async def login(self, *, agent: str, phone: str = "") -> Any:
        person = self._engine.ask(self._engine.centre.agents.sign_in, agent, phone)
        return shown(self._known(agent), person)

    async def logout(self, *, agent: str, force: bool = False) -> Any:
        """With `force` the call in hand is taken away at once."""
        centre = self._engine.centre
        person = self._engine.ask(centre.agents.sign_out, agent)
        if force:
            self._engine.ask(centre.evictions.take_out, agent)
            person = centre.roster.presence(agent)
        return shown(self._known(agent), person)

    async def ready(self, *, agent: str, call: UUID | None = None) -> Any:
        """With `call` no more than the wrap-up of that one is over."""
        agents = self._engine.centre.agents
        if call is None:
            return shown(self._known(agent), self._engine.ask(agents.ready, agent))
        return shown(self._known(agent), self._engine.ask(partial(agents.wrapped_up, contact=call), agent))

    async def pause(self, *, agent: str, reason: str) -> Any:
        return shown(self._known(agent), self._engine.ask(self._engine.centre.agents.pause, agent, reason))

    async def add(
        self,
        *,
        agent: str,
        name: str = "",
        phone: str = "",
        skills: dict[str, Any] | None = None,
        queues: list[str] | None = None,
    ) -> Any:
        if agent in self._engine.centre.directory.now.agents:
            raise AgentExists(agent=agent)
        levels = {skill: _level(skill, level) for skill, level in (skills or {}).items()}
        return await self._put(Agent(agent, name, phone, levels, frozenset(queues or ())), f"agent {agent} added")

    async def set(
        self,
        *,
        agent: str,
        name: str | None = None,
        phone: str | None = None,
        team: str | None = None,
        language: str | None = None,
        pin: str | None = None,
        skills: dict[str, Any] | None = None,
        queues: list[str] | None = None,
        sign_in_with_phone: bool | None = None,
        outbound_number: str | None = None,
        hide_number: bool | None = None,
        lines: int | None = None,
        capacity: int | None = None,
        reason: str = "",
    ) -> Any:
        """Only what is given is changed; an empty PIN takes it away, empty skills or queues all of them."""
        known = self._known(agent)
        given = {"name": name, "phone": phone, "team": team, "language": language, "hide_number": hide_number}
        given_too = {"sign_in_with_phone": sign_in_with_phone, **self._may_take(skills, queues)}
        given_too["outbound_number"] = may_be_shown(outbound_number) if outbound_number is not None else None
        changes = {field: value for field, value in (given | given_too).items() if value is not None}
        if language not in (None, "", *LANGUAGES):
            raise AgentFieldInvalid(agent=agent, field="language", expected=", ".join(LANGUAGES))
        if phone and phone not in self._engine.centre.directory.now.phones:
            raise PhoneUnknown(phone=phone)
        if pin is not None:
            changes["pin"] = self._sealed(agent, pin)
        changes |= _at_once(known, lines, capacity)
        why = reason or f"agent {agent} changed: {', '.join(sorted(changes))}"
        return await self._put(replace(known, **changes), why)

    def _may_take(self, skills: dict[str, Any] | None, queues: list[str] | None) -> dict[str, Any]:
        """What an agent may take from now on, as far as it is given."""
        for queue in queues or ():
            if queue not in self._engine.centre.directory.now.queues:
                raise QueueUnknown(queue=queue)
        return {
            "skills": None if skills is None else {skill: _level(skill, level) for skill, level in skills.items()},
            "queues": None if queues is None else frozenset(queues),
        }

    def _sealed(self, agent: str, pin: str) -> str:
        if pin and not PIN.fullmatch(pin):
            raise AgentFieldInvalid(agent=agent, field="pin", expected="4-12 digits")
        key = Keyring.load(Paths(self._engine.settings.state).keys)
        return key.seal(pin, pin_context(agent)) if pin else ""

    async def remove(self, *, agent: str) -> Any:
        self._known(agent)
        await write(self._engine, f"agent {agent} removed", lambda by: self._people.remove(agent, **by))
        return {"agent": agent, "removed": True}

    async def skills(self) -> Any:
        table: dict[str, dict[str, int]] = {}
        for agent in self._engine.centre.directory.now.agents.values():
            for skill, level in agent.skills.items():
                table.setdefault(skill, {})[agent.number] = level
        return [{"skill": skill, "agents": agents} for skill, agents in sorted(table.items())]

    async def grant(self, *, agent: str, skill: str, level: int) -> Any:
        known = self._known(agent)
        skills = {**known.skills, skill: _level(skill, level)}
        return await self._put(replace(known, skills=skills), f"skill {skill}={level} granted")

    async def revoke(self, *, agent: str, skill: str) -> Any:
        known = self._known(agent)
        skills = {name: level for name, level in known.skills.items() if name != skill}
        return await self._put(replace(known, skills=skills), f"skill {skill} revoked")

    async def _put(self, agent: Agent, reason: str) -> Any:
        await write(self._engine, reason, lambda by: self._people.put(agent, **by))
        return shown(agent, self._engine.centre.roster.presence(agent.number))

    def _known(self, number: str) -> Agent:
        try:
            return self._engine.centre.roster.known(number)
        except AgentUnknown:
            if agent := self._engine.centre.directory.now.agents.get(number):
                return agent
            raise


def _at_once(known: Agent, lines: int | None, capacity: int | None) -> dict[str, int]:
    """How many calls at once, as far as it is given: of all kinds, and from queues; fewer lines lower the capacity."""
    if lines is not None and not 1 <= lines <= MOST_LINES:
        raise AgentFieldInvalid(agent=known.number, field="lines", expected=f"1-{MOST_LINES}")
    most = lines or known.lines
    if capacity is not None and not 1 <= capacity <= most:
        raise AgentFieldInvalid(agent=known.number, field="capacity", expected=f"1-{most}")
    given = {"lines": lines, "capacity": capacity or (lines and min(known.capacity, lines))}
    return {field: value for field, value in given.items() if value}


def _level(skill: str, level: Any) -> int:
    if isinstance(level, bool) or not isinstance(level, int) or level not in LEVELS:
        raise SkillLevelInvalid(skill=skill, level=str(level))
    return level


def _call(call: Line) -> dict[str, Any]:
    since = call.since.isoformat() if call.since else None
    return {"contact": str(call.contact or ""), "state": call.state.value, "since": since}


def shown(agent: Agent, person: Presence) -> dict[str, Any]:
    """An agent as every command shows one."""
    return {
        "agent": agent.number,
        "name": agent.name,
        "state": person.state.value,
        "reason": person.reason,
        "dnd": person.undisturbed,
        "since": person.since.isoformat() if person.since else None,
        "phone": person.phone or agent.phone,
        "contact": str(person.contact) if person.contact else None,
        "calls": [_call(call) for call in person.calls],
        "lines": agent.lines,
        "capacity": agent.capacity,
        "skills": dict(agent.skills),
        "outbound_number": agent.outbound_number,
        "hide_number": agent.hide_number,
        "queues": sorted(agent.queues),
        "team": agent.team,
        "language": agent.language,
        "pin": bool(agent.pin),
        "sign_in_with_phone": agent.sign_in_with_phone,
    }
