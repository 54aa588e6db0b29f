"""gunicorn's log lines, written like all others of the box."""

import logging
from typing import Any

from gunicorn.glogging import Logger


class Log(Logger):
    """Hands everything to the process's own handler instead of writing lines of another form."""

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True
        self.error_log.setLevel(logging.INFO)
        self.access_log.setLevel(logging.CRITICAL)
