"""Why something about a customer or a contact is not kept."""

from appliance.errors import Refusal


class CustomerNameMissing(Refusal):
    """A card without a name would find nobody again."""

    code = "customer-name-missing"


class CardTextTooLong(Refusal):
    """What was typed into `field` has `length` characters where `allowed` fit; nothing of it is kept."""

    code = "card-text-too-long"


class CustomerUnknown(Refusal):
    """No customer of that id."""

    code = "customer-unknown"


class CustomerNumberTaken(Refusal):
    """A number that is another customer's already."""

    code = "customer-number-taken"


class CustomerChanged(Refusal):
    """The card was changed since it was read."""

    code = "customer-changed"


class WrapUpCodeUnknown(Refusal):
    """A contact is wrapped up by one of the codes, or by none."""

    code = "wrap-up-code-unknown"


class ScreenPopInvalid(Refusal):
    """A value of a screen pop means nothing; `field` names it."""

    code = "screen-pop-invalid"
