"""Calls come first: while the database is held, frozen or dead, and while the disk is full, a box goes on working.

The full disk is one of its own, in a process with a mount namespace: `python -m` this module inside `unshare`.
"""

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from appliance.store.engine import open_engine
from tests.servers import box, postgres, private
from tests.servers.hardship import work, works_in_trouble
from tests.servers.live import run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

DISK = "64m"
HELD = 30.0
"""Seconds for which another program keeps the database to itself."""
PIECES = (1 << 20, 1 << 12, 1)


def test_while_another_program_holds_the_database(centre: box.Box, tmp_path: Path) -> None:
    other = sqlite3.connect(centre.paths.state / "callstead.db", isolation_level=None)
    run(works_in_trouble(centre, tmp_path, lambda: other.execute("BEGIN IMMEDIATE"), other.rollback, HELD))
    other.close()


@pytest.mark.postgres
def test_while_another_program_holds_every_table_of_postgresql(postgres_database: str, tmp_path: Path) -> None:
    with box.running(tmp_path / "box", database=f'url = "{postgres_database}"\n') as centre:
        engine = open_engine(postgres_database)
        with engine.connect() as other:

            def hold() -> None:
                tables = other.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
                other.execute(text(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"))

            run(works_in_trouble(centre, tmp_path, hold, other.rollback, HELD))
        engine.dispose()


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


def test_while_the_disk_is_full(tmp_path: Path) -> None:
    private.scene(__name__, tmp_path, limit=200, unshare=private.AS_ROOT)


def on_a_small_disk(folder: Path) -> None:
    """The scene of the full disk, in the process that has the disk to itself."""
    state, filler = folder / "disk", folder / "disk" / "filler"
    state.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(state)], check=True)
    with box.running(state) as centre:
        try:
            run(work(centre, folder / "before"))
            run(works_in_trouble(centre, folder / "full", lambda: fill(filler), filler.unlink))
            run(work(centre, folder / "after"))
        except BaseException:
            for program in ("asterisk", "engine", "jobs"):
                print(f"--- {program}", centre.log(program)[-4000:], sep="\n")
            raise


def fill(file: Path) -> None:
    """Until not one byte more fits."""
    with file.open("wb", buffering=0) as target:
        for piece in PIECES:
            try:
                while True:
                    target.write(bytes(piece))
            except OSError:
                continue
    assert shutil.disk_usage(file.parent).free == 0


if __name__ == "__main__":
    on_a_small_disk(Path(sys.argv[1]))
