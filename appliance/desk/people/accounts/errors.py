"""Why an account elsewhere opens nothing here, or cannot be asked for."""

from appliance.errors import Refusal


class AccountAway(Refusal):
    """The provider or the directory does not answer, or not as it must; `step` and `why` say where it ended."""

    code = "account-away"


class AccountRefused(Refusal):
    """What came back from the provider proves nothing; `step` says what did not hold."""

    code = "account-refused"


class AccountStale(Refusal):
    """The way to the provider was begun in another browser, too long ago, or has been gone already."""

    code = "account-stale"


class AccountOff(Refusal):
    """Signing in this way is not set up, or switched off."""

    code = "account-off"


class AccountUnknown(Refusal):
    """Nobody here has that account, and it makes nobody; `login` is what it calls itself."""

    code = "account-unknown"


class AccountWithoutRole(Refusal):
    """None of the account's groups is anything here."""

    code = "account-without-role"


class AccountTaken(Refusal):
    """The account is linked to another person, or the person to another account."""

    code = "account-taken"


class AccountNeedsOwner(Refusal):
    """An administrator's account is linked by that administrator, signed in here, not by a name that fits."""

    code = "account-needs-owner"


class AccountNotProven(Refusal):
    """For this act one signs in anew at the provider first."""

    code = "account-not-proven"


class AccountWayInvalid(Refusal):
    """A provider or directory that cannot be as given; `field` says where."""

    code = "account-way-invalid"
