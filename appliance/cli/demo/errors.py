"""What the demo centre's simulated network refuses."""

from appliance.errors import Refusal


class SimulatorUnset(Refusal):
    """No command is set that starts SIPp: this is no demo centre."""

    code = "demo-simulator-unset"


class SimulatorFailed(Refusal):
    """SIPp could not be started, or ended before its work was done."""

    code = "demo-simulator-failed"


class AgentsAbsent(Refusal):
    """The demo agents' phones did not register, or no agent became ready."""

    code = "demo-agents-absent"


class CallRefused(Refusal):
    """The centre answered the call with a SIP error."""

    code = "demo-call-refused"


class CallUnserved(Refusal):
    """The call ended without an agent or voicemail; `result` says how."""

    code = "demo-call-unserved"


class CallUnseen(Refusal):
    """The engine told nothing of the call: the dialplan took it, or it never came in."""

    code = "demo-call-unseen"
