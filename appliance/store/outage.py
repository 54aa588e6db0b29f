"""Whether a fault of a statement means that the database is away, in trouble or locked, and not that we are wrong."""

from sqlalchemy import exc, make_url

from appliance.store.errors import DatabaseUnavailable

SQLITE_ERROR = 1
"""A wrong statement, or a table that is not there: https://www.sqlite.org/rescode.html#error"""


class Outage:
    """Tells outages of the database at `url` from all other faults."""

    def __init__(self, url: str) -> None:
        self._shown = make_url(url).render_as_string(hide_password=True)

    def refusal(self, fault: BaseException) -> DatabaseUnavailable | None:
        """What a person is told of `fault` if it is an outage."""
        if not _is_outage(fault):
            return None
        return DatabaseUnavailable(url=self._shown, reason=_said(fault))


def _is_outage(fault: BaseException) -> bool:
    if isinstance(fault, exc.TimeoutError):
        return True
    if not isinstance(fault, exc.DBAPIError):
        return False
    # The other subclasses are faults of a statement, and so of this program.
    of_the_server = type(fault) in (exc.DatabaseError, exc.OperationalError, exc.InterfaceError)
    return fault.connection_invalidated or (
        of_the_server and getattr(fault.orig, "sqlite_errorcode", None) != SQLITE_ERROR
    )


def _said(fault: BaseException) -> str:
    said = str(getattr(fault, "orig", None) or fault).strip()
    return said.splitlines()[0] if said else repr(fault)
