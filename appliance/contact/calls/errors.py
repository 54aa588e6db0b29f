"""Why a wish about a call cannot be met."""

from appliance.errors import Refusal


class CallUnknown(Refusal):
    """No open call has that identity."""

    code = "call-unknown"


class CallNotTalking(Refusal):
    """Only a conversation can be held or resumed."""

    code = "call-not-talking"


class NumberUndialable(Refusal):
    """The network is dialled with digits only."""

    code = "number-undialable"


class TrunkMissing(Refusal):
    """No trunk can place calls."""

    code = "trunk-missing"
