"""What the control socket refuses, on either side of it."""

from collections.abc import Mapping
from typing import Any

from appliance.errors import Refusal


class ControlMalformed(Refusal):
    """A line that is not a message of the protocol."""

    code = "control-malformed"


class ControlOversized(Refusal):
    """A message that does not fit into one line."""

    code = "control-oversized"


class ControlAlreadyRunning(Refusal):
    """A live process serves this socket already."""

    code = "control-already-running"


class ControlUnreachable(Refusal):
    """Nobody listens on the socket."""

    code = "control-unreachable"


class ControlForbidden(Refusal):
    """The socket belongs to another user."""

    code = "control-forbidden"


class ControlLost(Refusal):
    """The process went away before it answered; whether it acted is not known."""

    code = "control-lost"


class ControlTimeout(Refusal):
    """The process did not answer within the limit (seconds)."""

    code = "control-timeout"


class CommandUnknown(Refusal):
    """A command that the process does not have."""

    code = "command-unknown"


class ArgumentMissing(Refusal):
    """A command without an argument it needs."""

    code = "argument-missing"


class ArgumentUnknown(Refusal):
    """An argument that the command does not take."""

    code = "argument-unknown"


class ArgumentInvalid(Refusal):
    """An argument of the wrong type."""

    code = "argument-invalid"


class FeedOverflow(Refusal):
    """A subscriber that read too slowly and was dropped."""

    code = "overflow"


class InternalFault(Refusal):
    """A fault of ours; `incident` finds its traceback in the log of the process."""

    code = "internal-fault"


class RemoteRefusal(Refusal):
    """A refusal by the process at the other end, carrying that refusal's own code and details."""

    def __init__(self, code: str, details: Mapping[str, Any]) -> None:
        self.code = code  # type: ignore[misc]  # the one refusal whose code is not known before it is read
        super().__init__(**{str(name): value for name, value in details.items()})
