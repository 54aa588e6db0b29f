"""Why recordings are not listed or given out."""

from appliance.errors import Refusal


class RecordingUnknown(Refusal):
    """No recording has this identity."""

    code = "recording-unknown"


class RecordingReasonMissing(Refusal):
    """A recording is given out only for a stated reason, to a named person."""

    code = "recording-reason-missing"


class RecordingMissing(Refusal):
    """The register knows the recording, but its file is not there."""

    code = "recording-missing"


class RecordingDamaged(Refusal):
    """The sealed file is not the one that was sealed."""

    code = "recording-damaged"


class RecordingKeyUnknown(Refusal):
    """The recording was sealed under another box key."""

    code = "recording-key-unknown"


class RecordingDayInvalid(Refusal):
    """A day is asked for that is not in the calendar, or not written as YYYY-MM-DD."""

    code = "recording-day-invalid"
