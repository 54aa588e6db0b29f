"""What a scenario tells about supervisors in calls."""

from datetime import datetime

from appliance.contact.monitoring.model import Mode, Supervisor
from appliance.daemons.engine.centre import Centre


class MonitorSteps:
    """A part of the stage, which has a centre and its time."""

    centre: Centre
    now: datetime

    def _monitor(self, what: str, agent: str, *about: str) -> None:
        """listen, whisper, barge, take-over or stop by a supervisor: `by8009` is the own number, `at` the phone.

        A word `of` names the only team within reach, `as` another supervisor than boss.
        """
        words = {word[:2]: word[2:] for word in about}
        name = words.get("as", "boss")
        teams = frozenset({words["of"]}) if "of" in words else None
        who = Supervisor(name, name, words.get("by", ""), words.get("at", ""), teams)
        if what == "stop":
            self.centre.monitoring.stop(agent, who, self.now)
        else:
            self.centre.monitoring.start(agent, who, Mode(what), self.now)
