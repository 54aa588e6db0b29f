"""Prompts that callers should hear and that are not there."""

from collections.abc import Callable

from appliance.contact.calls.commands import Play
from appliance.node.alarms.ports import Alarms

CODE = "prompt-missing"


class MissingPrompts:
    """Looks at each prompt when it is ordered: Asterisk says nothing, it plays the English one or none in its place."""

    def __init__(self, there: Callable[[str, str], bool], alarms: Alarms) -> None:
        self._there, self._alarms = there, alarms

    def look(self, command: Play) -> None:
        for prompt in command.prompts:
            name = f"{command.language}/{prompt}"
            if self._there(command.language, prompt):
                self._alarms.clear(CODE, name)
            else:
                self._alarms.raise_(CODE, name, "no such file")
