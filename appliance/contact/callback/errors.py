"""Why a wish about a call-back cannot be met."""

from appliance.errors import Refusal


class NumberExcluded(Refusal):
    """The number is on a list of those who are not to be called."""

    code = "callback-number-excluded"


class CallBackUnknown(Refusal):
    """No open call-back has that identity."""

    code = "callback-unknown"
