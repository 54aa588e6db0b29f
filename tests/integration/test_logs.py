"""However much the processes of a box say, their logs stay within bounds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.daemons.box import supervisor
from appliance.system.paths import Paths

pytestmark = [pytest.mark.wire, pytest.mark.timeout(120)]

TALKATIVE = """
import sys
line = "x" * 999 + "\\n"
for _ in range({lines}):
    sys.stdout.write(line)
sys.stdout.flush()
open({done!r}, "w").close()
import signal
signal.pause()
"""
MEGABYTE = 1_000_000
WRITTEN = 80 * MEGABYTE


def test_a_process_that_never_stops_talking_fills_no_disk(tmp_path: Path) -> None:
    paths, done = Paths(tmp_path), tmp_path / "done"
    os.mkfifo(done)
    for folder in (paths.run, paths.logs):
        folder.mkdir(parents=True)
    program = tmp_path / "talkative.py"
    program.write_text(TALKATIVE.format(lines=WRITTEN // 1000, done=str(done)))
    file = tmp_path / "supervisord.conf"
    file.write_text(supervisor.configuration(paths, {"engine": [sys.executable, str(program)]}, {}))
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            done.read_text()
        finally:
            process.terminate()
            process.wait(30)
    sizes = {path.name: path.stat().st_size for path in paths.logs.iterdir()}
    assert max(sizes.values()) <= 11 * MEGABYTE
    assert 30 * MEGABYTE < sum(sizes.values()) <= 45 * MEGABYTE


def test_the_supervisors_own_log_is_bounded(tmp_path: Path) -> None:
    own = supervisor.configuration(Paths(tmp_path), {}, {})
    assert "logfile_maxbytes=10MB" in own
    assert "logfile_backups=3" in own
