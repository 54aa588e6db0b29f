"""What is refused about webhooks."""

from appliance.errors import Refusal


class WebhookUnknown(Refusal):
    """No webhook of that name is configured."""

    code = "webhook-unknown"


class WebhookInvalid(Refusal):
    """A value of a webhook means nothing; `field` names it."""

    code = "webhook-invalid"


class WebhookNotTaken(Refusal):
    """The other side has not taken a trial; `trouble` says why."""

    code = "webhook-not-taken"


class WebhookMessageUnknown(Refusal):
    """No message to a webhook has this identity any more."""

    code = "webhook-message-unknown"
