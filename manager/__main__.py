"""`python -m manager --state FOLDER`: serve the console on its unix socket until told to stop."""

import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from appliance.daemons.start import arguments, log_to_stderr, settings_file
from appliance.settings import Settings, load
from appliance.system.paths import Paths
from manager.app import create_app
from manager.wiring import cookie_secret

THREADS = 8
PRIVATE = 0o177


class Server(BaseApplication):
    """gunicorn with what a box needs and nothing to set."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._secret = settings, cookie_secret(settings)
        super().__init__()

    def load_config(self) -> None:
        paths = Paths(self._settings.state)
        chosen: dict[str, Any] = {
            "bind": [f"unix:{paths.console_socket.name}"],
            "umask": PRIVATE,
            "workers": self._settings.console.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "worker_tmp_dir": "/dev/shm",  # noqa: S108 - the heartbeat must not wait for a disk
            "timeout": 60,
            "graceful_timeout": 5,
            "keepalive": 75,
            "forwarded_allow_ips": "*",
            "control_socket_disable": True,
            "logger_class": "manager.serving.Log",
            "accesslog": None,
            "proc_name": "callstead-console",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """One console for each worker: connections are not shared between processes."""
        return create_app(self._settings, secret=self._secret)


def main() -> None:
    """Serve."""
    state = arguments("console").state
    log_to_stderr()
    settings = load(settings_file(state))
    # A socket's whole path may be longer than its address can hold.
    os.chdir(Paths(settings.state).run)
    Server(settings).run()


if __name__ == "__main__":
    main()
