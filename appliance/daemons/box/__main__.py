"""`python -m appliance.daemons.box run|up|down`: a demo centre on loopback, in the foreground or behind."""

import argparse
import asyncio
import fcntl
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from appliance.daemons import people
from appliance.daemons.box import asterisk, front, ports, prepare, supervisor
from appliance.daemons.box.errors import BoxNotRunning, BoxRunning
from appliance.daemons.box.readiness import served, whole
from appliance.daemons.box.words import complain, say
from appliance.errors import Refusal
from appliance.settings import Settings
from appliance.system import memory
from appliance.system.files import write_atomic
from appliance.system.paths import Paths

REFUSED = 3
START_LIMIT = 60.0
STOP_LIMIT = 30.0
STATIC = "manager/static"
"""Where the checkout has what browsers load."""


def main() -> int:
    """0 done, 3 refused with a reason."""
    given = _arguments()
    paths = Paths(given.state.absolute())
    try:
        match given.what:
            case "run":
                return _run(paths, given)
            case "up":
                _up(paths, given)
            case "down":
                _down(paths)
    except Refusal as refusal:
        complain(refusal)
        return REFUSED
    return 0


def _run(paths: Paths, given: argparse.Namespace) -> int:
    """Until Ctrl-C, or until the supervisor ends by itself."""
    settings, process = _start(paths, given)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: process.terminate())
    try:
        _wait(settings, paths, given)
        _tell("running", settings, paths)
    except Refusal:
        process.terminate()
        process.wait(STOP_LIMIT)
        raise
    ended = process.wait()
    _leave(paths)
    return ended and 1


def _up(paths: Paths, given: argparse.Namespace) -> None:
    settings, process = _start(paths, given)
    try:
        _wait(settings, paths, given)
    except Refusal:
        process.terminate()
        process.wait(STOP_LIMIT)
        raise
    _tell("up", settings, paths)


def _wait(settings: Settings, paths: Paths, given: argparse.Namespace) -> None:
    """Until calls work and browsers get pages."""
    asyncio.run(whole(paths, given.within, pages=not given.calls))
    if not given.calls:
        asyncio.run(served(settings.console, paths, given.within))


def _tell(how: str, settings: Settings, paths: Paths) -> None:
    """Where everything is; and how the first administrator comes in, until there is one."""
    say(how, **_places(settings, paths))
    if code := people.first_code(settings):
        say("first", link=people.link(settings, code))


def _down(paths: Paths) -> None:
    pid = supervisor.running_pid(paths) if _alive(paths) else None
    if pid is None:
        raise BoxNotRunning(state=str(paths.state))
    handle = os.pidfd_open(pid)
    signal.pidfd_send_signal(handle, signal.SIGTERM)
    ended, _, _ = select.select([handle], [], [], STOP_LIMIT)
    if not ended:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        select.select([handle], [], [], STOP_LIMIT)
    _leave(paths)
    say("down")


def _leave(paths: Paths) -> None:
    """The box has stopped: what it has in memory goes to the disk, or stays where it is."""
    with suppress(OSError):
        memory.save(paths)
        memory.remove(paths)


def _start(paths: Paths, given: argparse.Namespace) -> tuple[Settings, subprocess.Popen[bytes]]:
    root, sounds = given.root, given.sounds
    with _alone(paths):
        if _alive(paths):
            raise BoxRunning(state=str(paths.state))
        settings = prepare.prepare(paths, root, sounds)
        ports.check(settings)
        python = [sys.executable, "-m"]
        programs = {
            "asterisk": asterisk.command(root, sounds, paths),
            "engine": [*python, "appliance.daemons.engine", "--state", str(paths.state)],
            "jobs": [*python, "appliance.daemons.jobs", "--state", str(paths.state)],
        }
        if not given.calls:
            programs |= {
                "live": [*python, "appliance.daemons.live", "--state", str(paths.state)],
                "console": [*python, "manager", "--state", str(paths.state)],
                "nginx": front.command(root, Path.cwd() / STATIC, settings, paths),
            }
        file = paths.run / "supervisord.conf"
        write_atomic(file, supervisor.configuration(paths, programs, {"PYTHONPATH": str(Path.cwd())}), mode=0o600)
        ours = (paths.engine_socket, paths.jobs_socket, paths.live_control, paths.console_socket)
        for stale in (*ours, paths.supervisor_socket):
            stale.unlink(missing_ok=True)
        command = [*python, "supervisor.supervisord", "-c", str(file)]
        # What it says goes to its log. A second place on the same disk would end it, and the box, when that is full:
        # supervisord tells there that it cannot write its log, and does not survive if it cannot.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=paths.state,
        )
        return settings, process


@contextmanager
def _alone(paths: Paths) -> Iterator[None]:
    """Of two starts at the same moment the second is refused."""
    paths.run.mkdir(parents=True, exist_ok=True)
    with (paths.run / "start.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BoxRunning(state=str(paths.state)) from fault
        yield


def _alive(paths: Paths) -> bool:
    """Whether a supervisor answers at its socket; what a crash left behind does not."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(paths.supervisor_socket))
        except OSError:
            return False
    return True


def _places(settings: Settings, paths: Paths) -> dict[str, object]:
    sip = settings.sip
    return {
        "address": sip.address,
        "udp": sip.udp_port,
        "tls": sip.tls_port,
        "rtp": f"{sip.rtp_first}-{sip.rtp_last}",
        "console": f"https://{settings.console.address}:{settings.console.port}/",
        "logs": paths.logs,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m appliance.daemons.box")
    parser.add_argument("what", choices=("run", "up", "down"))
    parser.add_argument("--state", type=Path, default=Path(".callstead"))
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("--sounds", type=Path, default=Path("/usr/share/callstead"))
    parser.add_argument("--calls", action="store_true", help="calls alone: no desktops, no console, no web server")
    parser.add_argument("--within", type=float, default=START_LIMIT, help="seconds until calls must work")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
