"""Why a wish about a call-back cannot be met."""

from appliance.errors import Refusal


class NumberExcluded(Refusal):
    """The number is on a list of those who are not to be called."""

    code = "callback-number-excluded"


class CallBackNotOffered(Refusal):
    """Only who looks at a call-back before it is dialled can take it or hand it on."""

    code = "callback-not-offered"


class CallBackNotConnected(Refusal):
    """There is nothing to be said of who answered, or not any more."""

    code = "callback-not-connected"


class OutcomeUnknown(Refusal):
    """Nobody can have answered like that."""

    code = "callback-outcome-unknown"


class CallBackHindered(Refusal):
    """Something came up while the agent looked at it."""

    code = "callback-hindered"


class CallBackUnderWay(Refusal):
    """A customer who is being dialled cannot be put off."""

    code = "callback-under-way"


class PhoneInUse(Refusal):
    """The agent's phone carries a call already."""

    code = "callback-phone-in-use"


class ReasonMissing(Refusal):
    """A refusal without a reason helps nobody."""

    code = "callback-reason-missing"


class AppointmentPast(Refusal):
    """The time is over already."""

    code = "callback-time-past"


class AppointmentWindow(Refusal):
    """The window ends before it begins."""

    code = "callback-window-empty"


class OutsideHours(Refusal):
    """Nobody of the queue is there at that time."""

    code = "callback-outside-hours"


class CallBackUnknown(Refusal):
    """No open call-back has that identity."""

    code = "callback-unknown"
