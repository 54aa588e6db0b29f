"""How the command line reaches the running processes."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from appliance.cli.sockets import socket_of
from appliance.control.once import call_once, stream_once


class Link(Protocol):
    """Asks a process by name; raises what it refuses. `limit` is in seconds, None waits for ever."""

    def call(self, process: str, command: str, args: Mapping[str, Any], limit: float | None) -> Any:
        """The result of a command."""

    def stream(self, process: str, command: str, args: Mapping[str, Any]) -> Generator[Any, None, Any]:
        """The parts of a streaming command; the generator returns the stream's result."""


@dataclass(frozen=True, slots=True)
class SocketLink:
    """The processes of the box whose state folder is given."""

    state: Path
    language: str

    def call(self, process: str, command: str, args: Mapping[str, Any], limit: float | None) -> Any:
        """The result of a command."""
        return call_once(socket_of(self.state, process), command, args, limit, self.language)

    def stream(self, process: str, command: str, args: Mapping[str, Any]) -> Generator[Any, None, Any]:
        """The parts of a streaming command, and its result when they are over."""
        return stream_once(socket_of(self.state, process), command, args, None, self.language)
