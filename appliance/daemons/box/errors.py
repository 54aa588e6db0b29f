"""Why a box cannot be started or stopped."""

from appliance.errors import Refusal


class BoxRunning(Refusal):
    """A second start while one runs."""

    code = "box-running"


class BoxNotRunning(Refusal):
    """There is nothing to stop."""

    code = "box-not-running"


class PortTaken(Refusal):
    """Another program listens where the box must."""

    code = "port-taken"


class BoxNotReady(Refusal):
    """The processes were started, but calls do not work in time."""

    code = "box-not-ready"
