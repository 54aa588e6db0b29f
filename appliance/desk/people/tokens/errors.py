"""Why a token, or a request made with one, is refused."""

from appliance.errors import Refusal


class TokenNeeded(Refusal):
    """A request without a token."""

    code = "token-needed"


class TokenInvalid(Refusal):
    """A token that is none, is over, was revoked, or whose maker may no longer come in; which is not told."""

    code = "token-invalid"


class TokenUnknown(Refusal):
    """No token of that id, or not within one's reach."""

    code = "token-unknown"


class TokenFieldInvalid(Refusal):
    """A field of a new token that cannot be as given."""

    code = "token-field-invalid"


class TokenBeyond(Refusal):
    """A token is to do what its maker may not."""

    code = "token-beyond"


class TokenTooOften(Refusal):
    """More requests than a token may make; `seconds` until the next counts."""

    code = "token-too-often"


class KeyReused(Refusal):
    """An Idempotency-Key under which another request was made before."""

    code = "idempotency-key-reused"


class KeyAtWork(Refusal):
    """The first request with that Idempotency-Key is still at work, or its end is not known."""

    code = "idempotency-key-at-work"
