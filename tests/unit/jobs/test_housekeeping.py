"""Rotated logs go when they are old; those that are written to stay."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appliance.daemons.jobs.housekeeping import KEEP_LOGS, drop_old_logs

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_only_rotated_logs_that_are_old_go(tmp_path: Path) -> None:
    ages = {"engine.log": KEEP_LOGS * 2, "engine.log.1": KEEP_LOGS - timedelta(hours=1), "engine.log.2": KEEP_LOGS * 2}
    for name, age in ages.items():
        (tmp_path / name).write_text("line\n")
        os.utime(tmp_path / name, ((NOW - age).timestamp(),) * 2)
    assert drop_old_logs(tmp_path, NOW) == ["engine.log.2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["engine.log", "engine.log.1"]
    assert drop_old_logs(tmp_path, NOW) == []
