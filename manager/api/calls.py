"""Calls of this moment: seen, hung up, and dialled for an agent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from pydantic import Field

from manager.api.agents import mine
from manager.api.errors import RequestInvalid
from manager.api.operation import operation, tell
from manager.api.shapes import Moment, Shape, Wanted, number
from manager.errors import NotAllowed, NotThere
from manager.present import me
from manager.reach import reach
from manager.wiring import console

resource = Blueprint("api-calls", __name__, url_prefix="/api/v1/calls")
MOST = 1000


class Call(Shape):
    """A call as it is now; numbers are masked without `numbers.whole`."""

    id: UUID = Field(description="The contact's.")
    direction: str
    caller: str
    dialled: str
    state: str = Field(description="arrived, in-flow, waiting, offered, talking, held, parked, closed, and so on.")
    queue: str
    agent: str = Field(description="Who has it in hand; empty for nobody.")
    opened_at: Moment
    answered_at: Moment | None


class CallLeg(Shape):
    """One party's connection."""

    id: UUID
    role: str
    agent: str
    endpoint: str = Field(description="The phone of ours, or the number outside as the token may see it.")
    opened_at: Moment
    answered_at: Moment | None
    ended_at: Moment | None


class CallDetail(Shape):
    """A call with its parties."""

    call: Call
    legs: list[CallLeg]


class CallList(Shape):
    """The calls that are going on, the newest first."""

    items: list[Call]


class DialWish(Shape):
    """Whom an agent is to talk with: a number, or whom a contact was with."""

    agent: str = Field(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.-]+$")
    number: Wanted | None = None
    contact: UUID | None = Field(None, description="In place of a number, also of one that the token sees masked.")


class Dialled(Shape):
    """The call that has begun: the agent's phone rings, then the number is dialled."""

    id: UUID = Field(description="The contact's.")
    agent: str
    phone: str
    number: str


class HungUp(Shape):
    """A call whose legs are being ended."""

    id: UUID


@resource.get("")
@operation("live.see")
def listed() -> CallList:
    """The calls that are going on, within the token's queues and teams."""
    rows: Iterable[Mapping[str, Any]] = console().ask("engine", "call.list", open=True, limit=MOST) or ()
    rows = list(rows)
    seen = console().contacts.among([UUID(row["id"]) for row in rows], reach()) if rows else frozenset()
    return CallList(items=[_told(row) for row in rows if UUID(row["id"]) in seen])


@resource.get("/<uuid:id>")
@operation("live.see")
def one(id: UUID) -> CallDetail:
    """One call with its parties."""
    row = _seen(id)
    return CallDetail(call=_told(row), legs=[_leg(leg) for leg in row["legs"]])


@resource.post("")
@operation("desk.use", status=201, once=True)
def dial(body: DialWish) -> Dialled:
    """Ring an agent and connect the agent with a number; another than one's own needs the right live.act."""
    mine(body.agent)
    wanted = _number(body)
    made = console().ask("engine", "call.dial", agent=body.agent, number=wanted)
    console().notes.note("call.dial", body.agent, after={"call": made["id"], "number": wanted})
    tell("Location", url_for("api-calls.one", id=made["id"]))
    return Dialled(id=UUID(made["id"]), agent=made["agent"], phone=made["phone"], number=number(made["number"]))


@resource.post("/<uuid:id>/hang-up")
@operation("desk.use")
def hang_up(id: UUID) -> HungUp:
    """End a call; one that is not one's own needs the right live.act."""
    told: Mapping[str, Any] = console().ask("engine", "call.show", id=str(id)) or {}
    own = me().person.agent
    if not (told and own and own in {leg["agent"] for leg in told["legs"]}):
        if not me().may("live.act"):
            raise NotAllowed(right="live.act")
        _seen(id)
    console().ask("engine", "call.hangup", id=str(id))
    console().notes.note("call.hang-up", str(id))
    return HungUp(id=id)


def _seen(id: UUID) -> Mapping[str, Any]:
    """A call within the token's reach; raises NotThere for any other."""
    if not console().contacts.among([id], reach()):
        raise NotThere()
    told: Mapping[str, Any] = console().ask("engine", "call.show", id=str(id)) or {}
    if not told:
        raise NotThere()
    return told


def _number(body: DialWish) -> str:
    """What is to be dialled; of a contact the number outside, which the token need not see."""
    if (body.number is None) == (body.contact is None):
        raise _either()
    if body.number is not None:
        return body.number
    from_contact = console().contacts.find(body.contact, reach()) if body.contact else None
    if from_contact is None or not from_contact.party:
        raise NotThere()
    return from_contact.party


def _either() -> RequestInvalid:
    says = "either a number or a contact"
    return RequestInvalid(field="number", says=says, problems=[{"in": "body", "field": "number", "says": says}])


def _told(row: Mapping[str, Any]) -> Call:
    plain = {name: row[name] for name in ("direction", "state", "queue", "agent")}
    plain |= {name: number(row[name]) for name in ("caller", "dialled")}
    return Call(id=UUID(row["id"]), **plain, **_moments(row, "opened_at", "answered_at"))


def _leg(leg: Mapping[str, Any]) -> CallLeg:
    plain = {name: leg[name] for name in ("role", "agent")}
    times = _moments(leg, "opened_at", "answered_at", "ended_at")
    return CallLeg(id=UUID(leg["id"]), endpoint=number(leg["endpoint"]), **plain, **times)


def _moments(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: datetime.fromisoformat(row[name]) if row[name] else None for name in names}
