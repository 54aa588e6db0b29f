"""A centre that answers the command line from a script, and remembers what it was asked."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from click.testing import CliRunner, Result

from appliance.cli.link import Link
from appliance.cli.main import main


@dataclass
class ScriptedLink:
    """Results by control command, or by `process command` where two processes have it.

    An exception is raised, the parts of a stream are a list and its end.
    """

    results: Mapping[str, Any] = field(default_factory=dict)
    streams: Mapping[str, tuple[list[Any], Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def call(self, process: str, command: str, args: Mapping[str, Any], limit: float | None) -> Any:
        self.asked.append((process, command, dict(args)))
        result = self.results.get(f"{process} {command}", self.results.get(command))
        if isinstance(result, Exception):
            raise result
        return result

    def stream(self, process: str, command: str, args: Mapping[str, Any]) -> Generator[Any, None, Any]:
        self.asked.append((process, command, dict(args)))
        parts, end = self.streams[command]
        for part in parts:
            if isinstance(part, BaseException):
                raise part
            yield part
        return end


def run(link: Link, *words: str, language: str = "en") -> Result:
    """One run of `callstead` against `link`, in a settled environment: no state folder, Shanghai's time."""
    environment = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None, "CALLSTEAD_STATE": "/nowhere"}
    return CliRunner(env=environment).invoke(main, ["--lang", language, *words], obj=link, prog_name="callstead")
