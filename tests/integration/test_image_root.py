"""The runtime root as it is really built, and what the sandbox around it lets a program do."""

import subprocess
from pathlib import Path

import pytest

from image import root
from image.sandbox import MOUNT_POINTS, command

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


@pytest.fixture(scope="module")
def built() -> Path:
    return root.ready()


def run(
    built: Path, script: str, *, writable: dict[Path, str] | None = None, network: bool = True
) -> subprocess.CompletedProcess[str]:
    words = command(built, ["sh", "-c", script], read_only={}, writable=writable or {}, network=network)
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("asterisk -V", "Asterisk 22."),
        ("sipp -v", "SIPp v3."),
        ("espeak-ng --version", "eSpeak NG"),
        ("python3 -c 'import sys, venv; print(sys.version)'", "3."),
    ],
)
def test_it_has_the_programs(built: Path, script: str, expected: str) -> None:
    assert expected in run(built, script).stdout


def test_nothing_of_it_can_be_changed(built: Path) -> None:
    result = run(built, "touch /etc/asterisk/x || touch /usr/x || touch /x")
    assert result.returncode != 0
    assert result.stderr.count("Read-only file system") == 3


def test_the_program_has_no_capability_and_its_own_processes(built: Path) -> None:
    result = run(built, "grep -E 'Cap(Eff|Prm|Inh)' /proc/self/status; ls -d /proc/[0-9]* | wc -l")
    *capabilities, processes = result.stdout.splitlines()
    assert len(capabilities) == 3
    assert {line.split()[1].strip("0") for line in capabilities} == {""}
    assert int(processes) < 10


def test_folders_are_bound_where_asterisk_looks(built: Path, tmp_path: Path) -> None:
    places = [place for place in (*MOUNT_POINTS, "/run/asterisk", "/srv/callstead/sounds-data") if "ssl" not in place]
    binds = {tmp_path / str(number): place for number, place in enumerate(places)}
    for folder in binds:
        folder.mkdir()
    result = run(built, "".join(f"echo here > {place}/mark; " for place in places), writable=binds)
    assert result.stderr == ""
    assert [(folder / "mark").read_text() for folder in binds] == ["here\n"] * len(places)


def test_the_hosts_clock_and_names_are_seen(built: Path) -> None:
    assert run(built, "cat /etc/hosts").stdout == Path("/etc/hosts").read_text()
    assert run(built, "date +%z").stdout == subprocess.run(["date", "+%z"], capture_output=True, text=True).stdout


def test_without_network_there_is_only_a_loopback_of_its_own(built: Path) -> None:
    result = run(built, "cat /proc/net/dev", network=False)
    assert [line.split(":")[0].strip() for line in result.stdout.splitlines()[2:]] == ["lo"]
