"""The writer's process is killed, and its disk is full: nothing acknowledged is lost, nothing comes twice."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.repository import LedgerRepository
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

LIVES = 10
LOCK = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE ledger IN EXCLUSIVE MODE"}


def _start(mode: str, url: str, journal: Path, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.servers.ledger_lives", mode, url, str(journal), str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _live_and_die(url: str, journal: Path, life: int, acknowledgements: int) -> tuple[int, set[str]]:
    """Kill a writer after so many acknowledgements: the highest number it acknowledged, and how."""
    highest = 0
    ways: set[str] = set()
    with _start("endless", url, journal, life) as process:
        assert process.stdout
        for _, line in zip(range(acknowledgements), process.stdout, strict=False):
            way, number = line.split()
            highest, ways = int(number), ways | {way}
        process.kill()
        # What it said before it died counts too; the last line may be cut.
        for line in process.stdout:
            if line.endswith("\n"):
                highest = int(line.split()[1])
    return highest, ways


@contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    with engine.begin() as connection:
        connection.execute(text(LOCK[engine.dialect.name]))
        yield


def test_killed_at_random_moments(database_url: str, tmp_path: Path) -> None:
    schema.upgrade(database_url)
    engine, journal, chance = open_engine(database_url), tmp_path / "journal", random.Random(8001)
    acknowledged: dict[int, int] = {}
    ways: set[str] = set()
    for life in range(LIVES):
        with _locked(engine) if life % 3 == 1 else nullcontext():
            acknowledged[life], how = _live_and_die(database_url, journal, life, chance.randrange(1, 60))
        ways |= how
    assert ways == {"durable", "late"}
    ledger = LedgerRepository(engine)
    for batch in JournalFile(journal).load():
        ledger.append(batch.events, batch.mark)
    written = [entry.event.data for entry in ledger.read(limit=1_000_000)]
    for life, highest in acknowledged.items():
        numbers = [data["n"] for data in written if data["life"] == life]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= highest > 0
    engine.dispose()


def test_full_disk(tmp_path: Path) -> None:
    """A file size limit makes every write beyond it fail, as a full disk does."""
    url = f"sqlite:///{tmp_path / 'callstead.db'}"
    schema.upgrade(url)
    with _start("full", url, tmp_path / "journal", 400_000) as process:
        said, _ = process.communicate(timeout=60)
    seen = json.loads(said)
    assert process.returncode == 0
    assert seen["late"] > 100
    assert seen["pending"] >= seen["late"] - 1
    assert seen["behind"] != "None"
    assert len(seen["troubles"]) >= 1
    assert (seen["after"], seen["left"]) == ("durable", 0)
    engine = open_engine(url)
    written = [entry.event.data["n"] for entry in LedgerRepository(engine).read(limit=10_000)]
    assert written == list(range(1, 2002))
    engine.dispose()
    assert not (tmp_path / "journal").exists()
