"""Facts of a call in short words, and a book, a media node and a ledger that remember what they were told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from appliance.contact.acd import events as line
from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as facts
from appliance.contact.calls.commands import Command
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Result, Role
from appliance.contact.ivr import events as flow
from appliance.contact.ivr.instructions import Visit
from appliance.events import Event

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
CONTACT, CALLER, ONE, TWO = (UUID(int=number) for number in (1, 2, 3, 4))
NAMES = {CALLER: "c1", ONE: "a1", TWO: "a2"}
AGENTS = {ONE: "8001", TWO: "8002"}


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def opened(direction: Direction = Direction.INBOUND) -> Event:
    return facts.opened(Call(CONTACT, direction, "4008001000", "139", "carrier", AT))


def leg(identity: UUID, seconds: float = 0) -> Event:
    role = Role.CALLER if identity == CALLER else Role.AGENT
    agent = AGENTS.get(identity, "")
    phone = f"p{agent[-1]}" if agent else ""
    opening = Leg(identity, role, NAMES[identity], "box", phone, agent, LegState.OPENED, at(seconds))
    return facts.leg_opened(CONTACT, opening)


def arrival() -> list[Event]:
    """A caller is greeted."""
    return [opened(), leg(CALLER), answered(CALLER, 0), flow.fact(CONTACT, Visit("menu", "menu", "main", 3), AT)]


def entered(seconds: float, queue: str = "sales") -> Event:
    return line.entered(CONTACT, queue, 2, 1, at(seconds))


def left(seconds: float, outcome: Departure, wait: float) -> Event:
    return line.left(CONTACT, "sales", outcome, int(wait * 1000), at(seconds), target_s=30)


def made(identity: UUID, seconds: float, queue: str = "sales") -> list[Event]:
    offer = facts.offer_made(CONTACT, identity, AGENTS[identity], queue, at(seconds))
    return [offer, leg(identity, seconds)]


def over(identity: UUID, seconds: float, outcome: str) -> Event:
    return facts.offer_ended(CONTACT, identity, AGENTS[identity], outcome, at(seconds))


def answered(identity: UUID, seconds: float) -> Event:
    return facts.leg_step(facts.LEG_ANSWERED, CONTACT, identity, at(seconds))


def joined(identity: UUID, seconds: float, wait: float) -> list[Event]:
    """The agent has answered and talks with the caller."""
    return [
        answered(identity, seconds),
        over(identity, seconds, "answered"),
        left(seconds, Departure.ANSWERED, wait),
        facts.joined(CONTACT, (CALLER, identity), at(seconds)),
    ]


def held(identity: UUID, seconds: float, by: str = "command") -> Event:
    return facts.leg_step(facts.LEG_HELD, CONTACT, identity, at(seconds), by=by)


def resumed(identity: UUID, seconds: float) -> Event:
    return facts.leg_step(facts.LEG_RESUMED, CONTACT, identity, at(seconds))


def ended(identity: UUID, seconds: float, cause: int = 16) -> Event:
    return facts.leg_ended(CONTACT, identity, cause, "caller", at(seconds))


def closed(seconds: float, result: Result = Result.ANSWERED, by: str = "caller") -> Event:
    return facts.closed(CONTACT, result, by, at(seconds))


class Written:
    """Ledger and media node in one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.commands: list[Command] = []

    def record(self, *events: Event) -> None:
        self.events.extend(events)

    def send(self, *commands: Command) -> None:
        self.commands.extend(commands)
