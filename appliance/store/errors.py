"""Why the database says no."""

from appliance.errors import Refusal


class DatabaseNewer(Refusal):
    """The database was written by a later program than this one."""

    code = "database-newer"


class DatabaseUnavailable(Refusal):
    """The database cannot be opened or does not answer."""

    code = "database-unavailable"


class DocumentUnwritable(Refusal):
    """A configuration document that is not made of JSON values."""

    code = "document-unwritable"
