"""Why a supervisor does not come into a call, and what is wrong with the rule for it."""

from appliance.errors import Refusal


class MonitorNothingToHear(Refusal):
    """The agent is in no conversation."""

    code = "monitor-nothing-to-hear"


class MonitorOtherTeam(Refusal):
    """The agent belongs to no team of the supervisor's."""

    code = "monitor-other-team"


class MonitorTaken(Refusal):
    """Another supervisor is in that call, and one at a time is enough."""

    code = "monitor-taken"


class MonitorOwnCall(Refusal):
    """Nobody supervises a call of one's own."""

    code = "monitor-own-call"


class MonitorNoPhone(Refusal):
    """The supervisor named no phone and is signed in at none."""

    code = "monitor-no-phone"


class MonitorPhoneBusy(Refusal):
    """The supervisor's phone is in use."""

    code = "monitor-phone-busy"


class MonitorNotRunning(Refusal):
    """Nobody is in that agent's call."""

    code = "monitor-not-running"


class MonitorModeUnknown(Refusal):
    """There is no such way to be in a call."""

    code = "monitor-mode-unknown"


class MonitorRuleInvalid(Refusal):
    """A value of the rule means nothing there."""

    code = "monitor-rule-invalid"
