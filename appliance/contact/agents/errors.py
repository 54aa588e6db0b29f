"""Why a wish of or about an agent cannot be met."""

from appliance.errors import Refusal


class AgentUnknown(Refusal):
    """No such person is configured."""

    code = "agent-unknown"


class AgentSignedOut(Refusal):
    """The wish needs somebody who is signed in."""

    code = "agent-signed-out"


class AgentEngaged(Refusal):
    """The wish cannot be met while a call is ringing or in progress."""

    code = "agent-engaged"


class PhoneUnknown(Refusal):
    """No such phone is configured."""

    code = "phone-unknown"


class PhoneTaken(Refusal):
    """Somebody else is signed in at that phone."""

    code = "phone-taken"


class PhoneMissing(Refusal):
    """Neither a phone was named nor does the person have one of their own."""

    code = "phone-missing"


class PauseReasonMissing(Refusal):
    """A pause without a reason cannot be reported on."""

    code = "pause-reason-missing"


class NotWrappingUp(Refusal):
    """Only a wrap-up that runs can be made longer."""

    code = "not-wrapping-up"
