"""Calls come first: while the database is held, frozen or dead, a box goes on working."""

import signal
import sqlite3
from pathlib import Path

import pytest

from tests.servers import box, postgres
from tests.servers.hardship import works_in_trouble
from tests.servers.live import run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]


def test_while_another_program_holds_the_database(centre: box.Box, tmp_path: Path) -> None:
    other = sqlite3.connect(centre.paths.state / "callstead.db", isolation_level=None)
    run(works_in_trouble(centre, tmp_path, lambda: other.execute("BEGIN IMMEDIATE"), other.rollback))
    other.close()


@pytest.mark.postgres
def test_while_postgresql_is_frozen_and_while_it_is_dead(tmp_path: Path) -> None:
    with postgres.killable() as server, box.running(tmp_path / "box", database=f'url = "{server.url}"\n') as centre:
        run(
            works_in_trouble(
                centre,
                tmp_path / "frozen",
                lambda: server.signal(signal.SIGSTOP),
                lambda: server.signal(signal.SIGCONT),
            )
        )
        run(works_in_trouble(centre, tmp_path / "dead", server.power_cut, server.start))
