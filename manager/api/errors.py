"""What the interface for other systems refuses by itself."""

from appliance.errors import Refusal


class RequestInvalid(Refusal):
    """A field that is missing, unknown or cannot be as given; `problems` names each with its place."""

    code = "api-request-invalid"


class KindUnsupported(Refusal):
    """A body that is not JSON."""

    code = "api-not-json"


class CursorInvalid(Refusal):
    """A cursor that no answer of ours has given."""

    code = "api-cursor-invalid"


class VersionNeeded(Refusal):
    """A change without If-Match: it could undo somebody else's."""

    code = "api-if-match-needed"


class MethodOther(Refusal):
    """An address that knows other methods."""

    code = "api-method-not-allowed"
