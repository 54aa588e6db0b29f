"""Why a configuration does not come into force."""

from appliance.errors import Refusal


class SiteInvalid(Refusal):
    """The site cannot be rendered; `problems` lists each one as {code, where, details}."""

    code = "site-invalid"


class ConfigEdited(Refusal):
    """Somebody changed the files in force by hand; `files` names them, `diff` shows how."""

    code = "config-edited"


class ConfigRefused(Refusal):
    """Asterisk did not take the new configuration as written; the one before is in force again."""

    code = "config-refused"


class ReloadFailed(Refusal):
    """Asterisk did not reload a module; `status` is the ARI answer."""

    code = "config-reload-failed"
