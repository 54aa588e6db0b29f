"""Why what was dialled cannot be done, and what is wrong with a table of codes."""

from appliance.errors import Refusal


class CodeDocumentInvalid(Refusal):
    """The document of the codes has a place that cannot be read."""

    code = "code-document-invalid"


class CodesClash(Refusal):
    """The codes would not be told from one another."""

    code = "codes-clash"


class NobodyAtPhone(Refusal):
    """The code is for whoever is signed in at the phone."""

    code = "nobody-at-phone"


class SignInWrong(Refusal):
    """Agent number or PIN are wrong; which of them is not told."""

    code = "sign-in-wrong"


class SignInLocked(Refusal):
    """Too many wrong PINs for this agent."""

    code = "sign-in-locked"


class PauseReasonUnknown(Refusal):
    """No pause has those digits."""

    code = "pause-reason-unknown"
