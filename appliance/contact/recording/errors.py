"""Why recordings are not listed or given out."""

from appliance.errors import Refusal


class RecordingUnknown(Refusal):
    """No recording has this identity."""

    code = "recording-unknown"


class RecordingCallUnknown(Refusal):
    """The ledger knows no call of this identity."""

    code = "recording-call-unknown"


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
    """The box has none of the keys that open the recording."""

    code = "recording-key-unknown"


class RecordingKeyWrong(Refusal):
    """A key of the right name is here, but what it should open was wrapped otherwise or changed."""

    code = "recording-key-wrong"


class RecordingKeyReasonMissing(Refusal):
    """Keys are changed only for a stated reason, by a named person."""

    code = "recording-key-reason-missing"


class RecordingKeyInForce(Refusal):
    """The key in force is not destroyed."""

    code = "recording-key-in-force"


class RecordingKeyNotHere(Refusal):
    """The box has no key of that name."""

    code = "recording-key-not-here"


class RecordingKeyNeeded(Refusal):
    """Something is opened only by that key."""

    code = "recording-key-needed"


class RecordingKeyChanged(Refusal):
    """The key was destroyed while audio was being sealed under it; the audio is sealed again."""

    code = "recording-key-changed"


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


class RecordingApprovalOver(Refusal):
    """What was agreed to was taken already, is too long ago, or was never agreed to."""

    code = "recording-approval-over"


class AnchorPlaceInvalid(Refusal):
    """That is no place that anchors can be told to."""

    code = "anchor-place-invalid"


class AnchorLineInvalid(Refusal):
    """The line holds no statement of an anchor."""

    code = "anchor-line-invalid"


class AnchorNowhere(Refusal):
    """No place outside is configured."""

    code = "anchor-nowhere"


class RecordingMoved(Refusal):
    """The audio lies in the central store only."""

    code = "recording-moved"


class RecordingHere(Refusal):
    """The audio is on the box already."""

    code = "recording-here"


class RecordingCopyNowhere(Refusal):
    """No central store is configured."""

    code = "recording-copy-nowhere"


class RecordingCopyAway(Refusal):
    """The central store does not answer."""

    code = "recording-copy-away"


class RecordingCopyMissing(Refusal):
    """The central store has no whole copy."""

    code = "recording-copy-missing"


class RecordingPhoneBusy(Refusal):
    """The phone at which a recording should be heard is in a call."""

    code = "recording-phone-busy"


class RecordingPhoneUnanswered(Refusal):
    """Nobody picked up the phone at which a recording should be heard, or it is not there."""

    code = "recording-phone-unanswered"


class RecordingSilent(Refusal):
    """What was sealed is pages: there is nothing to hear."""

    code = "recording-silent"
