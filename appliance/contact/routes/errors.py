"""Why no call leaves for a number, and why a rule about that cannot be kept."""

from appliance.errors import Refusal


class NumberUndialable(Refusal):
    """The network is dialled with digits only."""

    code = "number-undialable"


class TrunkMissing(Refusal):
    """No trunk can place calls."""

    code = "trunk-missing"


class RouteMissing(Refusal):
    """There are routes, but none for this number, caller and time."""

    code = "route-missing"


class TrunksExhausted(Refusal):
    """Every trunk of the routes is full."""

    code = "trunks-exhausted"


class NumberBlocked(Refusal):
    """A route or the list of blocked numbers forbids it."""

    code = "number-blocked"


class CapReached(Refusal):
    """As much has been called as is allowed in the time."""

    code = "cap-reached"


class CallLoops(Refusal):
    """The call would come back to us."""

    code = "call-loops"


class RouteRuleInvalid(Refusal):
    """There is no such rule, or it cannot have that value."""

    code = "route-rule-invalid"


class RouteUnknown(Refusal):
    """There is no such route, trunk group or cap."""

    code = "route-unknown"
