"""Why something about a fax cannot be done."""

from appliance.errors import Refusal


class FaxUnknown(Refusal):
    """No fax has this identity, or it has been deleted."""

    code = "fax-unknown"


class FaxWithoutPages(Refusal):
    """Nothing of the fax is there to be read: no page came, or it is still on its way."""

    code = "fax-without-pages"


class FaxReasonMissing(Refusal):
    """Pages are given out and deleted for a reason only."""

    code = "fax-reason-missing"


class FaxEmpty(Refusal):
    """The file has no page."""

    code = "fax-empty"


class FaxEncrypted(Refusal):
    """The PDF wants a password."""

    code = "fax-encrypted"


class FaxFileUnreadable(Refusal):
    """The file is neither a PDF nor a TIFF that can be read."""

    code = "fax-file-unreadable"


class FaxTooLong(Refusal):
    """More pages than one fax may have."""

    code = "fax-too-long"


class FaxNotOpen(Refusal):
    """The fax is not waiting to be sent, nor being sent."""

    code = "fax-not-open"


class FaxNotOver(Refusal):
    """The fax is sent, or still on its way: there is nothing to send again."""

    code = "fax-not-over"


class FaxPagesGone(Refusal):
    """The pages of a fax that is to be sent are no longer there."""

    code = "fax-pages-gone"


class FaxRuleInvalid(Refusal):
    """A value of the rule for sending means nothing."""

    code = "fax-rule-invalid"


class FaxStillOpen(Refusal):
    """The fax is still to be sent: it is cancelled before it is deleted."""

    code = "fax-still-open"
