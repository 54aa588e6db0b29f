"""Starting and stopping a box: once, twice, after a crash, and where something is in the way."""

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from image import root, sounds
from tests.servers import box
from tests.servers.live import answering, run, status

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


def start(what: str, state: Path, language: str = "en_GB.UTF-8") -> subprocess.CompletedProcess[str]:
    where = root.ready()
    words = ["--state", str(state), "--root", str(where), "--sounds", str(sounds.ready(where))]
    command = [sys.executable, "-m", "appliance.daemons.box", what, *words]
    environment = {**os.environ, "LC_ALL": language}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=90, cwd=box.CHECKOUT, env=environment, check=False
    )


def test_a_second_start_is_refused_and_the_first_runs_on(centre: box.Box) -> None:
    engine = centre.pid("engine")
    second = start("up", centre.paths.state)
    assert second.returncode == 3
    assert "already runs" in second.stderr
    assert "[box-running]" in second.stderr
    assert centre.pid("engine") == engine


def test_the_refusal_is_in_the_language_of_the_terminal(centre: box.Box) -> None:
    assert "已在" in start("up", centre.paths.state, "zh_CN.UTF-8").stderr


def test_a_crash_of_everything_leaves_nothing_in_the_way(centre: box.Box) -> None:
    supervisor = int((centre.paths.run / "supervisor.pid").read_text())
    processes = [os.pidfd_open(pid) for pid in (centre.pid("asterisk"), centre.pid("engine"), centre.pid("jobs"))]
    os.kill(supervisor, signal.SIGKILL)
    for process in processes:
        ended, _, _ = select.select([process], [], [], 10)
        assert ended, "a process outlived its supervisor"
        os.close(process)
    again = start("up", centre.paths.state)
    assert again.returncode == 0, again.stderr
    assert "4008001000" in again.stdout


def test_a_box_may_do_calls_alone(tmp_path: Path) -> None:
    """Without what browsers need."""
    with box.calling(tmp_path / "box") as alone:
        assert run(status(alone))["ready"]
        run(answering(alone.jobs, alone.paths.run, "alarm.list"))
        assert not alone.paths.console_socket.exists()
        assert not alone.paths.live_control.exists()


def test_what_was_configured_and_sealed_is_there_after_a_restart(centre: box.Box) -> None:
    key = (centre.paths.keys / "box.key").read_bytes()
    centre.down()
    centre.up()
    assert (centre.paths.keys / "box.key").read_bytes() == key


def test_a_lost_box_key_is_said_and_not_replaced(centre: box.Box) -> None:
    key = centre.paths.keys / "box.key"
    centre.down()
    kept = key.read_bytes()
    key.unlink()
    refused = start("up", centre.paths.state)
    assert refused.returncode == 3
    assert "[box-key-missing]" in refused.stderr
    assert not key.exists()
    key.touch(mode=0o600)
    key.write_bytes(kept)
    centre.up()


def test_there_is_nothing_to_stop(tmp_path: Path) -> None:
    refused = start("down", tmp_path)
    assert refused.returncode == 3
    assert "[box-not-running]" in refused.stderr


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    sip, tls, ari, console = box.free_ports(4)
    lines = f"[sip]\nudp_port = {sip}\ntcp_port = {sip}\ntls_port = {tls}\n[asterisk]\nari_port = {ari}\n"
    lines += f"[console]\nport = {console}\n"
    (tmp_path / "settings.toml").write_text(lines)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", sip))
        refused = start("up", tmp_path)
    assert refused.returncode == 3
    assert "[port-taken]" in refused.stderr
    assert str(sip) in refused.stderr


def test_an_unknown_setting_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[sip]\nport_of_udp = 1\n")
    refused = start("up", tmp_path)
    assert refused.returncode == 3
    assert "[setting-unknown]" in refused.stderr
    assert "sip.port_of_udp" in refused.stderr


def test_in_the_foreground_until_interrupted(tmp_path: Path) -> None:
    sip, tls, ari, console = box.free_ports(4)
    lines = f"[sip]\nudp_port = {sip}\ntcp_port = {sip}\ntls_port = {tls}\n[asterisk]\nari_port = {ari}\n"
    lines += f"[console]\nport = {console}\n"
    (tmp_path / "settings.toml").write_text(lines)
    where = root.ready()
    words = ["--state", str(tmp_path), "--root", str(where), "--sounds", str(sounds.ready(where))]
    process = subprocess.Popen(
        [sys.executable, "-m", "appliance.daemons.box", "run", *words],
        stdout=subprocess.PIPE,
        text=True,
        cwd=box.CHECKOUT,
    )
    assert process.stdout
    said = "".join(process.stdout.readline() for _ in range(4))
    assert f":{console}/" in said
    assert str(sip) in said
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
