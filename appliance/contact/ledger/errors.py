"""Why the ledger says no."""

from appliance.errors import Refusal


class EventUnwritable(Refusal):
    """An event that no ledger can hold: a naive time, or data that is not JSON."""

    code = "event-unwritable"


class LedgerUnavailable(Refusal):
    """The store does not take events now; it may a moment later."""

    code = "ledger-unavailable"
