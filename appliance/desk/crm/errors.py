"""Why something about a customer or a contact is not kept."""

from appliance.errors import Refusal


class CustomerNameMissing(Refusal):
    """A card without a name would find nobody again."""

    code = "customer-name-missing"


class WrapUpCodeUnknown(Refusal):
    """A contact is wrapped up by one of the codes, or by none."""

    code = "wrap-up-code-unknown"
