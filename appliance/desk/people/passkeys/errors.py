"""Why a passkey is not taken."""

from appliance.errors import Refusal


class PasskeysNeedAName(Refusal):
    """The console was opened by an IP address: browsers bind no passkey to one."""

    code = "passkeys-need-a-name"


class PasskeyRefused(Refusal):
    """What the browser answered proves nothing: another passkey, another place, too late, or a copy."""

    code = "passkey-refused"


class PasskeyUnknown(Refusal):
    """The person has no such passkey."""

    code = "passkey-unknown"


class TooManyPasskeys(Refusal):
    """One person has `most` at the most."""

    code = "passkeys-too-many"
