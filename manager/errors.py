"""What the console itself refuses."""

from appliance.errors import Refusal


class SignInNeeded(Refusal):
    """Nobody is signed in, or the session is over."""

    code = "console-sign-in-needed"


class SecondFactorNeeded(Refusal):
    """A role of the person asks for a second factor, which is to be set up before anything else."""

    code = "console-second-factor-needed"


class NotAllowed(Refusal):
    """The person's roles do not allow it; `right` names what is missing."""

    code = "console-not-allowed"


class NotThere(Refusal):
    """A page or a thing that does not exist, or not for this person."""

    code = "console-not-there"


class FormStale(Refusal):
    """A form without the session's own token: too old, or made by another site."""

    code = "console-form-stale"


class RequestMalformed(Refusal):
    """What came is no request of our pages."""

    code = "console-request-malformed"


class ReasonNeeded(Refusal):
    """Something that is done only for a reason was wished without one."""

    code = "console-reason-needed"


class TextTooLong(Refusal):
    """A text of `length` characters where `most` are taken."""

    code = "console-text-too-long"


class RequestTooLarge(Refusal):
    """More than a page takes."""

    code = "console-request-too-large"


class PasswordsDiffer(Refusal):
    """The two fields for a new password hold two passwords."""

    code = "console-passwords-differ"


class NothingToTake(Refusal):
    """What was searched for has no recordings."""

    code = "console-nothing-to-take"


class TooMuchToTake(Refusal):
    """More recordings than one file is made of."""

    code = "console-too-much-to-take"


class ConsoleFault(Refusal):
    """A fault of ours; `incident` finds it in the console's log."""

    code = "console-fault"
