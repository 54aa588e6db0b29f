"""The processes of a box under supervisord: each restarted when it dies, none outliving the supervisor."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from appliance.system.paths import Paths

TIED = ("setpriv", "--pdeathsig", "KILL")
"""The kernel ends the process when the supervisor is gone, however it went."""


def configuration(paths: Paths, programs: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> str:
    """The supervisord.conf of a box; paths are absolute."""
    sections = [_own(paths, environment), *(_program(paths, name, argv) for name, argv in programs.items())]
    return "\n".join(sections)


def _own(paths: Paths, environment: Mapping[str, str]) -> str:
    values = ",".join(f'{name}="{_plain(value)}"' for name, value in sorted(environment.items()))
    return f"""\
[supervisord]
logfile={paths.logs}/supervisor.log
logfile_maxbytes=10MB
logfile_backups=3
pidfile={paths.run}/supervisor.pid
childlogdir={paths.logs}
nodaemon=true
silent=true
environment={values}

[unix_http_server]
file={paths.supervisor_socket}
chmod=0600

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{paths.supervisor_socket}
"""


def _program(paths: Paths, name: str, argv: Sequence[str]) -> str:
    return f"""\
[program:{name}]
command={_plain(shlex.join([*TIED, *argv]))}
autorestart=true
startsecs=0
startretries=1000000
stopwaitsecs=10
redirect_stderr=true
stdout_logfile={paths.logs}/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


def _plain(text: str) -> str:
    """supervisord expands % in its values."""
    return text.replace("%", "%%")


def running_pid(paths: Paths) -> int | None:
    """The supervisor's process number, from its pid file; None when there is none or it is unreadable."""
    path: Path = paths.run / "supervisor.pid"
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None
