"""Why a request to Asterisk has no answer, or an answer that says no."""

from appliance.errors import Refusal


class AriNotConnected(Refusal):
    """No WebSocket stands: the request was not sent and had no effect. Details: `method`, `uri`."""

    code = "ari-not-connected"


class AriLost(AriNotConnected):
    """The WebSocket broke before the answer came: whether the request had an effect is unknown."""

    code = "ari-lost"


class AriTimeout(Refusal):
    """No answer within the limit; a late one is dropped. Details: `method`, `uri`, `seconds`."""

    code = "ari-timeout"


class AriRequestTooLong(Refusal):
    """Asterisk breaks the WebSocket on a frame beyond 64 KiB, so it is not sent. Details: `size`, `limit`."""

    code = "ari-request-too-long"


class AriRefused(Refusal):
    """Asterisk answered with a status of 400 or more. Details: `status`, `reason`."""

    code = "ari-refused"
