"""The one line that shows how a load goes on, rewritten in place."""

import sys
import time

from appliance.cli.demo.figures import Figures
from appliance.cli.session import Session

AGAIN_S = 0.5
CLEAR_LINE = "\x1b[K"


class Progress:
    """Rewrites its line as things happen, at most twice a second; silent unless `live`."""

    def __init__(self, session: Session, figures: Figures, live: bool) -> None:
        self._session = session
        self._figures = figures
        self._live = live
        self._next = 0.0

    def changed(self) -> None:
        """Something happened: show it, unless the line is fresh."""
        if self._live and time.monotonic() >= self._next:
            self._next = time.monotonic() + AGAIN_S
            self._write()

    def over(self) -> None:
        """Show the last figures and leave the line."""
        if self._live:
            self._write()
            sys.stderr.write("\n")

    def _write(self) -> None:
        figures = self._figures
        names = ("placed", "joined", "waiting", "talking", "refused")
        values = {name: getattr(figures, name) for name in names} | {"abandoned": figures.results["abandoned"]}
        sys.stderr.write(f"\r{self._session.words.text('demo', 'progress', **values)}{CLEAR_LINE}")
        sys.stderr.flush()
