"""The alarms of a process, by command."""

from collections.abc import Mapping
from typing import Any

from appliance.control.commands import CALLER, Handler
from appliance.node.alarms.model import Alarm
from appliance.node.alarms.service import StandingAlarms


def handlers(alarms: StandingAlarms) -> Mapping[str, Handler]:
    commands = _AlarmCommands(alarms)
    return {"alarm.list": commands.listed, "alarm.dismiss": commands.dismiss}


def shown(alarm: Alarm) -> dict[str, Any]:
    """An alarm as JSON values."""
    return {
        "code": alarm.code,
        "severity": alarm.severity.value,
        "subject": alarm.subject,
        "detail": alarm.detail,
        "since": alarm.since.isoformat(),
        "process": alarm.process,
    }


class _AlarmCommands:
    def __init__(self, alarms: StandingAlarms) -> None:
        self._alarms = alarms

    async def listed(self) -> Any:
        """What stands in this process now."""
        return [shown(alarm) for alarm in self._alarms.standing()]

    async def dismiss(self, *, code: str, subject: str = "") -> Any:
        """Take an alarm away whose end nothing can see; it comes back when its reason does."""
        self._alarms.dismiss(code, subject, CALLER.get().user)
        return {"code": code, "subject": subject}
