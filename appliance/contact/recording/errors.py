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


class RecordingNotRunning(Refusal):
    """No recording runs in that call: it is unknown, over, or was never recorded."""

    code = "recording-not-running"


class RecordingMandatory(Refusal):
    """The policy leaves nobody the choice."""

    code = "recording-mandatory"


class RecordingDeleted(Refusal):
    """The audio is gone, by plan; the register keeps that it was there."""

    code = "recording-deleted"


class RecordingHeld(Refusal):
    """A legal hold is on it already."""

    code = "recording-held"


class RecordingNotHeld(Refusal):
    """There is no hold to release."""

    code = "recording-not-held"


class RetentionClassUnknown(Refusal):
    """No such retention class is configured."""

    code = "retention-class-unknown"


class RetentionClassInvalid(Refusal):
    """A class keeps for a day at least, and not longer at least than at most."""

    code = "retention-class-invalid"


class RecordingPolicyInvalid(Refusal):
    """A policy document with a key or value that means nothing."""

    code = "recording-policy-invalid"


class RecordingNotApproved(Refusal):
    """Two people must agree before this recording is given out, and the second has not."""

    code = "recording-not-approved"


class RecordingRequestUnknown(Refusal):
    """There is no such request that waits for an answer."""

    code = "recording-request-unknown"


class RecordingRequestOwn(Refusal):
    """Nobody approves a request of their own."""

    code = "recording-request-own"
