"""Logs are put aside when they are long, and go when they are old."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appliance.daemons.jobs.housekeeping import KEEP_LOGS, LONGEST, OLDER, drop_old_logs, rotate

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_only_rotated_logs_that_are_old_go(tmp_path: Path) -> None:
    ages = {"engine.log": KEEP_LOGS * 2, "engine.log.1": KEEP_LOGS - timedelta(hours=1), "engine.log.2": KEEP_LOGS * 2}
    for name, age in ages.items():
        (tmp_path / name).write_text("line\n")
        os.utime(tmp_path / name, ((NOW - age).timestamp(),) * 2)
    assert drop_old_logs(tmp_path, NOW) == ["engine.log.2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["engine.log", "engine.log.1"]
    assert drop_old_logs(tmp_path, NOW) == []


def test_a_log_that_is_too_long_is_put_aside_under_its_writer(tmp_path: Path) -> None:
    log = tmp_path / "security.log"
    with log.open("ab", buffering=0) as writer:
        for life in range(OLDER + 2):
            writer.write(bytes([life]) * LONGEST)
            assert rotate(log)
            assert not rotate(log)
        writer.write(b"next")
    assert log.read_bytes() == b"next"
    kept = {path.name: path.read_bytes()[0] for path in tmp_path.glob("security.log.*")}
    assert kept == {f"security.log.{number}": OLDER + 2 - number for number in range(1, OLDER + 1)}


def test_a_log_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert not rotate(tmp_path / "security.log")
