"""Notes at a time of a recording: written by whoever hears it, taken away by who wrote them."""

from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.recordings.errors import RemarkEmpty, RemarkPlaceInvalid, RemarkTooLong, RemarkUnknown
from appliance.desk.recordings.model import LONGEST, Remark
from appliance.desk.recordings.repository import Register, Remarks


class Remarking:
    """Who may is asked before: a note belongs to a recording that its writer may hear."""

    def __init__(self, remarks: Remarks, register: Register, clock: Clock) -> None:
        self._remarks, self._register, self._clock = remarks, register, clock

    def add(self, recording: UUID, at_ms: int, text: str, person: UUID, by: str) -> Remark:
        """Note something at a time; raises RemarkEmpty, RemarkTooLong or RemarkPlaceInvalid."""
        if not (words := text.strip()):
            raise RemarkEmpty()
        if len(words) > LONGEST:
            raise RemarkTooLong(length=len(words), allowed=LONGEST)
        sealed = self._register.find([recording]).get(recording)
        length = sealed.duration_ms if sealed else 0
        if not 0 <= at_ms <= length:
            raise RemarkPlaceInvalid(place=round(at_ms / 1000), length=round(length / 1000))
        now = self._clock.now()
        remark = Remark(uuid7(now), recording, at_ms, words, person, by[:100], now)
        self._remarks.add(remark)
        return remark

    def remove(self, recording: UUID, id: UUID, person: UUID) -> Remark:
        """Take away a note of one's own; raises RemarkUnknown."""
        if (gone := self._remarks.remove(recording, id, person)) is None:
            raise RemarkUnknown()
        return gone
