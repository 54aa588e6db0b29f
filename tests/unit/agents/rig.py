"""A roster between phones, a ledger and timers that remember what they were told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from appliance.contact.agents.duty import Duty
from appliance.contact.agents.model import Agent, State
from appliance.contact.agents.roster import Roster, alarm
from appliance.contact.agents.service import Agents
from appliance.events import Event

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
CALL, OTHER_CALL = UUID(int=1), UUID(int=2)
PEOPLE = {
    "8001": Agent("8001", phone="p1", sign_in_with_phone=True),
    "8002": Agent("8002", phone="p2"),
    "8003": Agent("8003"),
}


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


class Rig:
    """Obeys every port of the roster; `busy` are phones that carry a leg."""

    def __init__(self) -> None:
        self.busy: set[str] = set()
        self.events: list[Event] = []
        self.alarms: dict[tuple[str, ...], datetime] = {}
        self.freed: list[datetime] = []
        self.roster = Roster(self, self, self)
        self.agents, self.duty = Agents(self.roster), Duty(self.roster)
        self.roster.configure(PEOPLE, AT)
        self.roster.on_free = self.freed.append

    def states(self) -> list[str]:
        return [event.data["state"] for event in self.events]

    def state(self, number: str = "8001") -> State:
        return self.roster.presence(number).state

    def wrap_up_ends(self, number: str = "8001") -> float | None:
        moment = self.alarms.get(alarm(number, CALL))
        return None if moment is None else (moment - AT).total_seconds()

    def known(self, phone: str) -> bool:
        return phone in {"p1", "p2", "p3"}

    def in_use(self, phone: str) -> bool:
        return phone in self.busy

    def legs(self, phone: str) -> int:
        return int(phone in self.busy)

    def record(self, *events: Event) -> None:
        self.events.extend(events)

    def arm(self, key: tuple[str, ...], at: datetime) -> None:
        self.alarms[key] = at

    def cancel(self, key: tuple[str, ...]) -> None:
        self.alarms.pop(key, None)
