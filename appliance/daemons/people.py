"""People of the console for the processes that deal with them outside it: the box at its start, and the jobs."""

from collections.abc import Callable

from sqlalchemy import Engine

from appliance.clock import Clock, SystemClock
from appliance.desk.audit.model import Actor
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.audit.service import Notes
from appliance.desk.people.hashing import Argon2
from appliance.desk.people.repository import Directory, Doors, Roles
from appliance.desk.people.staff.service import Staff
from appliance.settings import Settings
from appliance.store.engine import open_engine


def staff(database: Engine, clock: Clock, actor: Callable[[], Actor]) -> Staff:
    """Who may come in, changed by `actor`."""
    trail = Notes(AuditTrail(database), clock, actor)
    return Staff(Directory(database), Roles(database), Doors(database), Argon2(), trail, clock)


def first_code(settings: Settings) -> str | None:
    """A one-time code for the first administrator; None as soon as there is one."""
    database = open_engine(settings.database_url)
    try:
        return staff(database, SystemClock(), lambda: Actor(who="setup")).first()
    finally:
        database.dispose()


def link(settings: Settings, code: str) -> str:
    """The address at which a one-time code is used."""
    console = settings.console
    return f"https://{console.address}:{console.port}/invited/{code}"
