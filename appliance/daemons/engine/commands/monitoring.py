"""Supervisors in agents' calls, by command: come in, change, leave, who is where, and the rule for it."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.monitoring.document import parse, rule_body
from appliance.contact.monitoring.errors import MonitorModeUnknown
from appliance.contact.monitoring.model import Mode, Supervisor, shown
from appliance.contact.monitoring.repository import MonitoringRule
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author, write
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _MonitorCommands(engine)
    return {
        "monitor.start": commands.start,
        "monitor.stop": commands.stop,
        "monitor.list": commands.listed,
        "monitor.rule": commands.rule,
        "monitor.set_rule": commands.set_rule,
    }


class _MonitorCommands:
    """`by` and `person` say for whom the console asks; without them it is the account that sent the command."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._rules = engine, MonitoringRule(Documents(engine.database))

    async def start(
        self,
        *,
        agent: str,
        mode: str,
        phone: str = "",
        supervisor: str = "",
        by: str = "",
        person: str = "",
        teams: list[str] | None = None,
    ) -> Any:
        """Call a supervisor's phone into an agent's call, or change how the supervisor is there."""
        if mode not in set(Mode):
            raise MonitorModeUnknown(mode=mode, known=", ".join(Mode))
        who = _who(by, person, teams, supervisor, phone)
        return shown(self._engine.ask(self._engine.centre.monitoring.start, agent, who, Mode(mode)))

    async def stop(self, *, agent: str, by: str = "", person: str = "", teams: list[str] | None = None) -> Any:
        """The supervisor leaves the agent's call."""
        return shown(self._engine.ask(self._engine.centre.monitoring.stop, agent, _who(by, person, teams)))

    async def listed(self) -> Any:
        return [shown(session) for session in self._engine.centre.monitoring.running()]

    async def rule(self) -> Any:
        return rule_body(self._engine.centre.directory.monitoring)

    async def set_rule(self, *, changes: dict[str, Any], reason: str = "") -> Any:
        """Change the rule for supervisors in calls; only what is given is changed."""
        wanted = parse({**rule_body(self._engine.centre.directory.monitoring), **changes})
        await write(
            self._engine, reason or "rule for supervisors in calls changed", lambda by: self._rules.put(wanted, **by)
        )
        return rule_body(wanted)


def _who(by: str, person: str, teams: list[str] | None, agent: str = "", phone: str = "") -> Supervisor:
    return Supervisor(by or author(), person, agent, phone, None if teams is None else frozenset(teams))
