"""Somebody who reads every fact, and must see what one sees who asks only now."""

from appliance.daemons.engine.centre import Centre
from appliance.daemons.engine.commands.live import beginning
from appliance.daemons.live.messages import WAITING
from appliance.daemons.live.picture import Picture
from appliance.daemons.live.snapshot import Beginning
from appliance.events import Event
from tests.scenarios.stage import Stage


class Onlooker:
    """Keeps the picture of a stage by its facts alone."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._begin()

    def take(self, events: list[Event]) -> None:
        """Facts in their order; AssertionError where the picture is another than the centre's own."""
        if self._stage.centre is not self._centre:
            # The engine died: whoever followed it begins anew.
            return self._begin()
        for event in events:
            self._picture.take(event)
        now = self._stage.centre.directory.now
        self._picture.configure(now.agents, now.queues)
        assert self._picture.entries == Picture(began(self._stage.centre, self._stage)).entries
        line = {str(call.contact): call for call in self._centre.line.waiting()}
        seen = {name: entry for (what, name), entry in self._picture.entries.items() if what == WAITING}
        assert seen.keys() == line.keys()
        assert all(seen[name]["queue"] == call.queues[0] for name, call in line.items())

    def _begin(self) -> None:
        self._centre = self._stage.centre
        self._picture = Picture(began(self._centre, self._stage))


def began(centre: Centre, stage: Stage) -> Beginning:
    """The centre as the engine tells it to who begins to look."""
    found = Beginning()
    for part in beginning(centre, stage.now, 0):
        found.take(part)
    return found
