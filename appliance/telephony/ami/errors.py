"""Why Asterisk did not do what the manager interface asked."""

from appliance.errors import Refusal


class AmiRefused(Refusal):
    """Asterisk said no."""

    code = "ami-refused"


class AmiUnreachable(Refusal):
    """Nobody answered at the manager's port."""

    code = "ami-unreachable"
