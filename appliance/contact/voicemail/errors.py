"""Why something about voicemail cannot be done."""

from appliance.errors import Refusal


class BoxUnknown(Refusal):
    """No voicemail box has this name."""

    code = "voicemail-box-unknown"


class BoxInvalid(Refusal):
    """A rule of a box has a value that means nothing, or names what is not there."""

    code = "voicemail-box-invalid"


class BoxInUse(Refusal):
    """Flows lead into the box, or there are messages in it."""

    code = "voicemail-box-in-use"


class PinInvalid(Refusal):
    """A PIN is 4 to 12 digits."""

    code = "voicemail-pin-invalid"


class MessageUnknown(Refusal):
    """No message has this identity, or it has been deleted."""

    code = "voicemail-message-unknown"


class MailServerMissing(Refusal):
    """No mail server is set up."""

    code = "mail-server-missing"


class MailServerInvalid(Refusal):
    """A value of the mail server means nothing."""

    code = "mail-server-invalid"


class MailNotTaken(Refusal):
    """The mail server was not reached, or has refused."""

    code = "mail-not-taken"


class MailUnknown(Refusal):
    """No mail that is still to be sent has this identity."""

    code = "mail-unknown"
