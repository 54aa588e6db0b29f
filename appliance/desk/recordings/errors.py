"""Why something is not noted at a time of a recording."""

from appliance.errors import Refusal


class RemarkEmpty(Refusal):
    """A note without words says nothing."""

    code = "recording-note-empty"


class RemarkTooLong(Refusal):
    """More words than a note holds."""

    code = "recording-note-too-long"


class RemarkPlaceInvalid(Refusal):
    """The time is none of the recording's."""

    code = "recording-note-place"


class RemarkUnknown(Refusal):
    """There is no such note, or it is another person's."""

    code = "recording-note-unknown"
