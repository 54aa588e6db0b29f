"""The standing alarms of one process."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Lock

from appliance.clock import Clock
from appliance.events import Event
from appliance.node.alarms import events as facts
from appliance.node.alarms.errors import AlarmNotStanding
from appliance.node.alarms.model import Alarm, gravest_first

RESTART, PERSON = "restart", "person"

logger = logging.getLogger(__name__)


class StandingAlarms:
    """Alarms port of a process. `tell` gets each beginning and end as a fact, in order, in the caller's thread."""

    def __init__(self, process: str, clock: Clock, tell: Callable[[Event], None]) -> None:
        self._process, self._clock, self._tell = process, clock, tell
        self._standing: dict[tuple[str, str], Alarm] = {}
        self._lock = Lock()

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None:
        with self._lock:
            if present := self._standing.get((code, subject)):
                self._standing[code, subject] = replace(present, detail=detail)
                return
            alarm = Alarm(code, subject, detail, self._clock.now(), self._process)
            self._standing[code, subject] = alarm
            logger.error("alarm: %s %s: %s", code, subject, detail)
            self._say(facts.raised(alarm))

    def clear(self, code: str, subject: str = "") -> None:
        self._clear(code, subject)

    def clear_all(self, code: str) -> None:
        """Clear that alarm of every subject."""
        for alarm in self.standing():
            if alarm.code == code:
                self._clear(code, alarm.subject)

    def dismiss(self, code: str, subject: str, author: str) -> None:
        """A person says that it is over; raises AlarmNotStanding."""
        if not self._clear(code, subject, PERSON, author):
            raise AlarmNotStanding(alarm=code, subject=subject)

    def begin(self, earlier: Iterable[Event]) -> None:
        """End in the books what an earlier life of this process raised: what is still wrong is raised anew."""
        for alarm in facts.left_standing(earlier, self._process):
            self._say(facts.cleared(alarm, self._clock.now(), RESTART))

    def standing(self) -> tuple[Alarm, ...]:
        """The gravest first, and of those the oldest."""
        with self._lock:
            return tuple(sorted(self._standing.values(), key=gravest_first))

    def _clear(self, code: str, subject: str, cause: str = "", author: str = "") -> bool:
        with self._lock:
            if (alarm := self._standing.pop((code, subject), None)) is None:
                return False
            logger.info("alarm over: %s %s", code, subject)
            self._say(facts.cleared(alarm, self._clock.now(), cause, author))
            return True

    def _say(self, event: Event) -> None:
        """What hears of an alarm must not be able to stop who raises it."""
        try:
            self._tell(event)
        except Exception:
            logger.exception("an alarm is not on record: %s", event)
