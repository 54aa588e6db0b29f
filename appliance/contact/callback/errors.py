"""Why a wish about a call-back cannot be met."""

from appliance.errors import Refusal


class CallBackUnknown(Refusal):
    """No open call-back has that identity."""

    code = "callback-unknown"
