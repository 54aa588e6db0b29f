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


class RangeInvalid(Refusal):
    """A header Range that names no single part of a file."""

    code = "api-range-invalid"


class CallerWaits(Refusal):
    """Somebody has the caller called back already."""

    code = "api-caller-waits"


class CallerServed(Refusal):
    """Somebody has talked with the caller meanwhile."""

    code = "api-caller-served"


class ConfigurationRefused(Refusal):
    """What the engine finds wrong with documents; `problems` names each with its place."""

    code = "api-configuration-refused"


class StreamsFull(Refusal):
    """As many event streams as the console has room for."""

    code = "api-streams-full"


class EngineGone(Refusal):
    """The engine has ended its feed, as it does when it stops: a stream is begun again a little later."""

    code = "api-engine-gone"


class MethodOther(Refusal):
    """An address that knows other methods."""

    code = "api-method-not-allowed"
