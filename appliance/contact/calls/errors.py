"""Why a wish about a call cannot be met."""

from appliance.errors import Refusal


class CallUnknown(Refusal):
    """No open call has that identity."""

    code = "call-unknown"


class CallNotTalking(Refusal):
    """Only a conversation can be held or resumed."""

    code = "call-not-talking"


class CallInConsult(Refusal):
    """An enquiry or a conference is going on; it must be ended first."""

    code = "call-in-consult"


class ConsultMissing(Refusal):
    """There is no enquiry that somebody has answered."""

    code = "consult-missing"


class CallNeverQueued(Refusal):
    """The call did not come from a queue and has no place to go back to."""

    code = "call-never-queued"


class TargetUnknown(Refusal):
    """There is no such agent, phone, queue or flow."""

    code = "target-unknown"


class TargetBusy(Refusal):
    """Who is to be rung cannot be rung now."""

    code = "target-busy"


class PartyUnknown(Refusal):
    """Nobody of that name can be dropped from the conversation."""

    code = "party-unknown"


class SlotTaken(Refusal):
    """Another call is parked in that slot."""

    code = "slot-taken"


class CallNotWaiting(Refusal):
    """Only a call that is parked or rings at somebody's phone can be picked up."""

    code = "call-not-waiting"


class NothingToPickUp(Refusal):
    """No call rings there, or at nobody's of the team."""

    code = "nothing-to-pick-up"


class NothingToSwap(Refusal):
    """The agent has no call on hold that could be taken up again."""

    code = "nothing-to-swap"


class SeveralHeld(Refusal):
    """Several calls are on hold; the one wanted must be named."""

    code = "several-held"


class SlotEmpty(Refusal):
    """No call is parked in that slot."""

    code = "slot-empty"


class NothingToPark(Refusal):
    """The phone has no call in hand that could be parked."""

    code = "nothing-to-park"


class LinesKept(Refusal):
    """All lines that are left are kept free for people."""

    code = "fax-lines-kept"
