"""What a scenario's table says of faxes."""

from datetime import datetime

from appliance.contact.fax.model import CUT, Outcome
from appliance.daemons.engine.centre import Centre


class FaxSteps:
    """A part of the stage, which has a centre and its time."""

    centre: Centre
    now: datetime

    def __init__(self) -> None:
        self.faxes: dict[str, Outcome] = {}

    def channel(self, name: str) -> str:
        raise NotImplementedError

    def ask_fax(self, name: str) -> None:
        """Asterisk is asked what became of a fax, which the scenario has said before."""
        self.centre.faxing.told(name, self.faxes.get(name, CUT), self.now)

    def _tone(self, channel: str) -> None:
        """A fax calls at a channel."""
        self.centre.faxing.heard(self.channel(channel), self.now)

    def _pages(self, channel: str, pages: str, error: str = "") -> None:
        """So many pages of a fax have come, and it is over so."""
        found = self.centre.book.on(self.channel(channel))
        assert found, f"{channel} is in no call"
        self.faxes[found[0].fax] = Outcome(not error, int(pages), error=error)

    def _back(self, channel: str) -> None:
        """A channel is in our hands again after its fax."""
        self.centre.faxing.back(self.channel(channel), self.now)
