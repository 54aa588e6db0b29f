"""Refusals around the lines."""

from appliance.errors import Refusal


class LinesInvalid(Refusal):
    """Problems of the document stand in the way."""

    code = "lines-invalid"


class LinesEdited(Refusal):
    """A file was changed by hand since it was written."""

    code = "lines-edited"


class LinesRefused(Refusal):
    """DAHDI or Asterisk does not take the new lines; the ones before are in force again."""

    code = "lines-refused"


class LinesDown(Refusal):
    """Lines did not come up in time; the ones before are in force again."""

    code = "lines-down"


class LinesRenumbered(Refusal):
    """A span has another number now than it is to have."""

    code = "lines-renumbered"


class LinesNotPermitted(Refusal):
    """The one program that may configure lines cannot be started."""

    code = "lines-not-permitted"


class LinesBeingChanged(Refusal):
    """Somebody else's change is being made."""

    code = "lines-being-changed"


class LinesVersionUnknown(Refusal):
    """There is no such version to go back to."""

    code = "lines-version-unknown"


class AnswerInvalid(Refusal):
    """One of the three answers is none."""

    code = "lines-answer-invalid"
