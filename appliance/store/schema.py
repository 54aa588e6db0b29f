"""The database's schema: brought up to this program's tables, or back to an earlier revision."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import DatabaseError, OperationalError

from appliance.store.engine import alone, open_engine, reading
from appliance.store.errors import DatabaseNewer, DatabaseUnavailable

MIGRATIONS = Path(__file__).with_name("migrations")
LONGEST_MIGRATION = 600.0


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to `revision`, all steps or none; two processes may try at once."""
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to `revision` ("base": no tables); what only later tables hold is lost."""
    with _migrating(url) as config:
        command.downgrade(config, revision)


def current(url: str) -> str | None:
    """The database's revision; None if it has no tables yet."""
    with _opened(url) as engine, reading(engine) as connection:
        return _revision(connection)


def head() -> str | None:
    """The revision of this program."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    with _opened(url) as engine, engine.begin() as connection:
        alone(connection, "migration")
        _refuse_newer(connection)
        yield _config(connection)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url, lock_wait=30.0, statement_limit=LONGEST_MIGRATION)
    try:
        yield engine
    except DatabaseError as error:
        # The other subclasses are faults of a statement, and so of this program.
        if type(error) not in (DatabaseError, OperationalError):
            raise
        shown = make_url(url).render_as_string(hide_password=True)
        raise DatabaseUnavailable(url=shown, reason=str(error.orig)) from error
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    # Config reads a percent sign as an interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseNewer(revision=revision, known=head())
