"""What counts as an outage of the database, and what is a fault of ours."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import exc, text

from appliance.store.engine import open_engine
from appliance.store.outage import Outage

URL = "postgresql+psycopg://callstead:secret@db.example/callstead"
REFUSED = "connection refused"


def wrapped(kind: type[exc.DBAPIError], orig: Exception, *, lost: bool = False) -> exc.DBAPIError:
    return kind("UPDATE t", {}, orig, connection_invalidated=lost)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (
            wrapped(exc.OperationalError, psycopg.OperationalError("connection refused\nIs it running?")),
            "connection refused",
        ),
        (wrapped(exc.DatabaseError, sqlite3.DatabaseError("file is not a database")), "file is not a database"),
        (wrapped(exc.InterfaceError, psycopg.InterfaceError("closed")), "closed"),
        (wrapped(exc.InternalError, psycopg.InternalError("aborted"), lost=True), "aborted"),
        (exc.TimeoutError("QueuePool limit reached"), "QueuePool limit reached"),
    ],
)
def test_outages_say_why_and_show_no_password(fault: Exception, reason: str) -> None:
    refusal = Outage(URL).refusal(fault)
    assert refusal
    assert refusal.code == "database-unavailable"
    assert refusal.details == {"url": URL.replace("secret", "***"), "reason": reason}


@pytest.mark.parametrize(
    "fault",
    [
        wrapped(exc.ProgrammingError, psycopg.ProgrammingError("no such column")),
        wrapped(exc.IntegrityError, sqlite3.IntegrityError("append only")),
        wrapped(exc.DataError, psycopg.DataError("too long")),
        exc.NoResultFound(),
        KeyError("x"),
        OSError(28, "No space left on device"),
    ],
)
def test_faults_of_statements_and_of_others_are_none(fault: Exception) -> None:
    assert Outage(URL).refusal(fault) is None


def test_sqlite_tells_a_wrong_statement_from_a_lock_and_a_missing_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'db'}"
    outage, engine = Outage(url), open_engine(url, lock_wait=0.01)
    with pytest.raises(exc.OperationalError) as wrong, engine.begin() as connection:
        connection.execute(text("SELECT * FROM nothing"))
    assert outage.refusal(wrong.value) is None
    with engine.begin(), pytest.raises(exc.OperationalError) as locked, engine.begin():
        pass
    assert "database is locked" in str(outage.refusal(locked.value))
    away = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'db'}")
    with pytest.raises(exc.OperationalError) as missing, away.begin():
        pass
    assert "unable to open" in str(outage.refusal(missing.value))
