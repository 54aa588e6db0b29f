"""Why a person is not let in, or not changed."""

from appliance.errors import Refusal


class SignInRefused(Refusal):
    """Name, password or code is wrong; which of them is not told."""

    code = "sign-in-refused"


class TooManyAttempts(Refusal):
    """Too many attempts; `minutes` until the next counts."""

    code = "sign-in-too-often"


class SignInStale(Refusal):
    """Between the password and the second factor too much time passed."""

    code = "sign-in-stale"


class PasswordWeak(Refusal):
    """A new password that breaks a rule; `rule` names which."""

    code = "password-weak"


class CodeInvalid(Refusal):
    """A one-time link or code that is used up, too old, or none."""

    code = "one-time-code-invalid"


class PersonUnknown(Refusal):
    """Nobody of that name or id."""

    code = "person-unknown"


class PersonExists(Refusal):
    """The sign-in name is another person's."""

    code = "person-exists"


class PersonInvalid(Refusal):
    """A field of a person that cannot be as given."""

    code = "person-invalid"


class RoleUnknown(Refusal):
    """A role that does not exist."""

    code = "role-unknown"


class RoleExists(Refusal):
    """The name of a new role is another role's."""

    code = "role-exists"


class RoleBeyond(Refusal):
    """Somebody gives rights that he or she does not have."""

    code = "role-beyond"


class LastAdministrator(Refusal):
    """A change after which nobody could administer any more."""

    code = "last-administrator"
